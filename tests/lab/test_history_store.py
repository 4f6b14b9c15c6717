"""The history store: what is read of it is what the tables say, whatever happened since, and never half a store."""

from __future__ import annotations

import errno
import json
import os
from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.queries.criteria import versions
from factories.commands import close_factory, register_factory
from factories.models import Factory
from journal.models import Event
from journal.queries import latest_event_id
from lab import projections, tasks
from lab.projections import refresh_history_stores, write_history_store
from lab.queries import history_store, kept_programme
from lab.queries.kept_programme import programme_on
from tests import make
from tests.lab.programme_values import values_of
from tests.make import NOW, TODAY
from tests.recognition.make import LATEST, eligible_factory, judged

pytestmark = pytest.mark.django_db
TABLES_OF_EVIDENCE = ("assessments_sheetrevision", "advisory_systemsreview", "advisory_committeereview")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    kept_programme.forget()
    yield
    kept_programme.forget()


@pytest.fixture
def mills():
    made = [
        eligible_factory("KH-00001"),
        eligible_factory("KH-00003"),
        eligible_factory("VN-00002", country="VN"),
    ]
    judged()
    return made


def in_a_new_process():
    kept_programme.forget()
    return values_of(programme_on(TODAY))


def from_tables():
    kept_programme.forget()
    return values_of(kept_programme._from_tables(TODAY, latest_event_id()).programme)


def evidence_read(do):
    with CaptureQueriesContext(connection) as asked:
        do()
    return [one["sql"] for one in asked if any(table in one["sql"] for table in TABLES_OF_EVIDENCE)]


def write():
    return write_history_store(TODAY, now=NOW)


def folder_of(name):
    return history_store.stores_folder() / str(name)


CHANGES = {
    "a later assessment": lambda mill, pick: make.assessment(
        mill,
        assessed_on=date(2018, 5, 1 + pick.randrange(28)),
        findings=["OS-1-01"],
        cycle=3 + pick.randrange(99),
    ),
    "a correction": lambda mill, pick: make.assessment(
        mill,
        assessed_on=LATEST,
        findings=pick.sample(["DI-2-01", "OS-1-01", "WT-2-01"], 2),
        cycle=2,
        reason="Overlooked",
    ),
    "a review of systems": lambda mill, pick: make.systems(
        mill,
        pick.choice(["osh", "hr"]),
        score=1 + pick.randrange(5),
        reviewed_on=date(2018, 5, 1 + pick.randrange(28)),
    ),
    "a course": lambda mill, pick: make.learning(
        mill, f"Course {pick.randrange(5)}", held_on=date(2018, 5, 1 + pick.randrange(28))
    ),
    "a case": lambda mill, pick: make.case(mill),
    "a committee": lambda mill, pick: make.committee(mill, reviewed_on=date(2018, 5, 1 + pick.randrange(28))),
    "an end": lambda mill, pick: close_factory(
        mill.pk, closed_on=date(2018, 5, 30), reason="Shut.", actor=make.user("global"), now=NOW
    ),
    "a new factory": lambda mill, pick: register_factory(
        country=pick.choice(["HT", "KH"]),
        code=f"KH-{100 + pick.randrange(900):05}",
        name="Lotus Garments",
        actor=make.user("global"),
        now=NOW,
    ),
}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_store_and_changes_are_a_store_made_anew_and_the_tables(mills, seed):
    pick = Random(seed)  # which changes: nothing secret
    write()

    for change in pick.sample(sorted(CHANGES), 4):
        open_ones = list(Factory.objects.filter(closed_on=None).order_by("code"))
        CHANGES[change](pick.choice(open_ones), pick)
        kept = values_of(programme_on(TODAY))  # by the process that saw all of it
        assert kept == in_a_new_process(), change
    assert kept_programme._cached[0].read.stored
    patched, name = in_a_new_process(), write()

    assert patched == in_a_new_process() == from_tables()
    assert kept_programme.newest_store(TODAY).event == name.event == latest_event_id()


def test_slices_are_put_together_as_if_they_had_been_one(mills, monkeypatch):
    monkeypatch.setattr(projections, "MANY", 1)

    write()

    assert in_a_new_process() == from_tables()


def test_a_new_process_reads_no_evidence_and_after_an_event_that_of_one_factory(mills):
    write()
    kept_programme.forget()

    assert evidence_read(lambda: programme_on(TODAY)) == []
    assert kept_programme._cached[0].read.stored
    make.systems(mills[1], "osh", score=1, reviewed_on=date(2018, 5, 20))
    assert all(f"IN ({mills[1].pk})" in sql for sql in evidence_read(lambda: programme_on(TODAY)))


def test_without_a_store_the_tables_are_read_and_a_later_store_is_taken_up(mills):
    programme_on(TODAY)
    assert not kept_programme._cached[0].read.stored

    write()
    programme_on(TODAY)

    assert kept_programme._cached[0].read.stored


def test_a_store_is_asked_for_where_reading_takes_long(mills, monkeypatch):
    asked = []
    monkeypatch.setattr(kept_programme.current_app, "send_task", lambda name, **_how: asked.append(name))
    programme_on(TODAY)
    assert asked == []

    monkeypatch.setattr(kept_programme, "WORTH_A_STORE", 3)
    kept_programme.forget()
    programme_on(TODAY)

    assert asked == ["lab.tasks.refresh_stores"]


def test_a_process_that_dies_while_it_writes_leaves_the_old_store(mills, monkeypatch):
    old = write()
    make.case(mills[0])
    append = projections._ArrayFiles.append

    def dies(self, name, rows):
        if name.startswith("reading.3"):
            raise KeyboardInterrupt
        append(self, name, rows)

    monkeypatch.setattr(projections._ArrayFiles, "append", dies)
    with pytest.raises(KeyboardInterrupt):
        write()
    monkeypatch.setattr(projections._ArrayFiles, "append", append)

    assert history_store.stores() == [old]
    assert in_a_new_process() == from_tables()
    new = write()
    assert history_store.newest_name(TODAY) == new
    assert not list(history_store.stores_folder().glob("writing.*"))


def test_of_two_writers_at_once_the_later_leaves_it_to_the_first(mills):
    with projections._alone() as alone:
        assert alone
        assert write() is None
        with pytest.raises(CommandError, match="Another process"):
            call_command("build_history_store")

    assert write() is not None


@pytest.mark.parametrize("part", ["contents.json", "reading.0.n", "assessments.order"])
@pytest.mark.parametrize("harm", ["shortened", "gone"])
def test_a_damaged_store_is_not_read_and_is_written_again(mills, part, harm):
    name = write()
    file = folder_of(name) / part
    if harm == "gone":
        file.unlink()
    else:
        os.truncate(file, file.stat().st_size - 1)

    assert history_store.newest_store(TODAY) is None
    assert in_a_new_process() == from_tables()
    assert write() == name  # written again
    assert history_store.newest_store(TODAY) is not None


@pytest.mark.parametrize(
    "contents",
    [
        "[]",
        "null",
        "5",
        "[" * 200_000,
        "on",
        "heard",
        "groupings",
        "arrays",
        "codes",
        "written_at",
        "written_at=2018-06-01",
    ],
    ids=lambda contents: contents[:12],
)
def test_a_store_that_says_something_else_of_itself_is_not_read_and_is_written_again(
    mills, contents, monkeypatch
):
    monkeypatch.setattr(projections, "WORTH_A_STORE", 1)
    told = folder_of(write()) / "contents.json"
    key, _, value = contents.partition("=")
    if key.isidentifier() and key != "null":
        contents = json.dumps(json.loads(told.read_text()) | {key: value or None})
    told.write_text(contents)

    assert in_a_new_process() == from_tables()
    assert refresh_history_stores(now=NOW, days=[TODAY])


def test_a_full_disk_keeps_nothing_of_a_store_and_is_told_in_a_line(mills, monkeypatch):
    monkeypatch.setattr(projections, "WORTH_A_STORE", 1)

    def full(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(projections._ArrayFiles, "to_disk", full)

    with time_machine.travel(NOW):
        assert tasks.refresh_stores() == 0
        with pytest.raises(CommandError, match="No space left"):
            call_command("build_history_store")
    assert [path.name for path in history_store.stores_folder().iterdir()] == ["lock"]


def test_a_folder_that_cannot_be_written_leaves_the_tables(mills, monkeypatch, settings):
    monkeypatch.setattr(projections, "WORTH_A_STORE", 1)
    history_store.stores_folder().write_text("no folder")

    with time_machine.travel(NOW):
        assert tasks.refresh_stores() == 0
    assert in_a_new_process() == from_tables()


def test_a_store_of_another_day_journal_or_software_is_not_read(mills, monkeypatch):
    write()
    assert history_store.newest_name(TODAY) is not None
    assert history_store.newest_name(TODAY + timedelta(days=1)) is None

    monkeypatch.setattr(history_store, "software", lambda: "f" * 16)
    assert history_store.newest_name(TODAY) is None
    monkeypatch.undo()

    Event.objects.filter(pk=latest_event_id()).update(hash="0" * 64)
    assert history_store.newest_name(TODAY) is None


def test_after_what_concerns_everybody_the_store_is_passed_over(mills, monkeypatch):
    write()
    make.case(mills[0])
    make.case(mills[1])
    monkeypatch.setattr(kept_programme, "MANY", 1)

    assert in_a_new_process() == from_tables()
    programme_on(TODAY)
    assert not kept_programme._cached[0].read.stored


def test_who_has_a_store_open_reads_on_when_it_is_removed(mills):
    write()
    before = in_a_new_process()
    programme = programme_on(TODAY)
    for mill in mills:
        make.case(mill)
        write()

    assert len(history_store.stores()) == 2
    assert values_of(programme) == before


def test_a_store_of_tomorrow_leaves_the_one_of_today(mills):
    today = write()
    tomorrow = write_history_store(TODAY + timedelta(days=1), now=NOW)

    assert history_store.stores() == [today, tomorrow]


def test_a_store_is_written_when_it_is_missing_far_behind_or_old(mills, monkeypatch):
    def due(now=NOW):
        return refresh_history_stores(now=now, days=[TODAY])

    assert due() == []  # so few are read at once
    monkeypatch.setattr(projections, "WORTH_A_STORE", 3)
    assert len(due()) == 1
    assert due(NOW + timedelta(days=9)) == []  # nothing happened
    make.brand()
    assert due(NOW + timedelta(days=9)) == []  # nothing that is a fact
    make.case(mills[0])
    assert due() == []
    assert len(due(NOW + timedelta(hours=1))) == 1
    make.case(mills[1])
    monkeypatch.setattr(projections, "BEHIND", 0)
    assert len(due()) == 1


def test_the_task_and_the_command_write_what_the_lab_reads(mills, monkeypatch):
    monkeypatch.setattr(projections, "WORTH_A_STORE", 3)

    with time_machine.travel(NOW):
        assert tasks.refresh_stores() == 1
        assert tasks.refresh_stores() == 0
        make.case(mills[0])
        call_command("build_history_store")

    assert len(history_store.stores()) == 2
    assert in_a_new_process() == from_tables()


def test_what_versions_of_criteria_need_is_measured_beforehand(mills):
    contents = json.loads((folder_of(write()) / history_store.CONTENTS).read_text())
    needed = {use.key for version in versions(drafts=True) for use in version.document.readings()}

    assert needed
    assert needed == set(contents["readings"])
    assert contents["outcomes"]


def test_an_empty_programme_has_an_empty_store():
    make.brand()
    write()

    assert in_a_new_process() == from_tables()
