"""Lists of people to invite: a file in, rows and problems out."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from accounts.models import Role
from factories.domain.problems import Problem, Unreadable
from factories.workbook.tables import UPLOADED, Table, table_of
from people.domain.invitation_rows import InvitationRow, Vocabulary, read_rows

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class PeopleList:
    """What a file holds."""

    rows: list[InvitationRow]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...] = ()


def people_list(content: bytes) -> PeopleList:
    """Read an uploaded list. Never raises for what stands in it."""
    try:
        return rows_of(table_of(content, UPLOADED))
    except Unreadable as unreadable:
        return PeopleList([], unreadable.problems)


def rows_of(table: Table) -> PeopleList:
    """The rows of a table.

    Raises:
        Unreadable: deep in the file.
    """
    rows, problems, ignored = read_rows(table.columns, table.rows, vocabulary())
    if len(rows) > MOST_ROWS:
        problems.append(
            Problem(0, "", "too_many_rows", f"has over {MOST_ROWS:,} people; cut it into several files")
        )
    return PeopleList(rows, tuple(sorted(problems)), ignored)


def vocabulary() -> Vocabulary:
    """Roles and languages by code, by their English name and by that of the reader's language."""
    roles: dict[str, str] = {}
    languages: dict[str, str] = {}
    for language in dict.fromkeys(["en", get_language() or "en"]):
        with override(language):
            roles |= {_folded(str(label)): value for value, label in Role.choices}
            languages |= {_folded(gettext(str(name))): code for code, name in settings.LANGUAGES}
    roles |= {value: value for value in Role.values}
    languages |= {code: code for code, _name in settings.LANGUAGES}
    return Vocabulary(roles, languages)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
