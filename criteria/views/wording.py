"""A verdict in words and bars, as the components show it, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria.domain.criteria import CriteriaDocument, Criterion
from criteria.domain.engine import less_is_better
from criteria.domain.vectors import Row, Value
from criteria.queries.guidance import sentence_of
from criteria.queries.verdicts import StoredVerdict

Shown = dict[str, Any]
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a criterion on a page.

    Attributes:
        last: value by criterion code the time before; drawn as a ghost.
        evidence: (address, words) of what a criterion was read from; two empty texts where there is nothing to see.
        behind: the single findings and records that a criterion counted, as (address, words).
        cases: whether criteria that rest on zero-tolerance cases are shown.
    """

    last: Mapping[str, Value] = field(default_factory=dict)
    evidence: Callable[[Criterion], tuple[str, str]] = lambda _criterion: ("", "")
    behind: Callable[[Criterion], Sequence[tuple[str, str]]] = lambda _criterion: ()
    cases: bool = True


def pillars(verdict: StoredVerdict, beside: Beside) -> list[Shown]:
    """Per pillar, in the document's order: title, criteria, met, total."""
    document = verdict.standard.document
    steps = {step["criterion"]: step for step in verdict.next_steps}
    shown: dict[str, list[Shown]] = {}
    for row in rows_for(verdict, cases=beside.cases):
        criterion = document.criterion(row["code"])
        told = _criterion(row, criterion, verdict.country, steps.get(row["code"]), beside)
        shown.setdefault(row["pillar"], []).append(told)
    return [
        {
            "id": pillar,
            "title": _(document.pillars[criteria[0]["pillar"]]),
            "criteria": criteria,
            "met": sum(one["outcome"] == "met" for one in criteria),
            "total": len(criteria),
        }
        for pillar, criteria in shown.items()
    ]


def rows_for(verdict: StoredVerdict, *, cases: bool) -> list[Row]:
    """The criteria that a reader is shown."""
    return [row for row in verdict.criteria_rows if cases or not row["restricted"]]


def outcome_of(rows: Sequence[Row]) -> str:
    """The verdict of the criteria shown: one that rests on a case alone must not tell of the case."""
    outcomes = {row["outcome"] for row in rows}
    if "not_met" in outcomes:
        return "not_eligible"
    return "incomplete" if "unknown" in outcomes else "eligible"


def groups(rows: Sequence[Row], document: CriteriaDocument) -> list[Shown]:
    """A verdict in one line: outcomes by pillar."""
    by_pillar: dict[str, list[str]] = {}
    for row in rows:
        by_pillar.setdefault(row["pillar"], []).append(row["outcome"])
    titles = {pillar.value: title for pillar, title in document.pillars.items()}
    return [{"name": _(titles[pillar]), "outcomes": outcomes} for pillar, outcomes in by_pillar.items()]


def headline(rows: Sequence[Row], *, close: bool) -> str:
    """The verdict in one sentence."""
    outcome = outcome_of(rows)
    failed = sum(row["outcome"] == "not_met" for row in rows)
    unknown = sum(row["outcome"] == "unknown" for row in rows)
    if outcome == "eligible":
        return _("Meets every criterion")
    if outcome == "incomplete":
        words = ngettext(
            "Evidence is missing on %(n)s criterion", "Evidence is missing on %(n)s criteria", unknown
        )
        return words % {"n": unknown}
    words = ngettext("%(n)s criterion is not met", "%(n)s criteria are not met", failed) % {"n": failed}
    return _("Close: %(what)s") % {"what": words} if close else words


def missing(verdict: StoredVerdict, *, cases: bool = True, most: int = 3) -> list[tuple[str, str]]:
    """What is missing, in words with the criterion's code, the nearest first."""
    steps = [step for step in verdict.next_steps if cases or not step["restricted"]]
    return [(capfirst(sentence_of(step)), step["criterion"]) for step in steps[:most]]


def _criterion(row: Row, criterion: Criterion, country: str, step: Shown | None, beside: Beside) -> Shown:
    at_most = less_is_better(criterion)
    url, label = beside.evidence(criterion)
    return {
        "code": row["code"],
        "pillar": criterion.pillar,
        "outcome": row["outcome"],
        "sentence": criterion.told(country, _),
        "found": found_in_words(row),
        "shortfall": capfirst(sentence_of(step)) if step else "",
        "value": row["value"],
        "threshold": row["threshold"] if _has_bar(row) else None,
        "direction": "at_most" if at_most else "at_least",
        "last": beside.last.get(row["code"]),
        "top": _top(row, beside.last.get(row["code"]), at_most=at_most),
        "unit": "%" if isinstance(row["threshold"], Mapping) else "",
        "url": url,
        "url_label": label,
        "behind": beside.behind(criterion),
    }


def found_in_words(row: Row) -> str:
    """What was observed: "Found: 5 of 120 (4%)."."""
    value = row["value"]
    if value is None:
        return ""
    if row["unit"] == "yes_no":
        return _("Found: yes.") if value else _("Found: no.")
    if not isinstance(value, Mapping):
        return _("Found: %(n)s.") % {"n": number_format(value)}
    if not value["of"]:
        return _("Found: nothing to count.")
    share = (2 * PER_CENT * value["n"] + value["of"]) // (2 * value["of"])
    if (
        row["unit"] == "percentage_points"
    ):  # n and of are products of head counts: only their share says anything
        return _("Found: %(share)s%%.") % {"share": share}
    numbers = {"n": number_format(value["n"]), "of": number_format(value["of"]), "share": share}
    return _("Found: %(n)s of %(of)s (%(share)s%%).") % numbers


def _has_bar(row: Row) -> bool:
    """Whether a bar says more than the words: not for yes or no, and not for nothing where nothing is asked."""
    return row["unit"] != "yes_no" and not (row["threshold"] == 0 and not row["value"])


def _top(row: Row, last: Value, *, at_most: bool) -> int | None:
    """The end of a rate's bar: twice its threshold at least, so that small rates are seen; None for counts."""
    threshold = row["threshold"]
    if not isinstance(threshold, Mapping):
        return None
    if not at_most:
        return PER_CENT
    rates = [value for value in (row["value"], last) if isinstance(value, Mapping) and value["of"]]
    beyond = [-(-PER_CENT * value["n"] // value["of"]) + 5 for value in rates]
    return int(min(PER_CENT, max([PER_CENT * 2 * threshold["n"] // threshold["of"], 10, *beyond])))
