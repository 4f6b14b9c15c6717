"""A stored report as one reader is shown it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from factories.domain.scopes import FINDINGS, PLAN, covers
from files.pdf.qr_codes import qr_code
from progress_reports.queries import wording
from progress_reports.queries.changes import changes_in_scope

if TYPE_CHECKING:
    from progress_reports.models import ProgressReport


def address_of(report: ProgressReport) -> str:
    """The address that proves the report's number, as its QR code has it."""
    path = reverse("progress_reports:proof", kwargs={"number": report.printed_number})
    return f"{settings.SITE_URL}{path}"


def edition(report: ProgressReport, *, cases: bool, scope: str) -> dict[str, Any]:
    """What page and PDF print: the stored content, its number and the way to prove it.

    Args:
        report: as it was made.
        cases: whether the reader may know of zero-tolerance cases.
        scope: what the reader may read of the factory now, also where the report was made while it was more.
    """
    address = address_of(report)
    with override(report.language):
        return {
            **_content_in_scope({**report.content, **(report.cases_part if cases else {})}, scope),
            "language": report.language,
            "number": report.printed_number,
            "address": address,
            "proof": wording.proof(report.printed_number, address),
            "qr": qr_code(address),
            "qr_words": wording.qr_words(address),
        }


def _content_in_scope(content: dict[str, Any], scope: str) -> dict[str, Any]:
    """The stored content without what lies outside a scope, which may have been wider when the report was made."""
    return {
        **content,
        "changes": changes_in_scope(content["changes"], scope),
        "plan": content["plan"] if covers(scope, PLAN) else None,
        "findings": content["findings"] if covers(scope, FINDINGS) else [],
    }
