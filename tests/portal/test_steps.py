"""Next steps lead somewhere: to what they rest on, to the plan, to courses and the committee; worded for the reader."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from next_steps.domain.remedies import MAIN_TASK, TaskKind
from next_steps.domain.tasks import RemedyTask
from next_steps.domain.wordings import TARGETS, WORDS, StepReader, sentence_of_task
from portal.models import SupplierProgress
from scheduling.models import PlannedAssessment, PlanRun
from tests import make
from tests.courses import make as courses
from tests.portal.world import TODAY, reading

pytestmark = pytest.mark.django_db
LOCKED_EXIT = "OS-8-06"


def page_of(client, programme, role="factory"):
    client.force_login(make.user(role, factory=programme.supplier))
    return client.get(reverse("progress")).content.decode()


def test_a_step_names_its_findings_its_goal_and_how_much_work_it_is(client, programme):
    shown = page_of(client, programme)

    assert f"#{LOCKED_EXIT}" in shown
    assert "Met when:" in shown
    assert "put one of these findings right" in shown.lower()
    assert "Effort: some weeks" in shown


def test_a_finding_leads_to_its_item_of_the_plan_or_to_where_one_is_made(client, programme):
    new = reverse("advisory:record_plan_item", args=["KH-00001"])
    assert f"{new}?question={LOCKED_EXIT}" in page_of(client, programme)

    item = make.plan_item(programme.supplier, "A-7", question=LOCKED_EXIT, issue="Exit locked")

    shown = page_of(client, programme)
    assert f"#item-{item.pk}" in shown
    assert f"?question={LOCKED_EXIT}" not in shown


def test_learning_leads_to_the_next_sessions_that_help(client, programme):
    assert reverse("courses:sessions") in page_of(client, programme)
    ahead = timezone.now() + timedelta(days=20)
    session = courses.session(starts_at=ahead, now=timezone.now())
    abroad = courses.session(country="VN", starts_at=ahead, now=timezone.now(), by=make.user("global"))

    shown = page_of(client, programme)

    assert reverse("courses:session", args=[session.pk]) in shown
    assert reverse("courses:session", args=[abroad.pk]) not in shown


def test_a_worker_representative_reads_what_they_can_do_themselves(client, programme):
    shown = page_of(client, programme, "worker")

    assert "agenda" in shown
    assert f"#{LOCKED_EXIT}" in shown
    assert "?question=" not in shown
    assert "Effort" not in shown


def test_a_brand_reads_what_a_buyer_can_do(client, programme):
    client.force_login(programme.linh)
    shown = client.get(reverse("factory", args=["KH-00001"])).content.decode()

    assert "What you can do:" in shown
    assert "your prices and lead times" in shown


def test_more_steps_ask_no_more_of_the_database(client, programme):
    client.force_login(make.user("factory", factory=programme.supplier))
    client.get(reverse("progress"))
    progress = SupplierProgress.objects.get(factory=programme.supplier)
    with reading() as few:
        client.get(reverse("progress"))
    progress.next_steps = [*progress.next_steps, *progress.next_steps]
    progress.save()
    with reading() as many:
        client.get(reverse("progress"))

    assert len(many) == len(few)
    assert len(few) <= 60


def test_further_assessments_are_expected_as_the_plan_has_them_for_the_factory(
    client, programme, time_machine
):
    time_machine.move_to(make.NOW, tick=False)

    def earliest() -> set[str]:
        return set(re.findall(r"Can be met from (.+?) on", page_of(client, programme)))

    ordinary = earliest()
    plan = PlanRun.objects.create(
        as_of=TODAY, seed="1", rules={}, shift=[], kept=0, placed=0, unplaced=1, made_at=make.NOW
    )
    PlannedAssessment.objects.create(
        factory=programme.supplier, plan=plan, group="priority", due_on=TODAY, late_from=TODAY, opens_on=TODAY,
        closes_on=TODAY, state="unplaced", why="no_advisers",
    )  # fmt: skip

    assert ordinary
    assert not ordinary & earliest()


def test_every_kind_of_task_has_words_for_every_reader():
    assert WORDS.keys() == set(TaskKind)
    assert set(MAIN_TASK.values()) <= WORDS.keys()
    for kind, words in WORDS.items():
        assert all(
            words.for_reader(reader) for reader in (StepReader.WORKER, StepReader.BRAND, StepReader.ADVISER)
        )
        assert words.effort
        assert "%" not in sentence_of_task(RemedyTask(kind, 3)).text()
    for name in TARGETS:
        assert "%" not in sentence_of_task(RemedyTask(TaskKind.ATTEND, 1, target={name: 20})).text()
