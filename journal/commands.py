"""What every command is: one durable transaction that leaves an event, or changes nothing at all."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from journal import events
from journal.bulk import refresh_planner_statistics
from journal.models import ChainHead, Delivery, Event, RowDigests

P = ParamSpec("P")
R = TypeVar("R")

UNIQUE_VIOLATION, DEADLOCK_DETECTED = "23505", "40P01"  # PostgreSQL's codes
WRITTEN_WITH_EVENTS = (Event, ChainHead, RowDigests, Delivery)
MANY_EVENTS = 500  # of one command: it wrote so much that the database's idea of its tables is no longer true


_first: ContextVar[Callable[[], None] | None] = ContextVar("checked_first", default=None)


@contextmanager
def checked_first(check: Callable[[], None]) -> Iterator[None]:
    """Commands within it call `check` first, inside their own transaction; what it raises ends them.

    What the check locks stays as it was checked until the command is through.
    """
    token = _first.set(check)
    try:
        yield
    finally:
        _first.reset(token)


class NothingRecorded(RuntimeError):
    """A command wrote rows without an event; it is rolled back."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A command's result when the requested state already held: not an error, and no event.

    `value` is whatever the command would have returned (an id, usually), so callers need not care.
    """

    value: object = None


def value_of(done: object) -> Any:
    """What a command returned, whether it changed anything or not."""
    return done.value if isinstance(done, Unchanged) else done


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in one durable transaction; roll back when it recorded no event and is not `Unchanged`.

    Durable: commands cannot nest, so a half of one is never committed by another. What several commands share
    stands in undecorated `_apply_…` functions.

    A command that writes what another wrote at the same moment is begun again: it then finds what the other wrote, and
    says what it says to whoever comes later. So is one that the database gave up because two waited for each other.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return once(*args, **kwargs)
        except (IntegrityError, OperationalError) as clash:
            if not _may_be_begun_again(clash):
                raise
        return once(*args, **kwargs)

    def once(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(durable=True), events.recording() as recorded:
            _run_check()
            result = function(*args, **kwargs)
            written = recorded.capture.written
            if not recorded.count and (written or not isinstance(result, Unchanged)):
                raise NothingRecorded(f"{function.__module__}.{function.__qualname__} {sorted(written)}")
            if recorded.count:
                events.store(recorded)
            if recorded.count >= MANY_EVENTS:
                refresh_planner_statistics(
                    {*written, *(model._meta.db_table for model in WRITTEN_WITH_EVENTS)}
                )
            return result

    run.__command__ = True  # type: ignore[attr-defined]  # the mark that the architecture tests look for
    return run


def _run_check() -> None:
    if (check := _first.get()) is not None:
        check()


def _may_be_begun_again(clash: DatabaseError) -> bool:
    """Whether a row was there already, or two waited for each other, by what the database's driver says."""
    cause = clash.__cause__
    return getattr(cause, "pgcode", "") in {UNIQUE_VIOLATION, DEADLOCK_DETECTED} or getattr(
        cause, "sqlite_errorname", ""
    ) in {
        "SQLITE_CONSTRAINT_UNIQUE",
        "SQLITE_CONSTRAINT_PRIMARYKEY",
    }
