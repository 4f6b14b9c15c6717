"""A factory is handed over to the inspectorate, taken over, planned, reported on; both sides see it, nobody else."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Notice
from duplicates.commands.merging import merge_factories
from factories.models import Factory
from handovers.commands.handing_over import hand_over_factory, plan_inspection, record_outcome, take_over
from handovers.models import Handover
from journal.commands import Unchanged
from journal.models import Event
from notifications.notices import notify_people
from tests import make
from tests.duplicates.merging import pair_of
from tests.make import NOW, TODAY
from tests.obligations.cast import has

pytestmark = pytest.mark.django_db
EXIT = "OS-8-06"
REASON = "HANDED-BECAUSE the exits stay locked."
DUE = TODAY + timedelta(days=30)


@pytest.fixture
def programme():
    """A mill with final findings and others in the comment window, and one person of each kind."""
    with time_machine.travel(NOW, tick=False):
        mill = make.factory("KH-00021", name="Locked Mill")
        make.assessment(mill, assessed_on=date(2018, 3, 1), cycle=2, findings={EXIT: "INNER-WORDS locked."})
        make.assessment(
            mill,
            assessed_on=date(2018, 5, 7),
            cycle=3,
            state="comment_window",
            findings={"WT-2-01": "WINDOW"},
        )
        people = {role: make.user(role) for role in ("manager", "global", "reviewer", "adviser", "inspector")}
        brand = make.brand()
        make.sourcing(brand, mill)
        make.consent(brand, mill)
        people |= {
            "factory": make.user("factory", factory=mill),
            "worker": make.user("worker", factory=mill),
            "brand": make.user("brand", brand=brand),
            "inspector abroad": make.user("inspector", country="VN"),
            "manager abroad": make.user("manager", country="VN"),
        }
        yield SimpleNamespace(mill=mill, **{name.replace(" ", "_"): one for name, one in people.items()})


def handed(programme, **changes):
    data = {
        "handover_id": uuid4(), "reason": REASON, "questions": [EXIT], "due_on": DUE, "actor": programme.manager,
        "now": NOW, **changes,
    }  # fmt: skip
    made = hand_over_factory(programme.mill.pk, **data)
    return Handover.objects.get(pk=data["handover_id"]) if not isinstance(made, Unchanged) else made


def page(person, address):
    client = Client()
    client.force_login(person)
    return client.get(address)


def post(person, address, data):
    """As the browser sends it: the form's own token with what was typed."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    form = re.sub("/(take|plan|record|withdraw|note)/$", "/", address)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(form).content.decode())
    assert token is not None
    return client.post(address, {**data, "csrfmiddlewaretoken": token[1]})


def act_url(handover, act):
    return reverse("handovers:act", args=[handover.pk, act])


def test_the_whole_way_by_the_pages(programme):
    url = reverse("handovers:hand_over", args=["KH-00021"])
    form = page(programme.manager, url).content.decode()
    assert EXIT in form
    assert "WT-2-01" not in form  # its comment window is open
    typed = {"once": str(uuid4()), "reason": REASON, "findings": [EXIT], "due_on": DUE.isoformat()}
    assert post(programme.manager, url, typed).status_code == 302
    assert post(programme.manager, url, typed).status_code == 302
    handover = Handover.objects.get()
    detail = reverse("handovers:handover", args=[handover.pk])

    seen = page(programme.inspector, detail).content.decode()
    assert "HANDED-BECAUSE" in seen
    assert EXIT in seen
    assert "INNER-WORDS" not in seen  # what the assessors wrote stays with programme and factory
    assert post(programme.inspector, act_url(handover, "take"), {}).status_code == 302
    day = (TODAY + timedelta(days=9)).isoformat()
    assert post(programme.inspector, act_url(handover, "plan"), {"planned_on": day}).status_code == 302
    outcome = {"inspected_on": TODAY.isoformat(), "found": "OUTCOME two exits", "action": "FOLLOWS an order"}
    assert post(programme.inspector, act_url(handover, "record"), outcome).status_code == 302

    for reader in (programme.manager, programme.adviser, programme.inspector):
        seen = page(reader, detail).content.decode()
        assert "OUTCOME two exits" in seen
        assert "FOLLOWS an order" in seen
    kinds = list(
        Event.objects.filter(subject=f"handover:{handover.pk}").order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["handover.made", "handover.taken_over", "handover.planned", "handover.closed"]
    assert (
        "outcome of the inspection"
        in page(programme.manager, reverse("history", args=["KH-00021"])).content.decode()
    )


def test_both_sides_see_it_on_the_factorys_page_and_nobody_else(programme):
    handed(programme)
    there = reverse("factory", args=["KH-00021"])

    for reader in (programme.manager, programme.reviewer, programme.adviser, programme.inspector):
        assert "HANDED-BECAUSE" in page(reader, there).content.decode()
    for reader in (
        programme.factory, programme.worker, programme.brand, programme.inspector_abroad, programme.manager_abroad,
    ):  # fmt: skip
        assert "HANDED-BECAUSE" not in page(reader, there).content.decode()
    assert "HANDED-BECAUSE" in page(programme.inspector, reverse("inspectorate")).content.decode()
    assert "HANDED-BECAUSE" not in page(programme.inspector_abroad, reverse("inspectorate")).content.decode()


def test_it_waits_for_the_inspectorate_until_the_outcome_and_for_the_programme_when_it_is_late(programme):
    handover = handed(programme)
    assert has(programme.inspector, "handover")
    assert not has(programme.inspector_abroad, "handover")
    assert not has(programme.manager, "handover_late")
    later = NOW + timedelta(days=31)
    assert has(programme.manager, "handover_late", now=later)
    assert has(programme.__dict__["global"], "handover_late", now=later)

    take_over(handover.pk, actor=programme.inspector, now=NOW)
    plan_inspection(handover.pk, planned_on=TODAY, actor=programme.inspector, now=NOW)
    assert has(programme.inspector, "handover")
    record_outcome(
        handover.pk, inspected_on=TODAY, found="Two.", action="An order.", actor=programme.inspector, now=NOW
    )

    assert not has(programme.inspector, "handover")
    assert not has(programme.manager, "handover_late", now=later)


def test_an_outcome_waits_for_the_programme_until_somebody_has_read_it(programme):
    handover = handed(programme)
    outcome = {"inspected_on": TODAY, "found": "Two.", "action": "An order.", "actor": programme.inspector}
    take_over(handover.pk, actor=programme.inspector, now=NOW)
    assert not has(programme.manager, "handover_outcome")
    record_outcome(handover.pk, **outcome, now=NOW)
    assert has(programme.manager, "handover_outcome")
    assert not has(programme.manager_abroad, "handover_outcome")
    assert not has(programme.adviser, "handover_outcome")

    there = reverse("handovers:handover", args=[handover.pk])
    assert act_url(handover, "note") not in page(programme.inspector, there).content.decode()
    assert act_url(handover, "note") in page(programme.manager, there).content.decode()
    for _ in range(2):
        assert post(programme.manager, act_url(handover, "note"), {}).status_code == 302
    assert Event.objects.filter(kind="handover.noted").count() == 1
    assert not has(programme.manager, "handover_outcome")
    assert act_url(handover, "note") not in page(programme.manager, there).content.decode()


def test_every_step_twice_is_done_once(programme):
    chosen = uuid4()
    handover = handed(programme, handover_id=chosen)
    assert isinstance(handed(programme, handover_id=chosen), Unchanged)
    outcome = {"inspected_on": TODAY, "found": "Two.", "action": "An order."}
    for _ in range(2):
        take_over(handover.pk, actor=programme.inspector, now=NOW)
    for _ in range(2):
        plan_inspection(handover.pk, planned_on=DUE, actor=programme.inspector, now=NOW)
    for _ in range(2):
        record_outcome(handover.pk, **outcome, actor=programme.inspector, now=NOW)

    assert Event.objects.filter(kind__startswith="handover.").count() == 4
    again = post(programme.inspector, act_url(handover, "record"), {**outcome, "found": "Three."})
    assert again.status_code == 409
    assert Handover.objects.get().found == "Two."


def test_what_is_refused_is_said_beside_its_field_and_keeps_what_was_typed(programme):
    url = reverse("handovers:hand_over", args=["KH-00021"])
    typed = {"once": str(uuid4()), "reason": "TYPED", "findings": [EXIT], "due_on": "2018-01-01"}
    refused = post(programme.manager, url, typed)
    assert refused.status_code == 409
    assert "TYPED" in refused.content.decode()
    assert post(programme.manager, url, {**typed, "reason": " "}).status_code == 422
    handover = handed(programme)
    early = post(programme.inspector, act_url(handover, "take"), {})
    assert early.status_code == 302
    future = {"inspected_on": "2030-01-01", "found": "KEPT-WORDS", "action": "x"}
    refused = post(programme.inspector, act_url(handover, "record"), future)
    assert refused.status_code == 409
    assert "KEPT-WORDS" in refused.content.decode()


def test_a_withdrawn_hand_over_waits_for_nobody_and_says_why(programme):
    handover = handed(programme)
    back = post(programme.manager, act_url(handover, "withdraw"), {"reason": "WITHDRAWN-WHY"})

    assert back.status_code == 302
    assert not has(programme.inspector, "handover")
    seen = page(programme.inspector, reverse("handovers:handover", args=[handover.pk])).content.decode()
    assert "WITHDRAWN-WHY" in seen
    assert act_url(handover, "take") not in seen
    assert page(programme.inspector, act_url(handover, "take")).status_code == 405


@pytest.mark.parametrize("name", ["factory", "worker", "brand", "inspector_abroad", "manager_abroad"])
def test_others_find_nothing_of_it(programme, name):
    handover = handed(programme)
    person = getattr(programme, name)

    assert page(person, reverse("handovers:handover", args=[handover.pk])).status_code == 404
    assert page(person, reverse("api:handover-detail", args=[handover.pk])).status_code == 404
    assert page(person, reverse("api:handover-list")).json()["results"] == []
    client = Client()
    client.force_login(person)
    assert client.post(act_url(handover, "take")).status_code == 404


def test_each_side_has_only_its_own_steps(programme):
    handover = handed(programme)
    for person, act in (
        (programme.manager, "take"),
        (programme.adviser, "take"),
        (programme.inspector, "withdraw"),
    ):
        client = Client()
        client.force_login(person)
        assert client.post(act_url(handover, act), {"reason": "x"}).status_code == 404
    assert page(programme.adviser, reverse("handovers:hand_over", args=["KH-00021"])).status_code == 404


def test_machines_read_the_same(programme):
    handover = handed(programme)
    for person in (programme.manager, programme.inspector):
        rows = page(person, reverse("api:handover-list") + "?state=handed_over").json()["results"]
        assert [row["id"] for row in rows] == [str(handover.pk)]
        assert rows[0]["findings"][0]["question"] == EXIT


def test_the_managers_are_notified_of_the_outcome(programme):
    handover = handed(programme)
    take_over(handover.pk, actor=programme.inspector, now=NOW)
    record_outcome(
        handover.pk, inspected_on=TODAY, found="Two.", action="An order.", actor=programme.inspector, now=NOW
    )
    notify_people([], now=NOW)

    assert Notice.objects.filter(person=programme.manager, event__kind="handover.closed").exists()
    inbox = page(programme.manager, reverse("inbox")).content.decode()
    assert reverse("handovers:handover", args=[handover.pk]) in inbox


def test_it_moves_when_two_records_become_one(programme):
    other = make.factory("KH-00022", name="Locked Mill Two")
    handover = handed(programme)
    merge_factories(pair_of(other, programme.mill).pk, keep_id=other.pk, actor=None, now=NOW)

    assert Handover.objects.get(pk=handover.pk).factory == Factory.objects.get(pk=other.pk)


def test_the_factory_does_not_learn_of_it_from_the_log_of_looks(programme):
    handover = handed(programme)
    page(programme.inspector, reverse("handovers:handover", args=[handover.pk]))
    page(programme.inspector, reverse("api:handover-list"))
    log = reverse("looks", args=["KH-00021"])

    assert "Hand-over" in page(programme.manager, log).content.decode()
    own = page(programme.factory, log)
    assert own.context["looks"] == []
    assert "Hand-over" not in own.content.decode()
