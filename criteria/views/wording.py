"""A verdict in words and bars, as the components show it, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria.domain.criteria import CriteriaDocument, Criterion
from criteria.domain.engine import less_is_better
from criteria.domain.vectors import Row, Value
from criteria.queries.guidance import sentence_of
from criteria.queries.verdicts import StoredVerdict
from criteria.views.criterion_row import criterion_row
from criteria.views.item_links import EvidenceLinks

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a criterion on a page.

    Attributes:
        last: value by criterion code the time before; drawn as a ghost.
        links: by criterion code, the evidence behind it.
        cases: whether criteria that rest on zero-tolerance cases are shown.
    """

    last: Mapping[str, Value] = field(default_factory=dict)
    links: Mapping[str, EvidenceLinks] = field(default_factory=dict)
    cases: bool = True


def pillars(verdict: StoredVerdict, beside: Beside) -> list[Shown]:
    """Per pillar, in the document's order: title, criteria, met, total."""
    document = verdict.standard.document
    steps = {step["criterion"]: step for step in verdict.next_steps}
    shown: dict[str, list[Shown]] = {}
    for row in rows_for(verdict, cases=beside.cases):
        criterion = document.criterion(row["code"])
        words_of_row = _criterion(row, criterion, verdict.country, steps.get(row["code"]), beside)
        shown.setdefault(row["pillar"], []).append(words_of_row)
    return [
        {
            "id": pillar,
            "title": _(document.pillars[criteria[0]["pillar"]]),
            "criteria": criteria,
            "met": sum(row["outcome"] == "met" for row in criteria),
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
    return in_sentences(steps[:most])


def in_sentences(steps: Sequence[Shown]) -> list[tuple[str, str]]:
    """Steps in words with the criterion's code."""
    return [(capfirst(sentence_of(step)), step["criterion"]) for step in steps]


def _criterion(row: Row, criterion: Criterion, country: str, step: Shown | None, beside: Beside) -> Shown:
    links = beside.links.get(criterion.code, EvidenceLinks())
    shown = criterion_row(
        row,
        sentence=criterion.rendered(country, _),
        direction="at_most" if less_is_better(criterion) else "at_least",
        shortfall=capfirst(sentence_of(step)) if step else "",
        last=beside.last.get(row["code"]),
    )
    return shown | {
        "pillar": criterion.pillar,
        "url": links.read.url,
        "url_label": links.read.words,
        "links": links.items,
    }
