"""Lists of people to invite: a file in, rows and problems out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from accounts.models import Role
from factory_lists.workbook.lists import FactoryList, open_list
from files.domain.problems import ImportProblem, Unreadable
from files.workbook.tables import UPLOADED, Limits
from people.domain.invitation_rows import NEEDED, InvitationRow, Vocabulary, folded, read_rows

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class PeopleList:
    """What a file holds."""

    rows: list[InvitationRow]
    problems: tuple[ImportProblem, ...]
    ignored: tuple[str, ...] = ()


def people_list(content: bytes, limits: Limits = UPLOADED) -> PeopleList:
    """Read a list of any usual encoding, separator and format. Never raises for what stands in it."""
    try:
        return _read(_opened(content, limits))
    except Unreadable as unreadable:
        return PeopleList([], unreadable.problems)


def _opened(content: bytes, limits: Limits) -> FactoryList:
    """The list with its head where the addresses' column is named; else in the first row."""
    listed = open_list(content, limits=limits)
    named = (
        number for number, cells in listed.top if NEEDED[0] in {cell.strip().casefold() for cell in cells}
    )
    layout = replace(listed.layout, head_row=next(named, listed.top[0][0]))
    return listed if layout == listed.layout else open_list(content, layout, limits)


def _read(listed: FactoryList) -> PeopleList:
    twice = [
        ImportProblem(
            listed.layout.head_row, "", "column_twice", f"names {name[:60]!r} twice; remove one of them"
        )
        for name in listed.repeated
    ]
    if twice:
        return PeopleList([], tuple(twice))
    wide: list[ImportProblem] = []
    rows, problems, ignored = read_rows(listed.columns, _by_column(listed, wide), vocabulary())
    problems += wide
    return PeopleList(rows, tuple(sorted(problems)), ignored)


def _by_column(listed: FactoryList, wide: list[ImportProblem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by column; those with cells beyond the head are added to `wide` instead."""
    width = len(listed.columns)
    for count, (number, cells) in enumerate(listed.rows(), start=1):
        if count > MOST_ROWS:  # at once: nobody's memory holds what is wrong with millions of rows
            message = f"has over {MOST_ROWS:,} people; cut it into several files"
            raise Unreadable([ImportProblem(0, "", "too_many_rows", message)])
        if any(cells[width:]):
            message = "has more cells than the head row; quote cells that hold a comma"
            wide.append(ImportProblem(number, "", "extra_cells", message))
        else:
            yield number, dict(zip_longest(listed.columns, cells[:width], fillvalue=""))


def vocabulary() -> Vocabulary:
    """Roles and languages by code, by their English name and by that of the reader's language."""
    roles: dict[str, str] = {}
    languages: dict[str, str] = {}
    for language in dict.fromkeys(["en", get_language() or "en"]):
        with override(language):
            roles |= {folded(str(label)): value for value, label in Role.choices}
            languages |= {folded(gettext(str(name))): code for code, name in settings.LANGUAGES}
    roles |= {value: value for value in Role.values}
    languages |= {code: code for code, _name in settings.LANGUAGES}
    return Vocabulary(roles, languages)
