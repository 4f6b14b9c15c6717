"""A stored verdict as the components show it: sentences in the reader's language, numbers as they were judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria.domain.translations import Sentence
from criteria.views.criterion_row import criterion_row
from next_steps.domain.remedies import MAIN_TASK
from next_steps.domain.wordings import WORDS, StepReader

if TYPE_CHECKING:
    from portal.models import SupplierProgress
    from portal.queries import PlainCriteria
    from portal.queries.criteria import PlainCriterion

register = template.Library()
Data = dict[str, Any]
Row = Mapping[str, Any]
WITHOUT_CASES = {"worker", "colleague", "brand"}


@register.simple_tag
def verdict_pillars(
    progress: SupplierProgress,
    criteria: PlainCriteria | None,
    cases: bool = False,  # noqa: FBT001, FBT002  # a tag's argument
) -> list[Data]:
    """`{% verdict_pillars progress criteria cases as pillars %}`: each pillar with what is missing and what is met.

    Without `cases`, criteria that rest on zero-tolerance cases are left out.
    """
    rows = [row for row in progress.criteria_rows if cases or not row["restricted"]]
    plain = criteria.sentences if criteria else {}
    steps = {step["criterion"]: step for step in progress.next_steps}
    found = []
    for code in dict.fromkeys(row["pillar"] for row in rows):
        pillar_rows = [row for row in rows if row["pillar"] == code]
        all_of_it = [_criterion(row, plain.get(row["code"]), steps.get(row["code"])) for row in pillar_rows]
        found.append(
            {
                "pillar": code,
                "missing": [criterion for criterion in all_of_it if criterion["outcome"] != "met"],
                "fulfilled": [criterion for criterion in all_of_it if criterion["outcome"] == "met"],
                "met": sum(row["outcome"] == "met" for row in pillar_rows),
                "total": len(pillar_rows),
                "outcomes": [row["outcome"] for row in pillar_rows],
            }
        )
    return found


@register.simple_tag
def verdict_counts(progress: SupplierProgress, cases: bool = False) -> Data:  # noqa: FBT001, FBT002  # a tag's argument
    """`{% verdict_counts progress cases as counts %}`: met, not_met, unknown and all of the criteria shown."""
    outcomes = [row["outcome"] for row in progress.criteria_rows if cases or not row["restricted"]]
    return {**{name: outcomes.count(name) for name in ("met", "not_met", "unknown")}, "all": len(outcomes)}


@register.simple_tag
def verdict_groups(progress: SupplierProgress, cases: bool = False) -> list[Data]:  # noqa: FBT001, FBT002  # a tag's argument
    """`{% verdict_groups progress cases as groups %}`: what verdict_strip takes."""
    rows = [row for row in progress.criteria_rows if cases or not row["restricted"]]
    return [
        {"name": pillar, "outcomes": [row["outcome"] for row in rows if row["pillar"] == pillar]}
        for pillar in dict.fromkeys(row["pillar"] for row in rows)
    ]


@register.simple_tag
def verdict_headline(progress: SupplierProgress, counts: Data, reader: str, listing: Any = None) -> Data:
    """`{% verdict_headline progress counts "own" listing as words %}`: outcome, headline, sentence and day.

    Args:
        progress: the verdict.
        counts: of the criteria that the reader is shown.
        reader: "own" or "staff" (may read of zero-tolerance cases), "worker", "colleague" or "brand" (may not: the
            verdict is told of the criteria shown and no more, so that one which rests on a case alone does not tell of
            the case; a brand is alerted to one that is open, in words of its own).
        listing: the factory's recognition, if it is public.
    """
    hidden = reader in WITHOUT_CASES
    outcome = progress.outcome_without_cases if hidden else progress.outcome
    close = progress.close_without_cases if hidden else progress.close
    return {
        "outcome": outcome,
        "headline": _headline(outcome, counts, reader=reader, close=close, listed=bool(listing)),
        "as_of": progress.as_of_without_cases if hidden else progress.as_of,
        "sentence": _sentence(outcome, counts, own=reader in {"own", "worker"}),
    }


@register.filter
def in_language(text: str) -> str:
    """`{{ step.title|in_language }}`: a text kept as its English key."""
    return _(text) if text else ""


@register.filter
def next_step_text(step: Row) -> str:
    """`{{ step|next_step_text }}`: what a step asks for; kept as data, said in the reader's language."""
    return capfirst(
        Sentence(step["singular"], step["plural"], step["count"], step["params"]).text(_, ngettext)
    )


@register.filter
def translated(texts: Iterable[str]) -> list[str]:
    """`{{ step.courses|translated|join:", " }}`: texts kept as their English keys."""
    return [_(text) for text in texts]


@register.filter
def steps_for(steps: Iterable[Row] | None, cases: bool) -> list[Row]:  # noqa: FBT001  # a filter's argument
    """`{{ progress.next_steps|steps_for:reads_cases }}`: all steps, or those that do not speak of cases."""
    return [step for step in steps or () if cases or not step["restricted"]]


@register.filter
def without_cases(steps: Iterable[Row]) -> list[Row]:
    """`{{ progress.next_steps|without_cases }}`: the steps that do not speak of zero-tolerance cases."""
    return [step for step in steps if not step["restricted"]]


@register.filter
def what_can_be_done(step: Row, reader: str) -> str:
    """`{{ step|what_can_be_done:"brand" }}`: what a reader who is not the factory can do about a step."""
    return _(WORDS[MAIN_TASK[step["measure"]]].for_reader(StepReader(reader)))


def _of_shown(counts: Data) -> str:
    if counts["not_met"]:
        return "not_eligible"
    return "incomplete" if counts["unknown"] else "eligible"


def _headline(outcome: str, counts: Data, *, reader: str, close: bool, listed: bool) -> str:
    if outcome == "eligible":
        return _all_met(reader, listed=listed)
    failed, missing = counts["not_met"], counts["unknown"]
    if outcome == "incomplete":
        words = ngettext(
            "Evidence is missing on %(n)s criterion", "Evidence is missing on %(n)s criteria", missing
        )
        return words % {"n": missing}
    if not failed:  # what fails is not among what the reader is shown
        return _("Not eligible at present")
    if close:
        words = ngettext("Close: %(n)s criterion is not met", "Close: %(n)s criteria are not met", failed)
    else:
        words = ngettext("%(n)s criterion is not met yet", "%(n)s criteria are not met yet", failed)
    return words % {"n": failed}


def _all_met(reader: str, *, listed: bool) -> str:
    if reader in WITHOUT_CASES:
        return _("Every criterion shown here is met")
    return _("Recognised: every criterion is met") if listed else _("Every criterion is met")


def _sentence(outcome: str, counts: Data, *, own: bool) -> str:
    met = {"met": counts["met"], "all": counts["all"]}
    if outcome == "eligible":
        return _("All %(all)s criteria are met.") % met
    if own:
        words = _("You meet %(met)s of %(all)s criteria. Your next steps are below, the nearest first.") % met
    else:
        words = _("%(met)s of %(all)s criteria are met.") % met
    if counts["not_met"] and counts["unknown"]:  # the headline counts those that are not met
        return f"{words} {_of_unknown(counts['unknown'])}"
    return words


def _of_unknown(missing: int) -> str:
    words = ngettext(
        "On %(n)s more criterion evidence is missing.", "On %(n)s more criteria evidence is missing.", missing
    )
    return words % {"n": missing}


def _criterion(row: Row, plain: PlainCriterion | None, step: Row | None) -> Data:
    return criterion_row(
        row,
        sentence=plain.sentence if plain else _(row["title"]),
        direction=plain.comparison if plain else "at_most",
        shortfall=next_step_text(step) if step else "",
    )
