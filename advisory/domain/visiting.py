"""What an advisory visit brings together: who took part, what was found, what was agreed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Seen:
    """Something found on a question during a visit."""

    question: str
    details: str


class FoundOnVisit(NamedTuple):
    """What was found on a question during a visit: the first of a day, or the `number`th."""

    factory_id: int
    visited_on: date
    question: str
    details: str
    number: int = 1


def refs_of_visit(visited_on: date, number: int) -> str:
    """How the plan's references to a visit begin: `<day>/`, of a second visit that day `<day>.2/`."""
    return f"{visited_on.isoformat()}/" if number == 1 else f"{visited_on.isoformat()}.{number}/"


@dataclass(frozen=True, slots=True)
class AgreedStep:
    """A step that factory and adviser agreed on; it becomes an item of the improvement plan."""

    key: str  # the form's own id of it: sent twice, stored once
    issue: str
    question: str = ""
    root_cause: str = ""
    action: str = ""
    owner: str = ""  # a function, never a person's name
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What stands in the plan already under a reference."""

    content: tuple[str, str, str, date | None]  # issue, action, owner, due

    @property
    def is_bare(self) -> bool:
        """Whether the item holds nothing but its issue: a finding created it and no action is agreed."""
        return self.content[1:] == ("", "", None)


def references(
    steps: Sequence[AgreedStep], *, begin: str, found: Collection[str], planned: Mapping[str, Planned]
) -> Iterator[tuple[str, AgreedStep]]:
    """The plan's reference for each step that is to be written; a step that stands there already is left out.

    A step on a question that the visit found fills in the item which the finding made (`<begin><question>`), unless
    a person has agreed on something else there. Every other step has a reference of its own (`<begin><key>`). `begin`:
    see `refs_of_visit`.
    """
    taken: set[str] = set()
    for step in steps:
        shared = f"{begin}{step.question}"
        there = planned.get(shared)
        content = (step.issue, step.action, step.owner, step.due_on)
        if step.question in found and shared not in taken and _fits(there, content):
            taken.add(shared)
            if there is None or there.content != content:
                yield shared, step
            continue
        own = f"{begin}{step.key}"
        if own not in planned and own not in taken:  # what is there already is the factory's: it stays
            taken.add(own)
            yield own, step


def _fits(there: Planned | None, content: tuple[str, str, str, date | None]) -> bool:
    return there is None or there.is_bare or there.content == content
