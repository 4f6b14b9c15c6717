"""Reports as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpResponse

from files.pdf.typesetting import pdf_of
from progress_reports.queries.editions import edition

if TYPE_CHECKING:
    from progress_reports.models import ProgressReport

TEMPLATE = Path(__file__).resolve().parent / "documents" / "progress_report.typ"


def report_as_pdf(report: ProgressReport, *, cases: bool, scope: str) -> bytes:
    """The report as PDF/UA-1; `cases` and `scope` as in `edition`."""
    return pdf_of(TEMPLATE, edition(report, cases=cases, scope=scope), made_at=report.made_at)


def file_name(report: ProgressReport) -> str:
    """Code, day, language and number: `KH-00123-2018-06-01-km-R-7K3M9-Q2FAB.pdf`."""
    return f"{report.factory.code}-{report.as_of.isoformat()}-{report.language}-{report.printed_number}.pdf"


def pdf_sent(report: ProgressReport, *, cases: bool, scope: str) -> HttpResponse:
    """The PDF as a download that no cache between keeps."""
    response = HttpResponse(report_as_pdf(report, cases=cases, scope=scope), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(report)}"'
    response["Cache-Control"] = "private, no-store"
    return response
