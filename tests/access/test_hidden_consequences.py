"""A zero-tolerance case opened and closed leaves no trace for those from whom it is hidden.

Every page and API answer that they can read is the same to the byte before the case, while it is open and after it was
closed: no word, no count, no other verdict, near miss or missing proposal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from itertools import chain

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from advisory import commands
from advisory.models import ZeroToleranceCase
from betterwork.reactions import REACTIONS
from criteria.projections import refresh_verdicts
from factories.models import Factory
from journal.deliveries import deliver
from portal.projections import refresh_priorities, refresh_progress, refresh_reports
from tests import make
from tests.access.pages import PAGES
from tests.access.proved import just_proved
from tests.access.scene import PUBLIC, Scene, scene
from tests.make import NOW
from tests.recognition.make import eligible_factory
from tests.two_people import approve

pytestmark = pytest.mark.django_db

# what differs between two renderings of the same page
RENDERED = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|nonce="[^"]*"|data-csrf="[^"]*"'
    rb"|csrf[-_]?token[^>]{0,80}"
    # what a page chooses for a new record
    rb'|name="(?:uid|once|message|proposal|act-[A-Z0-9-]+|[a-z]+-[0-9]+-key)" value="[^"]*"'
)
# `looks` grows with each look at the others: that it hides a case has a test of its own in test_looks.py
OF_THE_ACCOUNT = ("looks", "account", "mfa", "people:", "sign", "socialaccount", "first_run", "profile")
HIDDEN_FROM = [
    PUBLIC, "worker of the near miss", "brand_without_consent", "unlinked brand", "inspector", "colleague",
]  # fmt: skip


Answers = dict[str, tuple[int, bytes]]


@dataclass
class World:
    """Factories at which cases are opened: one eligible, one a near miss, one with nothing to tell."""

    here: Scene
    viewers: dict[str, User | None]
    factories: list[Factory]
    addresses: list[str] = field(default_factory=list)


def world() -> World:
    here = scene()
    near = eligible_factory("KH-90020", latest=["WT-2-01"], previous=["WT-2-01"])
    plain = make.factory("KH-90021", name="Plain Mill")
    make.assessment(plain, assessed_on=NOW.date() - timedelta(days=40))
    bare = make.factory("KH-90022", name="Bare Mill")
    found = World(here, dict(here.people), [here.things["eligible"], near, plain, bare])
    brand = make.brand("Linked without consent")
    for mill in found.factories:
        make.sourcing(brand, mill)
    make.sourcing(here.things["other_brand"], near)
    found.viewers["worker of the near miss"] = make.user("worker", factory=near)
    found.viewers["unlinked brand"] = make.user("brand", brand=make.brand("Nobody's brand"))
    settle()
    refresh_verdicts(now=NOW)
    refresh_progress()
    refresh_reports()
    refresh_priorities(NOW.date())
    found.addresses = sorted(set(chain(addresses_of(here), addresses_around(found.factories))))
    return found


def settle() -> None:
    """Let everything follow that an event has set off."""
    for name in dict.fromkeys(chain.from_iterable(REACTIONS.values())):
        deliver(name, now=NOW)


def addresses_of(here: Scene) -> list[str]:
    return [
        reverse(route, kwargs=case.fill(here)) + (f"?{case.query}" if case.query else "")
        for route, cases in PAGES.items()
        for case in cases
        if not case.plain and not route.startswith(OF_THE_ACCOUNT)
    ]


def narrowed(route: str, code: str) -> str:
    """The parameters by which a list is narrowed to a factory; the API refuses those that it does not know."""
    if route in {"api:factory-list", "api:listing-list", "api:supplier-list", "api:supplier-export"}:
        return f"q={code}"
    return f"factory={code}" if route.startswith("api:") else f"factory={code}&q={code}"


def addresses_around(factories: list[Factory]) -> list[str]:
    """Each page of a factory, and each list narrowed to it."""
    routes = [
        "factory", "recognition:verdict", "advisory:plan", "api:factory-detail", "factories:history",
        "recognition:criterion_evidence",
    ]  # fmt: skip
    lists = [
        "api:factory-list",
        "api:evaluation-list",
        "api:evaluation-export",
        "api:finding-list",
        "api:supplier-list",
        "api:supplier-export",
        "api:recognition-list",
        "api:listing-list",
        "priority",
    ]
    found = []
    for mill in factories:
        for route in routes:
            try:
                found.append(reverse(route, kwargs={"code": mill.code}))
            except Exception:  # noqa: BLE001
                continue
        found += [f"{reverse(route)}?{narrowed(route, mill.code)}" for route in lists]
    return found


def read_by(world: World, viewer: str, addresses: Iterable[str] = ()) -> Answers:
    """Every answer that a viewer gets (at these addresses), without what differs at every rendering."""
    client, user = Client(), world.viewers[viewer]
    if user is not None:
        client.force_login(user)
        just_proved(client)
    answers = {}
    for address in addresses or world.addresses:
        response = client.get(address)
        raw = b"".join(response.streaming_content) if response.streaming else response.content
        if response.headers.get("Content-Type", "").startswith("application/vnd"):
            raw = b""  # a workbook holds the moment at which it was made
        answers[address] = response.status_code, RENDERED.sub(b"", raw)
    return answers


def differences(world: World, viewer: str, before: Answers) -> list[str]:
    """Where a viewer reads something else than before: of all that there was to read, and around the factories."""
    around = set(addresses_around(world.factories))
    told = [
        address for address, (status, _) in before.items() if status == HTTPStatus.OK or address in around
    ]
    after = read_by(world, viewer, told)
    return [address for address in told if after[address] != before[address]]


@pytest.mark.long
@time_machine.travel(NOW, tick=False)
def test_who_may_not_know_of_a_case_sees_the_same_pages_with_it_and_without():
    made = world()
    before = {viewer: read_by(made, viewer) for viewer in HIDDEN_FROM}
    seen = read_by(made, "manager")

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        cases = [make.case(mill, trigger="HIDDEN-MARK") for mill in made.factories]
        settle()
    opened = {viewer: differences(made, viewer, before[viewer]) for viewer in HIDDEN_FROM}
    told = differences(made, "manager", seen)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        close(made, cases)
        settle()
    closed = {viewer: differences(made, viewer, before[viewer]) for viewer in HIDDEN_FROM}

    assert told  # the manager reads of it: the test sees what there is to see
    assert {viewer: found for viewer, found in opened.items() if found} == {}
    assert {viewer: found for viewer, found in closed.items() if found} == {}
    assert all(HTTPStatus.OK in {status for status, _ in answers.values()} for answers in before.values())


def close(made: World, cases: list[ZeroToleranceCase]) -> None:
    """Propose and approve the end of each case."""
    for case in cases:
        commands.propose_case_closing(
            case.uid, closed_on=NOW.date(), statement="Settled.", evidence="Seen.", now=NOW,
            actor=made.here.person("manager"),
        )  # fmt: skip
        approve(made.here.person("global"), f"case:{case.uid}")


@pytest.fixture
def mill() -> Factory:
    """One with a verdict of NOW, and a colleague and a worker representative who read it."""
    found = make.factory("KH-90030", name="Quiet Mill")
    make.assessment(found, assessed_on=NOW.date() - timedelta(days=40))
    refresh_verdicts(now=NOW)
    refresh_progress()
    return found


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("adviser", "/factories/KH-90030/"),
        ("adviser", "/factories/KH-90030/verdict/"),
        ("worker", "/progress/"),
        ("adviser", "/api/v1/evaluations/?ordering=distance"),
    ],
)
def test_the_day_of_a_verdict_does_not_tell_of_a_case_opened_later(client, mill, role, address):
    client.force_login(make.user(role, factory=mill) if role == "worker" else make.user(role))

    def read() -> bytes:
        with time_machine.travel(NOW + timedelta(days=3), tick=False):
            return RENDERED.sub(b"", client.get(address).content)

    before = read()
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        make.case(mill)
        refresh_verdicts([mill.pk], now=NOW + timedelta(days=2))
        refresh_progress()

    assert str(mill.code).encode() in before
    assert read() == before


def test_judging_again_does_not_tell_who_may_not_know_of_a_case(client, mill):
    make.case(mill)
    client.force_login(make.user("adviser"))

    with time_machine.travel(NOW, tick=False):
        answer = client.post(f"/factories/{mill.code}/verdict/judge/", follow=True)

    assert "nothing has changed" in answer.content.decode()


def test_verdicts_are_not_ordered_by_a_distance_that_counts_cases(client, mill):
    """Two factories alike: the one with a case would come last."""
    other = make.factory("KH-90031", name="Loud Mill")
    make.assessment(other, assessed_on=NOW.date() - timedelta(days=40))
    make.case(mill)
    refresh_verdicts(now=NOW)
    client.force_login(make.user("adviser"))

    def codes(ordering: str) -> list[str]:
        answer = client.get(f"/api/v1/evaluations/?ordering={ordering}")
        return [row["factory"] for row in answer.json()["results"]]

    assert codes("distance") == codes("-distance")
