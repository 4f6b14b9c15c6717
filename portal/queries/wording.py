"""Reports in their reader's language: clusters, compliance points and questions, where they are translated.

The factory's own words (details, responses, the plan) stay as they were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language

from portal.models import SupplierReport, Wording

Row = dict[str, Any]


def reword(report: SupplierReport | None) -> SupplierReport | None:
    """The report for the language of the page. One query, none in English."""
    return reword_all([report])[0] if report is not None else None


def reword_all(reports: Sequence[SupplierReport]) -> Sequence[SupplierReport]:
    """Reports for the language of the page. One query whatever their number, none in English."""
    words = _words() if reports else None
    if words is not None:
        for report in reports:
            _reword_report(report, words)
    return reports


def _reword_report(report: SupplierReport, words: Wording) -> None:
    for point in report.trend:
        for cluster in point["clusters"]:
            cluster["name"] = words.names.get(cluster["code"], cluster["name"])
    report.unread = _has_unread(report.findings, words)  # type: ignore[attr-defined]  # for the note beside the findings
    _reword(report.findings, words)
    if report.public_issues:
        _reword_issues(report.public_issues, words)


def reword_issues(issues: Row | None) -> Row | None:
    """Publicly reported issues for the language of the page. One query, none in English."""
    words = _words() if issues else None
    if issues and words is not None:
        _reword_issues(issues, words)
    return issues


def reword_issue_lists(lists: Sequence[list[Row]]) -> None:
    """Lists of publicly reported issues for the language of the page. One query in all, none in English."""
    words = _words() if lists else None
    if words is not None:
        for issues in lists:
            _reword(issues, words)


def place_names() -> dict[str, str]:
    """Names of clusters and compliance points of all versions by code, for the language of the page. One query."""
    rows = Wording.objects.filter(language__in={"en", _language()})
    names: dict[str, dict[str, str]] = dict(rows.values_list("language", "names"))
    return names.get(_language()) or names.get("en", {})


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def _words() -> Wording | None:
    language = _language()
    return None if language == "en" else Wording.objects.filter(pk=language).first()


def _reword_issues(issues: Row, words: Wording) -> None:
    issues["unread"] = _has_unread(issues["issues"], words)
    _reword(issues["issues"], words)


def _has_unread(rows: Sequence[Row], words: Wording) -> bool:
    """Whether some question, as it stands there in English, has a translation that no speaker has read."""
    if words.reviewed:
        return False
    read = set(words.by_speakers)
    return any(row["text"] in words.questions and row["text"] not in read for row in rows)


def _reword(rows: Iterable[Row], words: Wording) -> None:
    for row in rows:
        row["text"] = words.questions.get(row["text"], row["text"])
        if "point" in row:
            row["point_name"] = words.names.get(row["point"], row["point_name"])
        if "cluster" in row:
            row["cluster_name"] = words.names.get(row["cluster"], row["cluster_name"])
