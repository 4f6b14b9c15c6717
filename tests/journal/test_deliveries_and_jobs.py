"""What an event owes is delivered once for all that came together, and again after a crash."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from journal import deliveries, jobs, reactions
from journal.commands import command
from journal.events import Happening, record_many
from journal.jobs import LEASE, RunningJob, job
from journal.models import Delivery, Job
from journal.reactions import Concerns, reaction

NOW = datetime(2018, 6, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
pytestmark = pytest.mark.django_db

calls: list[list[int]] = []


@reaction("tests.remember", Concerns.FACTORIES)
def remember(factory_ids: Sequence[int]) -> None:
    calls.append(list(factory_ids))
    if -1 in factory_ids:
        raise ConnectionError("the worker lost its way")


@command
def tell(factory_ids: list[int | None], *, actor: None, now: datetime) -> None:
    record_many([Happening("tests.happened", f"thing:{i}", i) for i in factory_ids], actor=actor, at=now)


@pytest.fixture(autouse=True)
def table(settings, monkeypatch):
    calls.clear()
    monkeypatch.setattr(
        reactions,
        "_table",
        lambda name: {"tests.happened": ("tests.remember",)} if name == "REACTIONS" else {},
    )


def test_events_that_came_together_are_delivered_in_one_run():
    tell([7, 3, 7], actor=None, now=NOW)

    settled = deliveries.deliver("tests.remember", now=NOW)

    assert settled == 2  # one row for each factory
    assert calls == [[3, 7]]
    assert deliveries.deliver("tests.remember", now=NOW) == 0


def test_a_reaction_that_fails_is_owed_again_and_given_up_after_five_attempts():
    tell([-1], actor=None, now=NOW)

    for _ in range(deliveries.ATTEMPTS):
        assert deliveries.pending_reactions(now=NOW) == ["tests.remember"]
        with pytest.raises(ConnectionError):
            deliveries.deliver("tests.remember", now=NOW)

    assert deliveries.pending_reactions(now=NOW) == []
    assert Delivery.objects.get().state == Delivery.State.FAILED
    assert Delivery.objects.get().error == "the worker lost its way"


def worked() -> None:
    """What the sweep does until nothing is owed."""
    for _ in range(100):
        if not deliveries.pending_reactions(now=NOW):
            return
        with suppress(ConnectionError):
            while deliveries.deliver("tests.remember", now=NOW):
                pass
    raise AssertionError("owed for ever")


def states() -> dict[int | None, str]:
    return dict(Delivery.objects.values_list("factory_id", "state"))


def test_a_factory_that_cannot_be_worked_takes_no_other_with_it():
    tell([*range(1, 2000), -1], actor=None, now=NOW)

    worked()

    assert [factory for factory, state in states().items() if state != Delivery.State.DONE] == [-1]
    assert Delivery.objects.get(factory_id=-1).state == Delivery.State.FAILED
    assert len(calls) < 40


def test_what_failed_lets_what_is_new_go_first():
    tell([-1], actor=None, now=NOW)
    with pytest.raises(ConnectionError):
        deliveries.deliver("tests.remember", now=NOW)
    tell([4], actor=None, now=NOW)

    assert deliveries.deliver("tests.remember", now=NOW) == 1
    assert states()[4] == Delivery.State.DONE


def test_a_run_for_everybody_that_fails_leaves_single_factories_to_be_worked(monkeypatch):
    def everybody_fails(factory_ids: Sequence[int]) -> None:
        if not factory_ids:
            raise ConnectionError("one of all cannot be worked")

    monkeypatch.setitem(reactions._registered, "tests.remember", everybody_fails)
    tell([1, 2, None], actor=None, now=NOW)

    worked()

    assert states() == {1: Delivery.State.DONE, 2: Delivery.State.DONE, None: Delivery.State.FAILED}


def test_runs_for_everybody_that_fail_cost_no_single_factory_its_attempts(monkeypatch):
    def everybody_fails(factory_ids: Sequence[int]) -> None:
        if not factory_ids:
            raise ConnectionError("one of all cannot be worked")

    monkeypatch.setitem(reactions._registered, "tests.remember", everybody_fails)
    tell([1], actor=None, now=NOW)
    for _ in range(deliveries.ATTEMPTS):
        tell([None], actor=None, now=NOW)
        with suppress(ConnectionError):
            deliveries.deliver("tests.remember", now=NOW)

    worked()

    assert Delivery.objects.get(factory_id=1).state == Delivery.State.DONE
    assert set(Delivery.objects.filter(factory_id=None).values_list("state", flat=True)) == {"failed"}


def test_a_delivery_claimed_by_a_worker_that_died_is_owed_again_when_its_lease_ends():
    tell([5], actor=None, now=NOW)
    Delivery.objects.update(state=Delivery.State.CLAIMED, lease_until=NOW + deliveries.LEASE)

    assert deliveries.deliver("tests.remember", now=NOW) == 0
    assert deliveries.deliver("tests.remember", now=LATER) == 1


@job("tests.count")
def count(mine: RunningJob) -> dict[str, int]:
    mine.progress(1, 2, "half way")
    if mine.parameters.get("stolen"):
        Job.objects.filter(pk=mine.id).update(attempt=mine.attempt + 1)
        mine.still_mine()
    return {"counted": mine.parameters["upto"]}


def enqueued(**parameters: object) -> Job:
    return jobs.enqueue("tests.count", parameters={"upto": 3, **parameters}, actor=None, now=NOW)


def test_a_job_runs_once_and_keeps_its_result():
    made = enqueued()

    assert jobs.run(made.pk, clock=lambda: NOW)
    assert not jobs.run(made.pk, clock=lambda: NOW)
    made.refresh_from_db()
    assert (made.state, made.result, made.done_units, made.total_units) == ("done", {"counted": 3}, 1, 2)


def test_a_job_whose_lease_was_taken_over_writes_nothing():
    made = enqueued(stolen=True)

    jobs.run(made.pk, clock=lambda: NOW)

    made.refresh_from_db()
    assert made.state == Job.State.RUNNING
    assert made.result is None


def test_a_cancelled_job_stops_before_it_writes():
    made = enqueued()
    Job.objects.update(cancel_requested=True)

    jobs.run(made.pk, clock=lambda: NOW)

    made.refresh_from_db()
    assert made.state == Job.State.CANCELLED


def test_the_sweep_takes_only_what_is_abandoned():
    fresh = enqueued()
    dead = enqueued()
    Job.objects.filter(pk=dead.pk).update(state=Job.State.RUNNING, lease_until=NOW + LEASE)

    assert jobs.abandoned(now=NOW) == []
    assert set(jobs.abandoned(now=LATER)) == {fresh.pk, dead.pk}


def test_a_job_that_keeps_dying_is_given_up():
    made = enqueued()
    Job.objects.filter(pk=made.pk).update(state=Job.State.RUNNING, attempt=jobs.ATTEMPTS, lease_until=NOW)

    assert not jobs.run(made.pk, clock=lambda: LATER)
    made.refresh_from_db()
    assert made.state == Job.State.FAILED
