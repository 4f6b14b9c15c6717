"""What is printed in a report: one JSON of finished sentences, which page and PDF lay out alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi, ngettext, override
from django.utils.translation import gettext as _

from countries.queries.countries import local_name
from journal.wording import day_in_words
from portal.queries import PlainCriteria, criteria_by_country, outlook, whole_progress_of, whole_reports_of
from portal.templatetags.portal import PILLARS, STATUSES
from portal.templatetags.trends import trend_finding
from portal.templatetags.verdicts import next_step_text, verdict_counts, verdict_headline, without_cases
from portal.workspace.queries import live_plans
from progress_reports.domain.changes import changes_between
from progress_reports.queries import wording
from progress_reports.queries.criteria_table import NOTHING, pillars_of
from progress_reports.queries.history import Values, earlier_days, earlier_values

if TYPE_CHECKING:
    from factories.models import Brand, Factory
    from portal.models import SupplierProgress, SupplierReport

Json = dict[str, Any]
FORMAT = 1  # of the content: raised when a template can no longer lay out an older one


@dataclass(frozen=True, slots=True)
class Content:
    """What is printed for everybody who reads the report, and the parts for readers who may know of cases."""

    shown: Json
    cases_part: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Subject:
    """One factory with what is read of it."""

    factory: Factory
    on: date
    progress: SupplierProgress
    report: SupplierReport | None
    criteria: PlainCriteria | None
    plan: list[Json]
    earlier: Mapping[str, Sequence[Mapping[str, Any] | None]]
    brand: Brand | None


def contents_of(
    factories: Mapping[Factory, date],
    *,
    language: str,
    brand: Brand | None = None,
    before: Mapping[int, Content] | None = None,
) -> dict[int, Content]:
    """The content of a report on each factory that has a verdict, by the factory's id.

    A constant number of statements for each day and version of criteria among the factories, whatever their number.

    Args:
        factories: each with the day as of which it is told.
        language: of everything but people's own words.
        brand: for whom a summary is cut; None for the factory itself.
        before: the content of each factory's last report, by the factory's id.
    """
    with override(language):
        subjects = _subjects(factories, language, brand)
        return {
            subject.factory.pk: _content(subject, (before or {}).get(subject.factory.pk))
            for subject in subjects
        }


def _subjects(factories: Mapping[Factory, date], language: str, brand: Brand | None) -> list[_Subject]:
    progress = whole_progress_of([factory.pk for factory in factories])
    judged = {factory: on for factory, on in factories.items() if factory.pk in progress}
    ids = [factory.pk for factory in judged]
    reports = whole_reports_of(ids)
    plans = live_plans(ids) if brand is None else {pk: report.plan for pk, report in reports.items()}
    criteria = criteria_by_country(
        {(progress[factory.pk].criteria, factory.country_id) for factory in judged}, language=language
    )
    earlier = _earlier(judged, progress)
    return [
        _Subject(
            factory=factory,
            on=on,
            progress=progress[factory.pk],
            report=reports.get(factory.pk),
            criteria=criteria.get((progress[factory.pk].criteria, factory.country_id)),
            plan=plans.get(factory.pk, []),
            earlier=earlier.get(factory.code, {}),
            brand=brand,
        )
        for factory, on in judged.items()
    ]


def _earlier(judged: Mapping[Factory, date], progress: Mapping[int, SupplierProgress]) -> Values:
    together: dict[tuple[str, date], list[int]] = defaultdict(list)
    for factory, on in judged.items():
        together[progress[factory.pk].criteria, on].append(factory.pk)
    found: Values = {}
    for (criteria, on), ids in together.items():
        found |= earlier_values(ids, criteria=criteria, days=earlier_days(on))
    return found


def _content(subject: _Subject, before: Content | None) -> Content:
    shown = {
        **_head(subject),
        **_verdict(subject, cases=False, before=before.shown if before else None),
        **_body(subject),
    }
    if subject.brand is not None:
        return Content(shown)
    earlier = {**before.shown, **before.cases_part} if before else None
    return Content(shown, _verdict(subject, cases=True, before=earlier))


def _head(subject: _Subject) -> Json:
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
        "format": FORMAT,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "title": _("Progress summary") if subject.brand else _("Progress report"),
        "name": factory.name,
        "facts": facts,
        "fictional": _("fictional: made up for the demonstration") if factory.fictional else "",
        "words": wording.headings(),
        "meaning": wording.meaning(),
    }


def _verdict(subject: _Subject, *, cases: bool, before: Json | None) -> Json:
    """Everything that rests on the verdict: with or without what rests on zero-tolerance cases."""
    progress = subject.progress
    counts = verdict_counts(progress, cases)
    rows = [row for row in progress.criteria_rows if cases or not row["restricted"]]
    steps = progress.next_steps if cases else without_cases(progress.next_steps)
    reader = "own" if cases else ("colleague" if subject.brand else "worker")
    words = verdict_headline(progress, counts, reader)
    columns = [*(date_format(day, "YEAR_MONTH_FORMAT") for day in earlier_days(subject.on)), _("Now")]
    facts = {
        "outcomes": {row["code"]: row["outcome"] for row in rows},
        "rate": _share(subject.report.noncompliant, subject.report.applicable) if subject.report else None,
        "open_items": sum(item["status"] not in {"done", "verified"} for item in subject.plan),
    }
    return {
        "outcome": words["outcome"],
        "headline": words["headline"],
        "sentence": _("%(met)s of %(all)s criteria are met.")
        % {"met": number_format(counts["met"]), "all": number_format(counts["all"])},
        "pillars": _pillars(subject, rows, steps, columns),
        "columns": columns,
        "steps": [_step(step) for step in steps],
        "compared": facts,
        "changes": _changes(subject, facts, before),
        "counting": wording.counting_with_cases() if cases else wording.counting(),
    }


def _pillars(
    subject: _Subject, rows: Sequence[Json], steps: Sequence[Mapping[str, Any]], columns: Sequence[str]
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


def _changes(subject: _Subject, facts: Json, before: Json | None) -> Json:
    """Since when, and in sentences what; empty before the second report."""
    if before is None:
        return {"since": _("This is the first report: the next one says what changed since."), "lines": []}
    changes = changes_between(before["compared"], facts)
    plain = subject.criteria.sentences if subject.criteria else {}
    shown = subject.brand is None
    lines = [
        template % {"criterion": f"{code} {plain[code].title}" if code in plain else code}
        for template, codes in (
            (_("Now met: %(criterion)s"), changes.met_now if shown else ()),
            (_("No longer met: %(criterion)s"), changes.lost if shown else ()),
        )
        for code in codes
    ]
    if not shown and (changes.met_now or changes.lost):
        met = ngettext("%(n)s criterion is newly met", "%(n)s criteria are newly met", len(changes.met_now))
        lost = ngettext(
            "%(n)s criterion is no longer met", "%(n)s criteria are no longer met", len(changes.lost)
        )
        lines += [met % {"n": len(changes.met_now)}, lost % {"n": len(changes.lost)}]
    for pair, template in (
        (changes.rate, _("Non-compliance: %(before)s%%, now %(now)s%%")),
        (changes.open_items, _("Open items of the plan: %(before)s, now %(now)s")),
    ):
        if pair and pair[0] != pair[1]:
            lines.append(template % {"before": number_format(pair[0]), "now": number_format(pair[1])})
    since = _("Since the report of %(day)s") % {"day": day_in_words(date.fromisoformat(before["as_of"]))}
    return {"since": since, "lines": lines or [_("Nothing that is counted has changed.")]}


def _body(subject: _Subject) -> Json:
    report = subject.report
    return {
        "as_of": subject.on.isoformat(),
        "trend": _trend(report),
        "plan": _plan(subject),
        "findings": [_finding(row) for row in report.findings] if report else [],
    }


def _trend(report: SupplierReport | None) -> Json:
    points = [point for point in (report.trend if report else []) if point["applicable"]]
    return {
        "finding": trend_finding(points) if points else "",
        "points": [
            {
                "label": day_in_words(date.fromisoformat(point["assessed_on"])),
                "value": {"n": point["noncompliant"], "of": point["applicable"]},
                "share": _share(point["noncompliant"], point["applicable"]),
                "words": f"{number_format(_share(point['noncompliant'], point['applicable']) or 0)}%",
                "counted": _("%(n)s of %(of)s questions")
                % {"n": number_format(point["noncompliant"]), "of": number_format(point["applicable"])},
            }
            for point in points
        ],
    }


def _plan(subject: _Subject) -> Json:
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


def _share(n: int | None, of: int | None) -> int | None:
    """Whole per cents, half rounded up, from integers."""
    return (200 * n + of) // (2 * of) if n is not None and of else None
