"""A stored report as one reader is shown it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from files.pdf.qr_codes import qr_code
from progress_reports.queries import wording

if TYPE_CHECKING:
    from progress_reports.models import ProgressReport


def address_of(report: ProgressReport) -> str:
    """The address that proves the report's number, as its QR code has it."""
    path = reverse("progress_reports:proof", kwargs={"number": report.printed_number})
    return f"{settings.SITE_URL}{path}"


def edition(report: ProgressReport, *, cases: bool) -> dict[str, Any]:
    """What page and PDF print: the stored content, its number and the way to prove it.

    `cases`: whether the reader may know of zero-tolerance cases.
    """
    address = address_of(report)
    with override(report.language):
        return {
            **report.content,
            **(report.cases_part if cases else {}),
            "language": report.language,
            "number": report.printed_number,
            "address": address,
            "proof": wording.proof(report.printed_number, address),
            "qr": qr_code(address),
            "qr_words": wording.qr_words(address),
        }
