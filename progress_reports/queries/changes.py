"""What changed since a factory's last report, or since the assessment before where there is none, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.queries.findings import findings_of
from factories.domain.scopes import FINDINGS, PLAN, covers
from files.domain.shares import whole_per_cent
from journal.wording import day_in_words
from portal.queries import DONE, PlainCriteria
from progress_reports.domain.changes import Changes, Facts, changes_between
from progress_reports.models import ProgressReport

if TYPE_CHECKING:
    from criteria.queries.past_outcomes import Outcomes
    from portal.models import Listing, SupplierProgress, SupplierReport

Json = dict[str, Any]
MOST = 5  # of one kind, each in a sentence of its own
PLAN_ITEM, FINDING = "%(ref)s %(words)s", "%(code)s %(words)s"


@dataclass(frozen=True, slots=True)
class Compared:
    """One factory as it stands, for one reader.

    Attributes:
        facts: what is compared (`facts_of`).
        findings: the words of each finding's question.
        plan: the issue of each item of the plan.
        criteria: in plain words; None where they are not known.
        brand: whether a brand reads it: of criteria then only how many.
    """

    facts: Facts
    findings: Mapping[str, str]
    plan: Mapping[str, str]
    criteria: PlainCriteria | None
    brand: bool


def facts_of(
    progress: SupplierProgress,
    report: SupplierReport | None,
    plan: Sequence[Mapping[str, Any]] | None,
    listing: Listing | None,
    *,
    cases: bool,
    has_findings: bool = True,
) -> Json:
    """What of a factory is compared with another day.

    Args:
        progress, report, listing: as they stand.
        plan: None where the reader is not shown it.
        cases: with criteria that rest on zero-tolerance cases.
        has_findings: whether the reader is shown the findings.
    """
    rows = [row for row in progress.criteria_rows if cases or not row["restricted"]]
    is_full = report is not None and report.assessed_on is not None and bool(report.trend)
    latest = report.trend[-1]["assessed_on"] if report is not None and is_full else None
    return {
        "outcomes": {row["code"]: row["outcome"] for row in rows},
        "rate": share(report.noncompliant, report.applicable) if report else None,
        "open_items": sum(item["status"] not in DONE for item in plan) if plan is not None else None,
        "assessed_on": latest if report and str(report.assessed_on) == latest else None,
        "findings": _put_right(report.findings) if report and has_findings else None,
        "plan_closed": sorted(item["ref"] for item in plan if item["status"] in DONE)
        if plan is not None
        else None,
        "recognised": listing.recognised_on.isoformat() if listing else "",
    }


def _put_right(findings: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """Whether each question's findings are all put right: an assessment and visits may have found it."""
    found: dict[str, bool] = {}
    for row in findings:
        found[row["question"]] = found.get(row["question"], True) and bool(row["fixed_on"])
    return found


def compared(
    facts: Facts,
    report: SupplierReport | None,
    plan: Sequence[Mapping[str, Any]],
    criteria: PlainCriteria | None,
    *,
    brand: bool,
) -> Compared:
    """The factory as it stands, with the words of what is compared."""
    return Compared(
        facts,
        {row["question"]: row["text"] for row in report.findings} if report else {},
        {item["ref"]: item["issue"] for item in plan},
        criteria,
        brand,
    )


def earlier_facts(
    reports: Mapping[int, SupplierReport],
    plans: Mapping[int, Sequence[Mapping[str, Any]]],
    outcomes: Mapping[int, Outcomes],
) -> dict[int, Json]:
    """The facts of each factory on the day of the full assessment before its latest, where there was one.

    At most four statements.
    """
    days = {
        factory_id: points[-2]["assessed_on"]
        for factory_id, report in reports.items()
        if len(points := [point for point in report.trend if point["applicable"]]) > 1
    }
    found: dict[int, set[str]] = {factory_id: set() for factory_id in days}
    for finding in findings_of(list(days)) if days else ():
        if finding.assessment_id and finding.found_on.isoformat() == days[finding.factory_id]:
            found[finding.factory_id].add(finding.question)
    return {
        factory_id: _on_day(day, reports[factory_id], plans.get(factory_id, ()), found[factory_id], outcomes)
        for factory_id, day in days.items()
    }


def _on_day(
    day: str,
    report: SupplierReport,
    plan: Sequence[Mapping[str, Any]],
    questions: Collection[str],
    outcomes: Mapping[int, Outcomes],
) -> Json:
    point = next(point for point in report.trend if point["assessed_on"] == day)
    closed = [item["ref"] for item in plan if item["status"] in DONE and (item["done_on"] or day) <= day]
    return {
        "outcomes": outcomes.get(report.factory_id, {}).get(date.fromisoformat(day), {}),
        "rate": share(point["noncompliant"], point["applicable"]),
        "assessed_on": day,
        "findings": dict.fromkeys(sorted(questions), False),
        "plan_closed": closed,
    }


def changes_since_report(content: Json, now: Compared) -> Json:
    """Since when, and in sentences what, beside the stored content of an earlier report."""
    day = day_in_words(date.fromisoformat(content["as_of"]))
    since = _("Since the report of %(day)s") % {"day": day}
    return {"since": since, **_lines(changes_between(content["compared"], now.facts), now)}


def changes_since_assessment(facts: Facts | None, now: Compared) -> Json:
    """The same beside the assessment before the latest; without one nothing is compared."""
    if facts is None:
        since = _("This is the first report: the next one says what changed since.")
        return {"since": since, "lines": [], "finding_lines": [], "plan_lines": [], "is_first": True}
    day = day_in_words(date.fromisoformat(facts["assessed_on"]))
    since = _("Since the assessment of %(day)s") % {"day": day}
    return {"since": since, **_lines(changes_between(facts, now.facts), now)}


def changes_in_scope(changes: Json, scope: str) -> Json:
    """Since when, and the sentences that a scope opens."""
    lines = [
        *changes["lines"],
        *(changes["finding_lines"] if covers(scope, FINDINGS) else ()),
        *(changes["plan_lines"] if covers(scope, PLAN) else ()),
    ]
    if not lines and not changes["is_first"]:
        lines = [_("Nothing that is counted has changed.")]
    return {"since": changes["since"], "lines": lines}


def _lines(changes: Changes, now: Compared) -> Json:
    """Sentences that everybody reads, and apart those on findings and those on the plan."""
    found = [
        *_each(_("Put right: %(what)s"), changes.fixed, now.findings),
        *_each(_("New finding: %(what)s"), changes.new, now.findings),
        *_each(_("Found again: %(what)s"), changes.repeated, now.findings),
    ]
    if changes.gone:
        found.append(_("No longer found: %(what)s") % {"what": ", ".join(changes.gone)})
    rate = _number_changed(changes.rate, _("Non-compliance: %(before)s%%, now %(now)s%%"))
    return {
        "lines": [*_recognition(changes), *_criteria(changes, now), *rate],
        "finding_lines": found,
        "plan_lines": [
            *_number_changed(changes.open_items, _("Open items of the plan: %(before)s, now %(now)s")),
            *_each(_("Done in the plan: %(what)s"), changes.plan_closed, now.plan),
        ],
        "is_first": False,
    }


def _recognition(changes: Changes) -> list[str]:
    words = {
        "since": _("The factory is now recognised."),
        "ended": _("The factory is not recognised any more."),
    }
    return [words[changes.recognised]] if changes.recognised else []


def _criteria(changes: Changes, now: Compared) -> list[str]:
    if now.brand:
        if not changes.met_now and not changes.lost:
            return []
        met = ngettext("%(n)s criterion is newly met", "%(n)s criteria are newly met", len(changes.met_now))
        lost = ngettext(
            "%(n)s criterion is no longer met", "%(n)s criteria are no longer met", len(changes.lost)
        )
        return [met % {"n": len(changes.met_now)}, lost % {"n": len(changes.lost)}]
    plain = now.criteria.sentences if now.criteria else {}
    return [
        template % {"criterion": f"{code} {plain[code].title}" if code in plain else code}
        for template, codes in (
            (_("Now met: %(criterion)s"), changes.met_now),
            (_("No longer met: %(criterion)s"), changes.lost),
        )
        for code in codes
    ]


def _number_changed(pair: tuple[int, int] | None, template: str) -> list[str]:
    if pair is None or pair[0] == pair[1]:
        return []
    return [template % {"before": number_format(pair[0]), "now": number_format(pair[1])}]


def _each(template: str, codes: Sequence[str], words: Mapping[str, str]) -> list[str]:
    """A sentence for each of the first, and the codes of the others together."""
    lines = [template % {"what": f"{code} {words.get(code, '')}".strip()} for code in codes[:MOST]]
    return [*lines, template % {"what": ", ".join(codes[MOST:])}] if codes[MOST:] else lines


def share(n: int | None, of: int | None) -> int | None:
    """A share in whole per cents; None where there is none."""
    return whole_per_cent(n, of) if n is not None and of else None


def changes_shown(
    progress: SupplierProgress,
    *,
    report: SupplierReport | None,
    plan: Sequence[Mapping[str, Any]],
    listing: Listing | None,
    criteria: PlainCriteria | None,
    outcomes: Outcomes,
    cases: bool,
) -> Json | None:
    """What changed, for the factory's own page (setting CHANGES_SHOWN): the stored report is what it is compared with.

    None before the second assessment where there is no report. At most five statements.
    """
    facts = facts_of(progress, report, plan, listing, cases=cases)
    now = compared(facts, report, plan, criteria, brand=False)
    pk = progress.factory_id
    last = ProgressReport.objects.filter(factory=pk, brand__isnull=True).order_by("-made_at").first()
    if last is not None:
        content = {**last.content, **(last.cases_part if cases else {})}
        return changes_in_scope(changes_since_report(content, now), PLAN)
    before = earlier_facts({pk: report} if report else {}, {pk: plan}, {pk: outcomes}).get(pk)
    return None if before is None else changes_in_scope(changes_since_assessment(before, now), PLAN)
