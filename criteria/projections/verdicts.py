"""Bringing stored verdicts up to date with the evidence.

Many factories in two phases: judge without a transaction, then write. A few in one transaction, which is shorter than
the statements that two phases need to find each other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from countries.queries.local_time import programme_day
from criteria.commands.criteria import load_criteria
from criteria.commands.evaluations import EvaluationCounts, judge_few, keep_verdicts
from criteria.models import EvaluationRun
from criteria.queries.criteria import PROGRAMME, NoCriteria, Standard, standard_on
from criteria.queries.judgement import Judgement, judge_factories
from journal.commands import Unchanged, value_of
from journal.queries import length_of

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User

SHIPPED = Path(__file__).resolve().parent.parent / "documents"
"""Released criteria documents: `<code>/<version>.toml`."""

FEW = 50
"""How many factories are judged within the transaction that writes their verdicts: a few tens of milliseconds."""

Before = Callable[[Judgement], None]


def refresh_verdicts(
    factories: Collection[int] | None = None,
    *,
    now: datetime,
    code: str = PROGRAMME,
    actor: User | None = None,
    before_writing: Before | None = None,
) -> tuple[Judgement, EvaluationCounts]:
    """Judge factories as of today and keep what changed.

    Args:
        factories: ids, any number; None for all.
        now: the moment; its day is the day judged.
        code: which criteria.
        actor: who asked; None when the system does.
        before_writing: called with the judgement between the two phases; may raise to stop there.
    """
    today = programme_day(now)
    if factories is not None and len(factories) <= FEW and before_writing is None:
        return _few(factories, code=code, today=today, actor=actor, now=now)
    standard = standard_or_shipped(today, code=code, now=now)
    run = _begin(standard, today, factories, now=now)
    judgement = judge_factories(factories, standard=standard, as_of=today)
    if before_writing is not None:
        before_writing(judgement)
    counts = keep_verdicts(run, judgement, actor=actor, now=now)
    if isinstance(counts, Unchanged):
        return judgement, EvaluationCounts(judged=len(judgement.loaded.factories), changed=0)
    return judgement, counts


def _few(
    factories: Collection[int], *, code: str, today: date, actor: User | None, now: datetime
) -> tuple[Judgement, EvaluationCounts]:
    try:
        done = judge_few(factories, code=code, as_of=today, actor=actor, now=now)
    except NoCriteria:
        load_shipped_criteria(now=now)
        done = judge_few(factories, code=code, as_of=today, actor=actor, now=now)
    judged: tuple[Judgement, EvaluationCounts] = value_of(done)
    return judged


def standard_or_shipped(day: date, *, code: str = PROGRAMME, now: datetime) -> Standard:
    """The criteria in force on a day; on a fresh database the shipped ones are loaded first.

    Raises:
        NoCriteria: neither loaded nor shipped.
    """
    try:
        return standard_on(day, code=code)
    except NoCriteria:
        load_shipped_criteria(now=now)
        return standard_on(day, code=code)


def load_shipped_criteria(*, now: datetime) -> int:
    """Load every released document that is not loaded yet; returns how many were new."""
    released = [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*/*.toml"))]
    return sum(not isinstance(load_criteria(text, now=now), Unchanged) for text in released)


def _begin(
    standard: Standard, day: date, factories: Collection[int] | None, *, now: datetime
) -> EvaluationRun:
    """Number the run before it reads: whatever has a higher number, or is told of later, has read newer evidence."""
    return EvaluationRun.objects.create(
        criteria_id=standard.id,
        as_of=day,
        factories=None if factories is None else sorted(factories),
        begun_after=length_of(standard.subject),
        started_at=now,
    )
