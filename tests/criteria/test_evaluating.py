"""Judging from the tables: one pass for everybody, only changes written, never an older verdict over a newer one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import Evaluation
from criteria.projections import load_shipped_criteria, refresh_verdicts
from criteria.queries import layout_index as readings
from criteria.queries.criteria import standard_on
from criteria.queries.history import load_history
from criteria.queries.judgement import judge_factories
from journal.models import Event
from questionnaires.commands import load_questionnaire
from questionnaires.domain.question_flags import Marks
from tests import make
from tests.recognition.make import LATEST, NOW, RECORDED, TODAY, eligible_factory, judged

pytestmark = pytest.mark.django_db


def verdict(factory):
    return Evaluation.objects.get(factory=factory, is_current=True)


def reads(context):
    return [
        q["sql"]
        for q in context.captured_queries
        if q["sql"].lstrip("( ").upper().startswith(("SELECT", "WITH"))
    ]


def asked(context):
    """Every statement but the begin and end of a transaction."""
    return [q["sql"] for q in context.captured_queries if "SAVEPOINT" not in q["sql"]]


def test_a_factory_with_all_the_evidence_is_eligible():
    factory = eligible_factory()

    judged()

    assert verdict(factory).failed == []
    assert verdict(factory).unknown == []
    assert verdict(factory).outcome == "eligible"


def test_a_factory_without_evidence_is_neither_recognised_nor_refused():
    factory = make.factory()

    judged()

    assert verdict(factory).outcome == "incomplete"
    assert "C2-LATEST" in verdict(factory).unknown


def test_a_closed_factory_is_not_judged():
    factory = make.factory(is_closed=True, closed_on=date(2018, 1, 1))

    judged()

    assert not Evaluation.objects.filter(factory=factory).exists()


CHANGES = {
    "C3-PUBLIC": lambda f: make.assessment(f, assessed_on=date(2018, 5, 20), findings=["OS-8-06"], cycle=3),
    "C4-CORE": lambda f: make.assessment(f, assessed_on=date(2018, 5, 20), findings=["DI-2-01"], cycle=3),
    "C5-OPEN": make.case,
    "S1-OSH": lambda f: make.systems(f, "osh", score=3, reviewed_on=date(2018, 5, 20)),
    "S1-HR": lambda f: make.systems(f, "hr", score=3, reviewed_on=date(2018, 5, 20)),
    "D1-BALANCE": lambda f: make.committee(f, reviewed_on=date(2018, 5, 20), management_seats=7),
    "D1-ELECTED": lambda f: make.committee(f, reviewed_on=date(2018, 5, 20), worker_side_elected=False),
    "D1-MEETINGS": lambda f: make.committee(f, reviewed_on=date(2018, 5, 20), minutes_12m=9),
    "D1-WOMEN": lambda f: make.committee(f, reviewed_on=date(2018, 5, 20), women_percent=60),
    "D2-DONE": lambda f: make.plan_item(f, "2", due_on=date(2018, 5, 1), status="not_started"),
}


@pytest.mark.parametrize("criterion", CHANGES)
def test_one_fact_turns_one_criterion(criterion):
    factory = eligible_factory()
    judged()

    CHANGES[criterion](factory)
    judged(factory)

    assert criterion in verdict(factory).failed
    assert verdict(factory).outcome == "not_eligible"


def test_an_issue_found_on_a_visit_counts_until_it_is_put_right():
    factory = eligible_factory()
    make.visit(factory)
    make.visit_finding(factory, "OS-8-06")

    judged()

    assert verdict(factory).failed == ["C3-EARLIER"]


def test_judging_again_with_nothing_new_writes_no_verdict_and_tells_nobody():
    eligible_factory()
    judged()
    told = Event.objects.count()

    _, kept = refresh_verdicts(now=NOW + timedelta(hours=1))

    assert kept.changed == 0
    assert Evaluation.objects.count() == 1
    assert Event.objects.count() == told


def test_a_changed_verdict_keeps_the_one_before_and_moves_the_pointer():
    factory = eligible_factory()
    judged()

    make.systems(factory, "osh", score=2, reviewed_on=date(2018, 5, 20))
    judged()

    assert Evaluation.objects.filter(factory=factory).count() == 2
    assert verdict(factory).failed == ["S1-OSH"]


def test_a_verdict_that_comes_back_on_the_same_day_is_the_same_row_again():
    factory = eligible_factory()
    judged()
    first = verdict(factory).pk
    make.systems(factory, "osh", score=2, reviewed_on=date(2018, 5, 20))
    judged()

    make.systems(factory, "osh", score=4, reviewed_on=date(2018, 5, 20))
    judged()

    assert verdict(factory).pk == first


def test_a_run_that_began_earlier_does_not_write_over_a_later_one():
    factory = eligible_factory()

    def meanwhile(_):
        make.systems(factory, "osh", score=2, reviewed_on=date(2018, 5, 20))
        refresh_verdicts([factory.pk], now=NOW)

    refresh_verdicts(now=NOW, before_writing=meanwhile)

    assert verdict(factory).failed == ["S1-OSH"]


def test_a_run_that_began_earlier_does_not_write_over_a_later_one_that_found_nothing_changed():
    factory = eligible_factory()
    judged()
    make.systems(factory, "osh", score=2, reviewed_on=date(2018, 5, 20))

    def meanwhile(_):  # what it read was put right again before anybody else judged
        make.systems(factory, "osh", score=4, reviewed_on=date(2018, 5, 20))
        refresh_verdicts([factory.pk], now=NOW)

    refresh_verdicts(now=NOW, before_writing=meanwhile)

    assert verdict(factory).failed == []


def test_an_overtaken_run_still_writes_the_factories_that_the_later_one_did_not_judge():
    overtaken, other = eligible_factory(), eligible_factory()

    refresh_verdicts(now=NOW, before_writing=lambda _: refresh_verdicts([overtaken.pk], now=NOW))

    assert verdict(other).outcome == "eligible"


def test_one_and_forty_factories_cost_the_same_few_reading_statements(monkeypatch):
    load_shipped_criteria(now=NOW)
    eligible_factory()
    monkeypatch.setattr(readings, "_cached", None)  # a process just started
    with CaptureQueriesContext(connection) as one:
        judged()
    for _ in range(39):
        make.factory()
    eligible_factory()
    with CaptureQueriesContext(connection) as forty:
        judged()

    assert Evaluation.objects.count() == 41
    assert len(reads(forty)) <= len(reads(one)) <= 20, "\n".join(sql[:120] for sql in reads(one))


def test_a_verdict_pins_every_fact_that_had_happened():
    factory = eligible_factory()
    make.plan_item(factory, "later", due_on=date(2018, 9, 1))

    judged()

    kinds = [kind for kind, *_ in verdict(factory).evidence]
    assert sorted(set(kinds)) == ["committee", "head_count", "learning", "plan_item", "sheet", "systems"]
    assert kinds.count("sheet") == 2
    assert kinds.count("plan_item") == 1


def test_as_of_reads_what_had_happened_by_then_whatever_was_recorded_since():
    factory = eligible_factory()
    judged()

    then = judge_factories([factory.pk], standard=standard_on(TODAY), as_of=LATEST - timedelta(days=1))

    assert then.verdicts.failed(0) == ["C1-COUNT"]


def test_known_at_leaves_out_what_was_recorded_later():
    factory = eligible_factory()
    judged()
    make.systems(factory, "osh", score=2, reviewed_on=date(2018, 3, 30), now=NOW)
    make.committee(factory, women_percent=1, now=NOW)

    def failed(known_at):
        found = judge_factories([factory.pk], standard=standard_on(TODAY), as_of=TODAY, known_at=known_at)
        return found.verdicts.failed(0)

    assert failed(RECORDED) == []
    assert failed(NOW) == ["D1-WOMEN"]
    assert failed(None) == ["D1-WOMEN"]


def test_a_corrected_sheet_counts_from_the_moment_of_its_correction():
    factory = eligible_factory()
    judged()
    make.assessment(
        factory, assessed_on=LATEST, findings=["DI-2-01"], cycle=2, reason="A form was overlooked", now=NOW
    )

    def failed(known_at):
        found = judge_factories([factory.pk], standard=standard_on(TODAY), as_of=TODAY, known_at=known_at)
        return found.verdicts.failed(0)

    assert failed(RECORDED) == []
    assert failed(NOW) == ["C4-CORE"]


@pytest.mark.parametrize("others", [0, 20])
def test_one_factory_is_judged_after_an_event_in_a_statement_a_table_those_of_the_journal_included(others):
    for _ in range(others):
        make.factory()
    factory = eligible_factory()
    judged()
    make.systems(factory, "osh", score=1, reviewed_on=date(2018, 5, 20))

    with CaptureQueriesContext(connection) as judging:
        judge_factories([factory.pk], standard=standard_on(TODAY), as_of=TODAY)
    with CaptureQueriesContext(connection) as changed:
        refresh_verdicts([factory.pk], now=NOW)
    with CaptureQueriesContext(connection) as unchanged:
        refresh_verdicts([factory.pk], now=NOW)

    assert verdict(factory).outcome == "not_eligible"
    # the criteria, factories, head counts, sheets, findings, five tables of records, layouts
    assert len(judging) <= 11, "\n".join(sql[:120] for sql in asked(judging))
    # these, the verdicts stored, the verdict that changed; whether the factory is held as one of its own; its event,
    # the chain's head, what follows from it
    assert len(asked(changed)) <= 25, "\n".join(sql[:120] for sql in asked(changed))
    assert len(asked(unchanged)) <= 15


def test_whatever_a_process_keeps_of_the_questionnaire_other_marks_count_at_once():
    factory = eligible_factory()

    def publicly_reported():
        loaded = load_history([factory.pk], on=TODAY)
        return loaded.history.judged.public_applicable.tolist()

    assert all(count > 0 for count in publicly_reported())
    release = make.cat()
    load_questionnaire(
        release.questionnaire,
        layouts=release.layouts,
        marks=Marks(()),
        texts=release.texts,
        actor=None,
        now=NOW,
    )
    assert publicly_reported() == [0, 0]
