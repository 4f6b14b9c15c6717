"""The names that events set off, and how a worker is woken for them.

`betterwork/reactions.py` says which reaction follows which event; here is only the registry, so that the lowest
app never imports a higher one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import cache
from typing import Any, Protocol

from celery import current_app
from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

Reaction = Callable[[Sequence[int]], None]


class Concerns(Enum):
    """What a reaction brings up to date, and so which deliveries are one piece of work."""

    FACTORIES = "factories"  # the state of those named: however many events about one factory are worked once
    PROGRAMME = "programme"  # the state of everybody, whoever is named: all that waits is worked once
    EVENTS = (
        "events"  # each event counts, and the reaction looks for them: taken in the order they were recorded
    )


_registered: dict[str, Reaction] = {}
_concerns: dict[str, Concerns] = {}


class Immediate(Protocol):
    """A consequence inside the command's own transaction (see `betterwork/immediate_reactions.py`)."""

    def __call__(self, happenings: Sequence[Any], *, actor: Any, at: Any) -> None:
        """Follow up on happenings of one kind; runs inside the transaction that recorded them."""


def reaction(name: str, concerns: Concerns) -> Callable[[Reaction], Reaction]:
    """Register a function as the reaction `name`: it takes ids of factories, and is safe to run twice."""

    def register(function: Reaction) -> Reaction:
        _registered[name] = function
        _concerns[name] = concerns
        return function

    return register


def registered(name: str) -> Reaction:
    """The reaction of that name; `KeyError` when no tasks module registered it."""
    current_app.loader.import_default_modules()
    return _registered[name]


def concerns_of(name: str) -> Concerns:
    """What the reaction of that name brings up to date."""
    current_app.loader.import_default_modules()
    return _concerns[name]


@cache
def _table(setting: str) -> dict[str, tuple[Any, ...]]:
    table: dict[str, tuple[Any, ...]] = import_string(getattr(settings, setting))
    return table


def reactions_to(kind: str) -> Iterable[str]:
    """Names of the reactions that an event of this kind owes."""
    return _table("REACTIONS").get(kind, ())


def kinds_owing(name: str) -> frozenset[str]:
    """The kinds of events that owe a reaction."""
    return frozenset(kind for kind, reactions in _table("REACTIONS").items() if name in reactions)


def immediate_for(kind: str) -> Iterable[Immediate]:
    """What must happen inside the same transaction as an event of this kind."""
    return [import_string(path) for path in _table("IMMEDIATE").get(kind, ())]


@cache
def checks_before() -> tuple[Callable[[Sequence[Any]], None], ...]:
    """What looks at happenings before they are recorded, and refuses what may no longer happen."""
    return tuple(import_string(path) for path in settings.BEFORE_RECORDING)


def wake(name: str) -> None:
    """Tell a worker that deliveries for this reaction wait. A message is only a wake-up: the rows are the truth."""
    current_app.send_task("journal.tasks.deliver", args=[name])
