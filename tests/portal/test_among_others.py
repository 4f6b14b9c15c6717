"""Where a factory stands: beside comparable ones, over its assessments, and since it was last told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from criteria.domain.vectors import verdict_rows
from criteria.queries.criteria import standard
from criteria.queries.judgement import judge_factories
from criteria.queries.past_outcomes import past_outcomes
from factories.models import Factory
from portal.models import SupplierProgress
from progress_reports.commands import make_reports
from progress_reports.models import ProgressReport
from sector_tables.commands import release_peers
from tests import make
from tests.access.test_hidden_consequences import RENDERED
from tests.make import NOW
from tests.portal.world import judged, refreshed
from tests.recognition.make import LATEST, PREVIOUS, eligible_factory, recognition

pytestmark = pytest.mark.django_db
MARCH = datetime(2018, 3, 1, 6, 0, tzinfo=UTC)
QUESTIONS = ["WT-2-01", "CO-1-02", "OS-1-01", "OS-1-02", "OS-2-01", "OS-3-01"]


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, person, code="KH-00001") -> str:
    client.force_login(person)
    return client.get(reverse("factory", args=[code])).content.decode()


def changes(said: str) -> list[str]:
    panel = re.search(r'id="changes".*?</ul>', said, re.DOTALL)
    return re.findall(r'<li dir="auto">(.*?)</li>', panel[0]) if panel else []


def neighbours() -> list[Factory]:
    """Six factories of Cambodia, assessed in 2017, of the size and product of the supplier."""
    made = []
    for number, _question in enumerate(QUESTIONS):
        one = make.factory(f"KH-8000{number}", name=f"NEIGHBOUR-{number}")
        make.assessment(one, assessed_on=date(2017, 5, 10), findings=QUESTIONS[: number + 1], now=NOW)
        made.append(one)
    return made


# --- beside comparable factories ---------------------------------------------------------------------------------


def test_a_factory_reads_its_rates_beside_those_of_a_group_that_is_named(client, programme):
    neighbours()
    release_peers("KH", year=2017, actor=None, now=MARCH)
    rosa = make.user("factory", factory=programme.supplier)

    said = page(client, rosa)

    assert "Where we stand among others" in said
    assert "Cambodia" in said
    assert "At least 5 factories" in said
    assert "Half have at most" in said
    assert "NEIGHBOUR" not in said
    assert "Where we stand among others" not in page(client, programme.linh)
    assert "Half have at most" not in page(client, programme.linh)


def test_without_five_others_nothing_is_said_of_any(client, programme):
    rosa = make.user("factory", factory=programme.supplier)
    release_peers("KH", year=2017, actor=None, now=MARCH)

    said = page(client, rosa)

    assert "Half have at most" not in said
    assert "Where we stand among others" not in said


def test_what_happens_at_another_factory_changes_nothing_on_ones_own_page(client, programme):
    """Assessed anew, closed, making something else, with a case: none of it is anybody else's to read."""
    others = neighbours()
    release_peers("KH", year=2017, actor=None, now=MARCH)
    group = make.group()
    Factory.objects.filter(pk=programme.supplier.pk).update(group=group)
    readers = {
        "factory": make.user("factory", factory=programme.supplier),
        "worker": make.user("worker", factory=programme.supplier),
        "group": make.user("group", group=group),
    }

    def read() -> dict[str, bytes]:
        return {role: RENDERED.sub(b"", page(client, person).encode()) for role, person in readers.items()}

    before = read()
    make.assessment(others[0], assessed_on=date(2017, 12, 1), findings=QUESTIONS, now=NOW)
    make.assessment(others[1], assessed_on=date(2018, 5, 1), findings=QUESTIONS, now=NOW)
    make.case(others[2])
    make.case(programme.quiet)
    Factory.objects.filter(pk=others[3].pk).update(is_closed=True)
    Factory.objects.filter(pk=others[4].pk).update(products="Shoes")
    judged()
    refreshed()

    assert read() == before


# --- over the assessments ----------------------------------------------------------------------------------------


def test_past_outcomes_are_those_of_a_judgement_of_that_day(programme):
    criteria = SupplierProgress.objects.get(pk=programme.supplier.pk).criteria
    version = standard(*criteria.split("/"))
    days = {programme.supplier.pk: [PREVIOUS, LATEST], programme.quiet.pk: [LATEST]}

    found = past_outcomes(days, criteria=criteria, on=NOW.date(), cases=True)

    for pk, own_days in days.items():
        for day in own_days:
            verdicts = judge_factories([pk], standard=version, as_of=day).verdicts
            (row,) = verdict_rows(verdicts)
            assert found[pk][day] == {one["code"]: one["outcome"] for one in row["criteria"]}
    assert set(found[programme.quiet.pk]) == {LATEST}


def test_criteria_met_at_each_assessment_stand_in_a_chart_and_in_a_table(client, programme):
    said = page(client, make.user("factory", factory=programme.supplier))

    assert "Criteria met at each assessment" in said
    panel = said[said.index('id="met"') :]
    assert "<table" in panel[: panel.index("</figure>")]
    assert "Apr 2017" in panel
    assert "Apr 2018" in panel


def test_a_case_of_the_past_moves_no_count_for_whom_it_is_hidden(client):
    mill = eligible_factory("KH-00009")
    judged(mill)
    refreshed()
    worker = make.user("worker", factory=mill)
    manager = make.user("factory", factory=mill)

    def counts(person) -> list[str]:
        said = page(client, person, "KH-00009")
        panel = said[said.index('id="met"') :]
        return re.findall(r'<td class="num">(\d+)</td>', panel[: panel.index("</figure>")])

    before, managers = counts(worker), counts(manager)
    make.case(mill, opened_on=date(2018, 3, 1))
    judged(mill)
    refreshed()

    assert counts(worker) == before
    assert counts(manager) != managers
    assert not any("C5-" in line for line in changes(page(client, worker, "KH-00009")))


# --- since it was last told --------------------------------------------------------------------------------------


def test_before_the_first_report_the_assessment_before_is_compared(client, programme):
    said = page(client, make.user("factory", factory=programme.supplier))

    assert "Since the assessment of 12 April 2017" in said
    lines = changes(said)
    assert any(line.startswith("New finding: OS-8-06") for line in lines)
    assert any(line.startswith("No longer met: C3-PUBLIC") for line in lines)
    assert any(line.startswith("Done in the plan: 1") for line in lines)


def test_after_a_report_what_it_holds_is_compared(client, programme):
    mill = programme.supplier
    rosa = make.user("factory", factory=mill)
    make.plan_item(mill, "P-7", issue="Exit kept locked", now=NOW)
    refreshed()
    make_reports([mill.pk], language="km", actor=None, now=NOW)
    assert changes(page(client, rosa)) == ["Nothing that is counted has changed."]

    later = NOW + timedelta(days=100)
    with time_machine.travel(later, tick=False):
        make.assessment(
            mill,
            assessed_on=later.date(),
            findings={"OS-8-06": "AGAIN", "WT-2-01": "NEW"},
            cycle=3,
            now=later,
        )
        make.plan_item(mill, "P-7", issue="Exit kept locked", status="done", done_on=later.date(), now=later)
        judged()
        refreshed()
        said = page(client, rosa)

    assert "Since the report of 1 June 2018" in said
    lines = changes(said)
    assert any(line.startswith("New finding: WT-2-01") for line in lines)
    assert any(line.startswith("Found again: OS-8-06") for line in lines)
    assert any(line.startswith("Done in the plan: P-7 Exit kept locked") for line in lines)


def test_a_finding_that_was_put_right_and_a_recognition_that_began_are_said(client):
    mill = eligible_factory("KH-00009", latest={"WT-2-01": "Long weeks"})
    judged(mill)
    refreshed()
    make_reports([mill.pk], language="en", actor=None, now=NOW)
    stored = ProgressReport.objects.get()
    rosa = make.user("factory", factory=mill)

    _fixed(mill)
    recognition(mill, "published")
    refreshed()
    lines = changes(page(client, rosa, "KH-00009"))

    assert "The factory is now recognised." in lines
    assert any(line.startswith("Put right: WT-2-01") for line in lines)
    assert ProgressReport.objects.get().content == stored.content


def _latest(mill):
    return make.Assessment.objects.get(factory=mill, assessed_on=LATEST)


def _fixed(mill) -> None:
    finding = make.finding(_latest(mill), "WT-2-01")
    finding.fixed_on = NOW.date()
    finding.save(update_fields=["fixed_on"])
