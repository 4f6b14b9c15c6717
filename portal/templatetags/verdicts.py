"""A stored verdict as the components show it: sentences in the reader's language, numbers as they were judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria.domain.translations import Sentence

if TYPE_CHECKING:
    from portal.models import SupplierProgress
    from portal.queries import PlainCriteria
    from portal.queries.criteria import PlainCriterion

register = template.Library()
Data = dict[str, Any]
Row = Mapping[str, Any]
WITHOUT_CASES = {"worker", "colleague"}


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
        mine = [row for row in rows if row["pillar"] == code]
        all_of_it = [_criterion(row, plain.get(row["code"]), steps.get(row["code"])) for row in mine]
        found.append(
            {
                "pillar": code,
                "missing": [told for told in all_of_it if told["outcome"] != "met"],
                "fulfilled": [told for told in all_of_it if told["outcome"] == "met"],
                "met": sum(row["outcome"] == "met" for row in mine),
                "total": len(mine),
                "outcomes": [row["outcome"] for row in mine],
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
    """`{% verdict_headline progress counts "own" listing as words %}`: outcome, headline and sentence.

    Args:
        progress: the verdict.
        counts: of the criteria that the reader is shown.
        reader: "own" or "staff" (may read of zero-tolerance cases), "worker" or "colleague" (may not: the verdict is
            told of the criteria shown and no more, so that one which rests on a case alone does not tell of the
            case), or "brand" (is alerted to cases in words of its own).
        listing: the factory's recognition, if it is public.
    """
    outcome = _of_shown(counts) if reader in WITHOUT_CASES else progress.outcome
    return {
        "outcome": outcome,
        "headline": _headline(outcome, counts, reader=reader, close=progress.close, listed=bool(listing)),
        "sentence": _sentence(outcome, counts, own=reader in {"own", "worker"}),
    }


@register.filter
def in_language(text: str) -> str:
    """`{{ step.title|in_language }}`: a text kept as its English key."""
    return _(text) if text else ""


@register.filter
def told(step: Row) -> str:
    """`{{ step|told }}`: what a step asks for; kept as data, told in the reader's language."""
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
        return (
            _("You meet %(met)s of %(all)s criteria. What to do next stands below, the nearest first.") % met
        )
    return _("%(met)s of %(all)s criteria are met.") % met


def _criterion(row: Row, plain: PlainCriterion | None, step: Row | None) -> Data:
    comparison = plain.comparison if plain else "at_most"
    return {
        "code": row["code"],
        "outcome": row["outcome"],
        "sentence": plain.sentence if plain else _(row["title"]),
        "found": _found(row),
        "shortfall": told(step) if step else "",
        "value": row["value"],
        "threshold": row["threshold"] if _has_bar(row) else None,
        "direction": comparison,
        "unit": "%" if isinstance(row["threshold"], Mapping) else "",
        "top": _top(row, comparison),
    }


def _has_bar(row: Row) -> bool:
    """Whether a bar says more than the words: not for yes or no, and not for nothing where nothing is asked."""
    return row["unit"] != "yes_no" and not (row["value"] == 0 and row["threshold"] == 0)


def _found(row: Row) -> str:
    value = row["value"]
    if value is None:
        return ""
    if row["unit"] == "yes_no":
        return _("Found: yes.") if value else _("Found: no.")
    if not isinstance(value, Mapping):
        return _("Found: %(n)s.") % {"n": number_format(value)}
    if not value["of"]:
        return ""
    share = (200 * value["n"] + value["of"]) // (2 * value["of"])
    if (
        row["unit"] == "percentage_points"
    ):  # n and of are products of head counts: only their share says anything
        return _("Found: %(share)s%%.") % {"share": share}
    numbers = {"n": number_format(value["n"]), "of": number_format(value["of"]), "share": share}
    return _("Found: %(n)s of %(of)s (%(share)s%%).") % numbers


def _top(row: Row, comparison: str) -> int | None:
    """The end of the bar: a rate's bar ends at twice its threshold at least, so that small rates are seen."""
    value, threshold = row["value"], row["threshold"]
    if not isinstance(threshold, Mapping):
        return None
    per_cent = 100 * threshold["n"] // threshold["of"]
    now = -(-100 * value["n"] // value["of"]) if isinstance(value, Mapping) and value["of"] else 0
    return min(100, max(2 * per_cent, now + 5, 10)) if comparison == "at_most" else 100
