"""`evaluate` against a raw cursor that fetches exactly the same columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone

from benchmarks.measuring import FloorComparison
from criteria.models import Evaluation
from criteria.projections import refresh_verdicts, standard_or_shipped
from criteria.queries.judgement import judge_factories, judgement_as_json


def comparisons() -> Iterator[FloorComparison]:
    """Judging everybody without writing, with nothing changed, and with every verdict new."""
    now = timezone.now()
    today = timezone.localtime(now).date()
    standard = standard_or_shipped(today, now=now)
    refresh_verdicts(now=now)
    statements = _reads(lambda: judge_factories(standard=standard, as_of=today))
    raw = _Raw(statements)
    yield FloorComparison(
        f"judge everybody from the tables ({len(statements)} statements, {raw()} rows)",
        lambda: judge_factories(standard=standard, as_of=today).verdicts,
        "the same statements by a raw cursor",
        raw,
        budget=5,
    )
    yield FloorComparison(
        "the same, told as `evaluate --json` tells it",
        lambda: judgement_as_json(judge_factories(standard=standard, as_of=today)),
        "the same statements by a raw cursor",
        raw,
        budget=5,
    )
    everything_read = _Raw(_reads(lambda: refresh_verdicts(now=now)))
    yield FloorComparison(
        f"evaluate when nothing has changed (reads {everything_read()} rows, verdicts included)",
        lambda: refresh_verdicts(now=now),
        "its reading statements by a raw cursor",
        everything_read,
        budget=5,
    )

    def everything_changed() -> None:
        # every stored fingerprint is made another one, so that every verdict is written anew
        Evaluation.objects.filter(is_current=True).update(inputs_digest=Cast("id", CharField()))
        refresh_verdicts(now=now)

    yield FloorComparison(
        "evaluate when every verdict is another, pins, rows and events written",
        everything_changed,
        "the same statements by a raw cursor",
        raw,
        budget=40,
    )
    one = judge_factories(standard=standard, as_of=today).loaded.factories[0].id
    yield FloorComparison(
        "judge one factory from the tables",
        lambda: judge_factories([one], standard=standard, as_of=today).verdicts,
        "judge everybody",
        lambda: judge_factories(standard=standard, as_of=today).verdicts,
        budget=0.3,
    )


class _Raw:
    """The statements once more, by the driver alone: no Django between, rows fetched and dropped."""

    def __init__(self, statements: list[tuple[str, Any]]) -> None:
        self._statements = statements

    def __call__(self) -> int:
        connection.ensure_connection()
        cursor = connection.connection.cursor()
        rows = 0
        for sql, params in self._statements:
            text = sql.replace("%s", "?") if connection.vendor == "sqlite" else sql
            cursor.execute(text, params or ())
            rows += len(cursor.fetchall())
        cursor.close()
        return rows


def _reads(act: Any) -> list[tuple[str, Any]]:
    """The reading statements of an act with their parameters, as handed to the driver."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's signature
        if sql.lstrip("( ").upper().startswith("SELECT"):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return seen
