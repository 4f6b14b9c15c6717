"""Several programs at the same moment: one of them is first, the others are told so, and none fails."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

import pytest

from advisory.commands.plan.thread import write_on_plan_item
from advisory.models import DueDayProposal
from courses.models import CourseRegistration
from factories.commands import request_access
from factories.models import AccessRequest, Consent
from tests import make
from tests.at_once import at_once
from tests.courses import make as courses
from tests.make import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("then")]


@pytest.fixture
def mill(db):
    return make.factory("KH-00017")


def several(program, people):
    clients = [program(person) for person in people]
    for client in clients:
        client.raise_request_exception = False
    return clients


def statuses(*acts):
    return sorted(answer.status_code for answer in at_once(*acts))


def test_of_several_days_proposed_at_once_one_waits(program, mill):
    item = make.plan_item(mill, "exit", due_on=make.date(2018, 7, 1))
    address = f"/api/v1/plan-items/{item.pk}/propose-due-day/"
    clients = several(program, [make.user("factory", factory=mill) for _ in range(5)])

    answers = statuses(
        *[
            lambda client=client, day=day: client.post(address, {"due_on": f"2018-09-0{day}", "reason": "x"})
            for day, client in enumerate(clients, 1)
        ]
    )

    assert answers == [200] * 5
    assert Counter(DueDayProposal.objects.values_list("state", flat=True)) == {"open": 1, "replaced": 4}


def test_who_writes_on_an_item_that_another_changes_at_that_moment_is_heard(mill):
    management = make.user("factory", factory=mill)
    make.plan_item(mill, "exit")

    for number in range(8):
        changed, said = at_once(
            lambda number=number: make.plan_item(mill, "exit", owner=f"Manager {number}"),
            lambda number=number: write_on_plan_item(
                mill.pk,
                message_id=uuid4(),
                ref="exit",
                kind="message",
                text=f"{number}",
                actor=management,
                now=NOW,
            ),
        )
        assert (changed.owner, said.text) == (f"Manager {number}", f"{number}")


def test_a_request_granted_declined_and_withdrawn_at_once_has_one_answer(program, mill):
    buyer = make.brand("Northwind")
    make.sourcing(buyer, mill)
    asks = make.user("brand", brand=buyer)
    asked = request_access(
        mill.pk, brand_id=buyer.pk, scope="plan", purpose="x", until_on=make.date(2019, 5, 1), actor=asks, now=NOW
    )  # fmt: skip
    one = f"/api/v1/access-requests/{asked.pk}/"
    grants, declines, withdraws = several(
        program, [*(make.user("factory", factory=mill) for _ in "ab"), asks]
    )

    answers = statuses(
        lambda: grants.post(f"{one}grant/", {"scope": "summary", "until_on": "2018-12-10"}),
        lambda: declines.post(f"{one}decline/", {"word": "No."}),
        lambda: withdraws.post(f"{one}withdraw/"),
    )

    assert answers == [200, 409, 409]
    state = AccessRequest.objects.get().state
    assert Consent.objects.count() == (1 if state == "granted" else 0)


def test_the_last_place_of_a_course_goes_to_one(program):
    session = courses.session(places=1)
    mills = [make.factory() for _ in range(4)]
    clients = several(program, [make.user("factory", factory=mill) for mill in mills])

    answers = statuses(
        *[
            lambda client=client, code=mill.code: client.post(
                "/api/v1/course-registrations/",
                {"session": str(session.pk), "factory": code, "workers_women": 1},
            )
            for client, mill in zip(clients, mills, strict=True)
        ]
    )

    assert answers == [201] * 4
    assert Counter(CourseRegistration.objects.values_list("state", flat=True)) == {
        "registered": 1, "waiting": 3,
    }  # fmt: skip
