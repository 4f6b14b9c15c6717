"""What is printed in a report: one JSON of finished sentences, which page and PDF lay out alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, get_language_bidi, ngettext, override
from django.utils.translation import gettext as _

from countries.queries.countries import local_name
from files.domain.shares import with_per_cent_sign
from journal.wording import day_in_words
from portal.queries import outlook
from portal.templatetags.portal import PILLARS, STATUSES
from portal.templatetags.trends import trend_finding
from portal.templatetags.verdicts import next_step_text, verdict_counts, verdict_headline, without_cases
from portal.workspace.queries.criteria_met import met_finding, met_points
from portal.workspace.queries.peer_comparison import peer_comparison
from progress_reports.queries import wording
from progress_reports.queries.changes import (
    changes_since_assessment,
    changes_since_report,
    compared,
    facts_of,
    share,
)
from progress_reports.queries.criteria_table import NOTHING, pillars_of
from progress_reports.queries.history import earlier_days
from progress_reports.queries.subjects import ReportSubject, subjects_of

if TYPE_CHECKING:
    from factories.models import Brand, Factory
    from portal.models import SupplierReport

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What is printed for everybody who reads the report, and the parts for readers who may know of cases."""

    shown: Json
    cases_part: Json = field(default_factory=dict)


def contents_of(
    factories: Mapping[Factory, date],
    *,
    language: str,
    brand: Brand | None = None,
    scope: str,
    before: Mapping[int, Content] | None = None,
) -> dict[int, Content]:
    """The content of a report on each factory that has a verdict, by the factory's id.

    Args:
        factories: each with the day as of which it is told.
        language: of everything but people's own words.
        brand: for whom a summary is cut; None for the factory itself.
        scope: what the brand reads of the factory; everything for the factory itself.
        before: the content of each factory's last report, by the factory's id.
    """
    with override(language):
        subjects = subjects_of(factories, language, brand, scope)
        return {
            subject.factory.pk: _content(subject, (before or {}).get(subject.factory.pk))
            for subject in subjects
        }


def _content(subject: ReportSubject, before: Content | None) -> Content:
    shown = {
        **_head(subject),
        **_verdict(subject, cases=False, before=before.shown if before else None),
        **_body(subject),
    }
    if subject.brand is not None:
        return Content(shown)
    earlier = {**before.shown, **before.cases_part} if before else None
    return Content(shown, _verdict(subject, cases=True, before=earlier))


def _head(subject: ReportSubject) -> Json:
    factory, report = subject.factory, subject.report
    facts = [
        [_("Factory"), factory.name],
        [_("Code"), factory.code],
        [_("Country"), local_name(factory.country_id)],
        [_("As of"), day_in_words(subject.on)],
    ]
    if report and report.assessed_on:
        facts.append([_("Last assessed"), day_in_words(report.assessed_on)])
    facts.append([_("Criteria"), subject.progress.criteria])
    if subject.brand is not None:
        facts.append([_("For"), subject.brand.name])
    return {
        "direction": "rtl" if get_language_bidi() else "ltr",
        "title": _("Progress summary") if subject.brand else _("Progress report"),
        "name": factory.name,
        "facts": facts,
        "fictional": _("fictional: made up for the demonstration") if factory.fictional else "",
        "words": wording.headings(),
        "meaning": wording.meaning(),
    }


def _verdict(subject: ReportSubject, *, cases: bool, before: Json | None) -> Json:
    """Everything that rests on the verdict: with or without what rests on zero-tolerance cases."""
    progress = subject.progress
    counts = verdict_counts(progress, cases)
    rows = [row for row in progress.criteria_rows if cases or not row["restricted"]]
    steps = progress.next_steps if cases else without_cases(progress.next_steps)
    reader = "own" if cases else ("colleague" if subject.brand else "worker")
    words = verdict_headline(progress, counts, reader)
    columns = [*(date_format(day, "YEAR_MONTH_FORMAT") for day in earlier_days(subject.on)), _("Now")]
    facts = facts_of(
        progress,
        subject.report,
        subject.plan if subject.has_plan else None,
        subject.listing,
        cases=cases,
        has_findings=subject.has_findings,
    )
    now = compared(facts, subject.report, subject.plan, subject.criteria, brand=subject.brand is not None)
    points = met_points(subject.outcomes, facts["outcomes"])
    return {
        "outcome": words["outcome"],
        "headline": words["headline"],
        "sentence": _("%(met)s of %(all)s criteria are met.")
        % {"met": number_format(counts["met"]), "all": number_format(counts["all"])},
        "pillars": _pillars(subject, rows, steps, columns),
        "columns": columns,
        "steps": [_step(step) for step in steps],
        "compared": facts,
        "changes": changes_since_report(before, now)
        if before
        else changes_since_assessment(subject.facts_before, now),
        "met": {"finding": met_finding(points), "points": _met(points)},
        "counting": wording.counting_with_cases() if cases else wording.counting(),
    }


def _pillars(
    subject: ReportSubject, rows: Sequence[Json], steps: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> list[Json]:
    pillars = pillars_of(rows, steps, subject.criteria, subject.earlier, columns)
    if subject.brand is not None:  # a buyer reads how many criteria are met, and the next steps
        return [{**pillar, "criteria": []} for pillar in pillars]
    return pillars


def _step(step: Mapping[str, Any]) -> Json:
    return {
        "pillar": str(PILLARS.get(step["pillar"], step["pillar"])),
        "criterion": step["criterion"],
        "title": _(step["title"]),
        "text": next_step_text(step),
        "practice": _(step["practices"][0]) if step["practices"] else "",
        "courses": [_(course) for course in step["courses"]],
    }


def _body(subject: ReportSubject) -> Json:
    report = subject.report
    return {
        "as_of": subject.on.isoformat(),
        "trend": _trend(report),
        "plan": _plan(subject) if subject.has_plan else None,
        "findings": [_finding(row) for row in report.findings] if report else [],
        # whose factories one buys from are no peers to compare: a brand knows many of them
        "peers": peer_comparison(subject.factory, report, subject.peers) if subject.brand is None else None,
    }


def _trend(report: SupplierReport | None) -> Json:
    points = [point for point in (report.trend if report else []) if point["applicable"]]
    return {
        "finding": trend_finding(points) if points else "",
        "points": [
            {
                "label": day_in_words(date.fromisoformat(point["assessed_on"])),
                "value": {"n": point["noncompliant"], "of": point["applicable"]},
                "share": share(point["noncompliant"], point["applicable"]),
                "words": _per_cent(share(point["noncompliant"], point["applicable"])),
                "counted": _("%(n)s of %(of)s questions")
                % {"n": number_format(point["noncompliant"]), "of": number_format(point["applicable"])},
            }
            for point in points
        ],
    }


def _met(points: Sequence[Mapping[str, Any]]) -> list[Json]:
    """The points of a chart as they are printed."""
    return [
        {"label": day_in_words(point["on"]), "value": point["value"], "words": number_format(point["value"]),
         "counted": point["note"]}
        for point in points
    ]  # fmt: skip


def _plan(subject: ReportSubject) -> Json:
    plan = outlook(subject.plan, subject.on)
    late = {item["ref"] for item in plan.overdue}
    overdue = ngettext("%(n)s item is overdue", "%(n)s items are overdue", len(plan.overdue)) % {
        "n": number_format(len(plan.overdue))
    }
    closed = _("%(done)s done, %(verified)s verified") % {
        "done": number_format(len(plan.done)), "verified": number_format(len(plan.verified)),
    }  # fmt: skip
    return {
        "summary": [overdue, closed] if plan.overdue else [closed],
        "empty": "" if plan.total else _("No plan yet"),
        "items": [
            {
                "ref": item["ref"],
                "issue": item["issue"],
                "action": item["action"],
                "due": _day(item["due_on"]),
                "late": item["ref"] in late,
                "status": str(STATUSES.get(item["status"], item["status"])),
            }
            for item in (*plan.overdue, *plan.open, *plan.done, *plan.verified)
        ],
    }


def _finding(row: Json) -> Json:
    return {
        "code": row["question"],
        "point": row["point_name"],
        "text": row["text"],
        "details": row["details"],
        "law": row["legal_reference"],
        "response": row["response"],
        "fixed": _("put right on %(day)s") % {"day": _day(row["fixed_on"])} if row["fixed_on"] else "",
    }


def _day(text: str | None) -> str:
    return day_in_words(date.fromisoformat(text)) if text else NOTHING


def _per_cent(share: int | None) -> str:
    return with_per_cent_sign(number_format(share or 0), get_language())
