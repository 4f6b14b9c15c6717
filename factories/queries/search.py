"""Factories by what a person types: name, address, code, and every name, address, code and identifier they ever had.

First what was typed is looked for as it stands: its words in any order. Where nothing is so called, the names that are
spelt nearly alike are found, those first that fit best (docs/registry.md, "Finding").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from factories.domain.programme_codes import code_typed
from factories.domain.search_words import (
    in_order,
    is_common,
    lengths_of,
    likeness,
    respelt,
    search_words,
    similar_words,
)
from factories.models import Factory, FactoryWord, FormerName, Identifier, SearchWord
from factories.queries.lookups import with_identifier
from files.domain.names import match_name, match_text

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHORTEST_ADDRESS = 4  # letters; shorter texts are in every address
FITS = 0.5  # how much of what was typed a name has at least, by the weight of the words
ASKED_AT_ONCE = 500
MOST_BY_IDS = 1000  # hits told to a list one by one
COMPARED = 200  # names that are compared as a whole
SHOWN = 50


@dataclass(frozen=True, slots=True)
class FoundRows:
    """Rows of a list by what was typed; `closest`: ids of factories only nearly called so, the best first."""

    rows: QuerySet[Any]
    closest: Sequence[int] = ()


def find_factories(rows: QuerySet[Any], text: str, *, exact: Q, by: str) -> FoundRows:
    """The rows of a list whose factories are called so, or nearly so.

    Args:
        rows: what the reader may see: only names among these are compared.
        text: what was typed.
        exact: which rows have a factory that is called so.
        by: the rows' column that is the factory.

    What is called so is looked for once and, where it is little, told by ids: the list counts and pages it without
    looking again. One statement more than the list's own; five more where nothing is called so.
    """
    called_so = rows.filter(exact)
    found = list(called_so.order_by().values_list(by, flat=True)[: MOST_BY_IDS + 1])
    if len(found) > MOST_BY_IDS:
        return FoundRows(called_so)
    if found:
        return FoundRows(rows.filter(**{f"{by}__in": set(found)}))
    closest = spelt_alike(text, among=rows, by=by)
    return FoundRows(rows.filter(**{f"{by}__in": closest}), closest)


def matching(text: str) -> Q:
    """A condition on factories: words of a name or address, today's or a former one; a code; an identifier."""
    name, address = match_name(text).split(), match_text(text)
    found = Q(code__istartswith=text.strip()) | Q(pk__in=with_identifier(text))
    if code := code_typed(text):
        found |= Q(code__endswith=code)
    if name:
        found |= _has_each(name)
    former = _former(name, address)
    if former is not None:
        found |= Q(pk__in=former.values("factory_id"))
    if len(address) >= SHORTEST_ADDRESS:
        found |= Q(match_address__contains=address)
    return found


def factories_matching(text: str) -> QuerySet[Factory]:
    """The factories that `matching` finds, for `factory__in` of other tables."""
    return Factory.objects.filter(matching(text))


def factories_matching_publicly(text: str) -> QuerySet[Factory]:
    """The same for everybody: by name, today's or a former one, and code; not by identifier or address."""
    name = match_name(text).split()
    found = Q(code__istartswith=text.strip())
    if code := code_typed(text):
        found |= Q(code__endswith=code)
    if name:
        former = FormerName.objects.filter(_has_each(name))
        found |= _has_each(name) | Q(pk__in=former.values("factory_id"))
    return Factory.objects.filter(found)


def spelt_alike(text: str, *, among: QuerySet[Any], by: str = "pk") -> list[int]:
    """Ids of at most 50 factories with names spelt nearly so, in any order of the words, the best first.

    `among`: the rows that may be found, of which column `by` is the factory. Four or five queries; one more for
    every 500 names that fit and may not be found.
    """
    typed = search_words(text)
    if not typed:
        return []
    letters = SearchWord.objects.filter(letters__range=lengths_of(typed))
    vocabulary = set(letters.values_list("word", flat=True))
    by_sound = not match_text(text).isascii()
    fit: dict[int, float] = {}
    # as typed, too: a word of a factory that may not be found must not change what is found
    for words in dict.fromkeys((tuple(typed), tuple(respelt(typed, vocabulary)))):
        for factory_id, value in _fits(words, similar_words(words, vocabulary, by_sound=by_sound)).items():
            fit[factory_id] = max(value, fit.get(factory_id, 0.0))
    best = _first_among(sorted(fit, key=lambda i: (-fit[i], i)), among, by)
    names: dict[int, list[str]] = {}
    for factory_id, word in FactoryWord.objects.filter(factory__in=best).values_list("factory_id", "word_id"):
        names.setdefault(factory_id, []).append(word)
    return in_order(typed, names, fit)[:SHOWN]


def _fits(typed: Sequence[str], similar: Sequence[Mapping[str, float]]) -> dict[int, float]:
    """How well the words fit each factory that they fit at all, whoever may see it."""
    names: dict[int, set[str]] = {}
    for factory_id, word in _with_words(typed, similar).values_list("factory_id", "word_id"):
        names.setdefault(factory_id, set()).add(word)
    fit = {factory_id: likeness(typed, similar, name) for factory_id, name in names.items()}
    return {factory_id: value for factory_id, value in fit.items() if value >= FITS}


def _first_among(ids: Sequence[int], among: QuerySet[Any], by: str) -> list[int]:
    """The first of the ids that may be found, in their order: what may not be found takes nobody's place."""
    best: list[int] = []
    for start in range(0, len(ids), ASKED_AT_ONCE):
        part = ids[start : start + ASKED_AT_ONCE]
        visible = set(among.order_by().filter(**{f"{by}__in": part}).values_list(by, flat=True))
        best += [factory_id for factory_id in part if factory_id in visible]
        if len(best) >= COMPARED:
            break
    return best[:COMPARED]


def _with_words(typed: Sequence[str], similar: Sequence[Mapping[str, float]]) -> QuerySet[FactoryWord]:
    """Factories with a word that says which one is meant; with any of the words where none does."""
    telling = {word for at, likes in enumerate(similar) if not is_common(typed[at]) for word in likes}
    return FactoryWord.objects.filter(word__in=telling or {word for likes in similar for word in likes})


def _has_each(words: Sequence[str]) -> Q:
    found = Q()
    for word in words:
        found &= Q(match_name__contains=word)
    return found


def _former(name: Sequence[str], address: str) -> QuerySet[FormerName] | None:
    found = Q()
    if name:
        found |= _has_each(name)
    if len(address) >= SHORTEST_ADDRESS:
        found |= Q(match_address__contains=address)
    return FormerName.objects.filter(found) if found else None


def led_on_to(code: str) -> str | None:
    """The current code of the factory that had this code before; None if there is none. One query."""
    held = Identifier.objects.filter(scheme=Identifier.Scheme.PROGRAMME, value__in={code, code.upper()})
    return held.order_by("-from_on", "-id").values_list("factory__code", flat=True).first()


def former_names_of(factory_id: int) -> list[str]:
    """Names that a factory had and has no longer, the latest first. One query."""
    rows = FormerName.objects.filter(factory_id=factory_id).exclude(name=F("factory__name"))
    return list(dict.fromkeys(rows.order_by("-until_on", "-id").values_list("name", flat=True)))


def former_match_names(factory_ids: Collection[int]) -> dict[int, list[str]]:
    """Normalised former names by factory id, the latest first. One query."""
    found: dict[int, list[str]] = {}
    rows = FormerName.objects.filter(factory_id__in=list(factory_ids)).order_by("-until_on", "-id")
    for factory_id, name in rows.values_list("factory_id", "match_name"):
        found.setdefault(factory_id, []).append(name)
    return found
