"""Deliveries are worked in slices: whatever two workers do and wherever they die, copies are right, notices single."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from journal import deliveries, reactions
from journal.commands import command
from journal.events import Happening, record_many
from journal.models import Delivery, Event
from journal.reactions import Concerns, reaction

NOW = datetime(2018, 6, 1, 9, 0, tzinfo=UTC)
COPY, TOTAL, NEWS = "tests.copy", "tests.total", "tests.news"
pytestmark = pytest.mark.django_db


class WorkerDiedError(BaseException):
    """Not an `Exception`: like a killed process it leaves its claim behind."""


class Programme:
    """Facts, their copies, and two workers whose steps a seed chooses; a step may begin within another's run."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.now = NOW
        self.facts: Counter[int] = Counter()
        self.copies: dict[int, int] = {}
        self.total = 0
        self.notices: Counter[int] = Counter()
        self.runs: list[tuple[str, list[int]]] = []
        self.depth = 0
        self.calm = False

    def happen(self, factories: list[int | None]) -> None:
        """One command about some factories (None: about everybody)."""
        self.facts.update(factory for factory in factories if factory is not None)
        if None in factories:
            self.facts.update(range(6))
        tell(factories, actor=None, now=self.now)

    def step(self) -> None:
        """Something happens, time passes, or a worker takes a slice, which may cost its life."""
        choice = self.random.random()
        if choice < 0.35:
            anybody: list[int | None] = [*range(6), None] if self.random.random() < 0.1 else [*range(6)]
            self.happen(self.random.choices(anybody, k=self.random.randint(1, 5)))
        elif choice < 0.45:
            self.now += deliveries.LEASE / 2
        else:
            self.work(self.random.choice([COPY, TOTAL, NEWS]))

    def work(self, name: str) -> None:
        """One slice by one worker."""
        try:
            deliveries.deliver(name, now=self.now)
        except (WorkerDiedError, ConnectionError):
            return

    def amid(self) -> None:
        """Within a run: others go on, and it may fail or die."""
        if self.calm:
            return
        if self.depth < 1:
            self.depth += 1
            for _ in range(self.random.randint(0, 2)):
                self.step()
            self.depth -= 1
        fate = self.random.random()
        if fate < 0.1:
            raise WorkerDiedError
        if fate < 0.15:
            raise ConnectionError

    def drain(self) -> None:
        """Nobody dies any more, and leases of the dead end."""
        self.calm = True
        self.now += timedelta(hours=1)
        for name in (COPY, TOTAL, NEWS):
            while deliveries.deliver(name, now=self.now):
                pass


@command
def tell(factory_ids: list[int | None], *, actor: None, now: datetime) -> None:
    record_many([Happening("tests.happened", f"thing:{i}", i) for i in factory_ids], actor=actor, at=now)


@pytest.fixture
def begun(monkeypatch):
    """Programmes of any seed, with slices of two."""
    table = {"tests.happened": (COPY, TOTAL, NEWS)}
    monkeypatch.setattr(reactions, "_table", lambda name: table if name == "REACTIONS" else {})
    monkeypatch.setattr(reactions, "_registered", dict(reactions._registered))
    monkeypatch.setattr(reactions, "_concerns", dict(reactions._concerns))
    monkeypatch.setattr(deliveries, "SLICE", 2)
    monkeypatch.setattr(deliveries, "ATTEMPTS", 1000)  # whoever gives up has another test

    def begin(seed: int) -> Programme:
        programme = Programme(seed)

        @reaction(COPY, Concerns.FACTORIES)
        def copy(factory_ids: Sequence[int]) -> None:
            programme.runs.append((COPY, list(factory_ids)))
            for factory in factory_ids or range(6):
                programme.copies[factory] = programme.facts[factory]
            programme.amid()

        @reaction(TOTAL, Concerns.PROGRAMME)
        def total(factory_ids: Sequence[int]) -> None:
            programme.runs.append((TOTAL, list(factory_ids)))
            programme.total = programme.facts.total()
            programme.amid()

        @reaction(NEWS, Concerns.EVENTS)
        def news(factory_ids: Sequence[int]) -> None:
            programme.runs.append((NEWS, list(factory_ids)))
            first = deliveries.oldest_pending_event(NEWS)
            for event in Event.objects.filter(pk__gte=first).order_by("pk"):
                concerned = not factory_ids or event.factory_id in factory_ids
                if concerned and event.pk not in programme.notices:  # as an inbox row that is there already
                    programme.notices[event.pk] += 1
            programme.amid()

        return programme

    return begin


@pytest.mark.parametrize("seed", range(8))
def test_after_any_history_copies_are_as_rebuilt_and_each_event_was_noticed_once(begun, seed):
    programme = begun(seed)

    for _ in range(25):
        programme.step()
    programme.drain()

    assert programme.copies == dict(programme.facts)
    assert programme.total == programme.facts.total()
    assert programme.notices == Counter(Event.objects.values_list("pk", flat=True))
    assert set(Delivery.objects.values_list("state", flat=True)) <= {"done"}


def test_many_events_about_one_factory_are_one_piece_of_work(begun):
    programme = begun(0)
    programme.calm = True
    for factory in (1, 1, 1, 2, 1, 3, 2):
        programme.happen([factory])

    settled = [deliveries.deliver(COPY, now=NOW) for _ in range(3)]

    assert [factories for _, factories in programme.runs] == [[1, 2], [3]]
    assert settled == [6, 1, 0]


def test_what_is_counted_over_everybody_runs_once_for_all_that_waits(begun):
    programme = begun(0)
    programme.calm = True
    programme.happen([1, 2, 3, 4, 5])

    assert deliveries.deliver(TOTAL, now=NOW) == 5
    assert programme.runs == [(TOTAL, [1, 2, 3, 4, 5])]


def test_a_run_for_everybody_settles_what_waits_for_single_factories(begun):
    programme = begun(0)
    programme.calm = True
    programme.happen([1, 2, 3, None, 4])

    assert deliveries.deliver(COPY, now=NOW) == 5
    assert programme.runs == [(COPY, [])]


def test_single_events_are_taken_in_the_order_they_were_recorded(begun):
    programme = begun(0)
    programme.calm = True
    for factory in (1, 1, 2):
        programme.happen([factory])

    assert [deliveries.deliver(NEWS, now=NOW) for _ in range(2)] == [2, 1]
    assert programme.runs == [(NEWS, [1]), (NEWS, [2])]
