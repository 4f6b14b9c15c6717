"""A command is one transaction that tells the journal, or changes nothing at all."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from journal.commands import NothingRecorded, Unchanged, command
from journal.events import Happening, OutsideCommand, record, record_many
from journal.models import ChainHead, Event
from tests.at_once import at_once

NOW = datetime(2018, 6, 1, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@command
def rename_silently(user_id: int, *, actor: User | None, now: datetime) -> None:
    User.objects.filter(pk=user_id).update(name="Nobody was told")


@command
def rename(user_id: int, *, name: str, actor: User | None, now: datetime) -> User | Unchanged:
    user = User.objects.get(pk=user_id)
    if user.name == name:
        return Unchanged(user)
    User.objects.filter(pk=user_id).update(name=name)
    record("user.renamed", subject=f"user:{user_id}", actor=actor, at=now, data={"name": name})
    return user


@command
def rename_then_fail(user_id: int, *, actor: User | None, now: datetime) -> None:
    User.objects.filter(pk=user_id).update(name="Half done")
    record("user.renamed", subject=f"user:{user_id}", actor=actor, at=now)
    raise ZeroDivisionError


@pytest.fixture
def chea() -> User:
    return User.objects.create_user("chea@example.org", name="Chea", role=Role.ADVISER)


def test_rows_written_without_an_event_are_rolled_back(chea):
    with pytest.raises(NothingRecorded):
        rename_silently(chea.pk, actor=None, now=NOW)

    assert User.objects.get(pk=chea.pk).name == "Chea"


def test_a_command_that_fails_leaves_neither_rows_nor_events(chea):
    with pytest.raises(ZeroDivisionError):
        rename_then_fail(chea.pk, actor=None, now=NOW)

    assert User.objects.get(pk=chea.pk).name == "Chea"
    assert not Event.objects.exists()


def test_the_same_command_again_changes_nothing_and_raises_nothing(chea):
    rename(chea.pk, name="Chea Sok", actor=chea, now=NOW)
    again = rename(chea.pk, name="Chea Sok", actor=chea, now=NOW)

    assert isinstance(again, Unchanged)
    assert Event.objects.count() == 1


def test_commands_do_not_nest(chea):
    @command
    def outer(*, actor: User | None, now: datetime) -> None:
        rename(chea.pk, name="Inner", actor=actor, now=now)

    with pytest.raises(RuntimeError, match="durable"):
        outer(actor=None, now=NOW)


def test_only_a_command_may_record():
    with pytest.raises(OutsideCommand), transaction.atomic():
        record("user.renamed", subject="user:1", actor=None, at=NOW)


def test_events_of_one_subject_are_chained_in_order():
    @command
    def tell(*, actor: User | None, now: datetime) -> None:
        told = [
            Happening("a.done", "thing:1"),
            Happening("b.done", "thing:2"),
            Happening("c.done", "thing:1"),
        ]
        record_many(told, actor=actor, at=now)

    tell(actor=None, now=NOW)
    tell(actor=None, now=NOW)

    chain = list(Event.objects.filter(subject="thing:1").order_by("sequence"))
    assert [e.kind for e in chain] == ["a.done", "c.done", "a.done", "c.done"]
    assert [e.previous_hash for e in chain[1:]] == [e.hash for e in chain[:-1]]
    assert ChainHead.objects.get(subject="thing:1").hash == chain[-1].hash


def test_recording_three_hundred_events_costs_a_handful_of_batches_not_a_statement_each():
    @command
    def tell(count: int, *, actor: User | None, now: datetime) -> None:
        record_many([Happening("a.done", f"thing:{i}") for i in range(count)], actor=actor, at=now)

    with CaptureQueriesContext(connection) as many:
        tell(300, actor=None, now=NOW)

    assert len(many) <= 16


@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_row_at_the_same_moment_are_told_as_if_one_had_come_later():
    meeting = Barrier(2)

    @command
    def join(email: str, *, actor: User | None, now: datetime) -> int | Unchanged:
        known = User.objects.filter(email=email).first()
        if known is not None:
            return Unchanged(known.pk)
        with suppress(BrokenBarrierError):  # where one writes at a time the other waits outside
            meeting.wait(timeout=1)
        user = User.objects.create_user(email, name="Chea", role=Role.ADVISER)
        record("user.invited", subject=f"user:{user.pk}", actor=actor, at=now)
        return user.pk

    def joining():
        return join("chea@example.org", actor=None, now=NOW)

    user = [joined for joined in at_once(joining, joining) if not isinstance(joined, Unchanged)]

    assert user == [User.objects.get().pk]
    assert Event.objects.count() == 1


def test_a_row_that_can_never_be_written_is_an_error(chea):
    tries = []

    @command
    def join(*, actor: User | None, now: datetime) -> None:
        tries.append(now)
        User.objects.create_user(chea.email, name="Chea", role=Role.ADVISER)

    with pytest.raises(IntegrityError):
        join(actor=None, now=NOW)

    assert len(tries) == 2
