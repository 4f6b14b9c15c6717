"""The walk over the journal finds what was changed behind the application's back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from journal.chains.faults import CheckResult, run_check
from journal.chains.verification import walk
from journal.commands import command
from journal.events import record
from journal.models import Event
from journal.seals.sealing import seal
from journal.seals.verification import seal_faults
from tests.at_once import at_once

NOW = datetime(2018, 6, 1, 9, 0, tzinfo=UTC)


@command
def tell(subject: str, *, actor: None, now: datetime) -> None:
    record("thing.done", subject=subject, actor=actor, at=now, data={"n": 1})


def breaks() -> list[str]:
    return [found.code for found in (*walk(), *seal_faults())]


def by_raw_sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def three_events(db):
    for _ in range(3):
        tell("thing:1", actor=None, now=NOW)
    tell("thing:2", actor=None, now=NOW)


@pytest.mark.usefixtures("three_events")
class TestWalk:
    def test_an_untouched_journal_holds_together(self):
        assert run_check(walk()) == CheckResult(4, [])

    def test_a_changed_word_is_found(self):
        by_raw_sql(
            "UPDATE journal_event SET kind = 'thing.undone' WHERE subject = 'thing:1' AND sequence = 2"
        )

        assert breaks() == ["altered"]

    def test_a_removed_event_is_found(self):
        by_raw_sql("DELETE FROM journal_event WHERE subject = 'thing:1' AND sequence = 2")

        assert "gap" in breaks()

    def test_a_removed_tail_is_found(self):
        by_raw_sql("DELETE FROM journal_event WHERE subject = 'thing:1' AND sequence = 3")

        assert breaks() == ["tail_missing"]

    def test_a_removed_subject_is_found(self):
        by_raw_sql("DELETE FROM journal_event WHERE subject = 'thing:2'")

        assert breaks() == ["events_missing"]

    def test_a_removed_tail_with_its_head_is_found_by_the_days_seal(self):
        seal(date(2018, 6, 1), now=NOW)
        by_raw_sql("DELETE FROM journal_event WHERE subject = 'thing:2'")
        by_raw_sql("DELETE FROM journal_chainhead WHERE subject = 'thing:2'")

        assert breaks() == ["sealed_missing"]

    def test_sealing_the_same_day_twice_changes_nothing(self):
        assert seal(date(2018, 6, 1), now=NOW) is not None
        assert seal(date(2018, 6, 1), now=NOW) is None


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_never_fork_a_chain():
    def write() -> None:
        for _ in range(5):
            tell("thing:contested", actor=None, now=NOW)

    assert at_once(*[write] * 4) == [None] * 4

    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 21))
    assert run_check(walk()) == CheckResult(20, [])
