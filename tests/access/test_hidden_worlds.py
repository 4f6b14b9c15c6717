"""Random worlds: links, consents, days and roles are drawn, something changes that a viewer may not see, and every
page, count, list, file, API answer, header, message to a webhook and mail of the viewer stays the same to the byte.

`WORLDS=1000` draws as many worlds; without it there are as many as a test run has time for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from accounts.models import Letter, User
from advisory.commands import write_on_plan_item
from assessments.commands import Correction, propose_correction
from assessments.commands.answering import AnswerChange, answer_questions
from assessments.domain.answer_merge import Answer
from assessments.models import Finding
from buyers.commands.commitments import make_commitment
from buyers.projections import set_watched
from factories.domain.scopes import SCOPES, rank
from factories.models import Brand, Consent, DuplicatePair, Factory, Sourcing
from factories.queries import brands_of
from handovers.commands.handing_over import hand_over_factory
from portal.projections import refresh_reports
from reviews.commands import comment_on_question
from saved_lists.projections import save_list
from scheduling.models import ConflictOfInterest, PlannedAssessment
from tests import make
from tests.access.proved import just_proved
from tests.access.scene import PUBLIC, Scene, scene
from tests.access.test_hidden_consequences import RENDERED, addresses_around, addresses_of, settle
from tests.benefits import make as benefits
from tests.recognition.make import recognition
from tests.self_diagnosis.doing import diagnosed
from tests.stories.make import story
from tests.taken_back import taken_back
from webhooks.models import WebhookMessage

pytestmark = [pytest.mark.django_db, pytest.mark.long]

WORLDS = int(os.environ.get("WORLDS", "25"))
PAGES_A_WORLD = 24
NOW, TODAY = make.NOW, make.TODAY

BRANDS = {"brand", "brand_without_consent", "unlinked brand"}
ABROAD = {"adviser_abroad", "manager_abroad", "inspector_abroad"}
OUTSIDE = BRANDS | ABROAD | {PUBLIC, "factory_elsewhere"}
OWN = {"factory", "worker", "group"}
ONLOOKERS = OUTSIDE | OWN | {"inspector"}
# rate limits count down with every request; a nonce and a cookie are new each time
OF_THE_REQUEST = re.compile(r"(?i)RateLimit|X-RateLimit|Set-Cookie|Content-Security-Policy|Date|X-Request-Id")

Read = dict[str, tuple[int, dict[str, str], bytes]]


@dataclass
class World:
    """The programme with one of everything, and who looks at it."""

    scene: Scene
    mill: Factory
    viewers: dict[str, User | None]
    newcomer_brand: Brand
    newcomer: User
    addresses: list[str]

    def person(self, name: str) -> User:
        """Somebody with an account."""
        return self.scene.person(name)


def a_draft(here: World) -> None:
    make.assessment(
        here.mill, assessed_on=date(2018, 5, 11), cycle=9, state="draft", team=[here.person("adviser")]
    )


def an_answer(here: World) -> None:
    draft = here.scene.things["draft"]
    change = AnswerChange(uuid4(), "WT-2-02", Answer("C"), Answer("N", "HIDDEN"), NOW)
    answer_questions(draft.pk, acts=[change], actor=here.person("adviser"), now=NOW)


def a_review_comment(here: World) -> None:
    comment_on_question(
        here.scene.things["submitted"].pk,
        question="WT-2-01",
        text="HIDDEN",
        actor=here.person("reviewer"),
        now=NOW,
    )


def a_visit_moved(here: World) -> None:
    planned = PlannedAssessment.objects.filter(factory=here.mill, state="planned")
    assert planned.update(starts_on=date(2018, 6, 29)) == 1


def a_conflict_of_interest(here: World) -> None:
    ConflictOfInterest.objects.create(
        adviser=here.person("adviser"), factory=here.scene.things["eligible"], reason="HIDDEN", declared_at=NOW,
        declared_by=here.person("manager"),
    )  # fmt: skip


def a_proposal(here: World) -> None:
    recognition(here.scene.things["eligible"], "proposed", by=make.user("reviewer", name="Second proposer"))


def a_correction(here: World) -> None:
    propose_correction(
        here.scene.things["final"].pk, corrections={"WT-2-01": Correction("X")}, reason="HIDDEN",
        actor=make.user("reviewer", name="Corrects"), now=NOW,
    )  # fmt: skip


def a_hand_over(here: World) -> None:
    hand_over_factory(
        here.mill.pk, handover_id=uuid4(), reason="HIDDEN", questions=(), due_on=date(2018, 12, 1),
        actor=here.person("manager"), now=NOW,
    )  # fmt: skip


def another_brand(here: World) -> None:
    newcomer = make.brand("Eastwind")
    make.sourcing(newcomer, here.mill)
    make.consent(newcomer, here.mill)


def a_commitment(here: World) -> None:
    make_commitment(
        here.mill.pk, commitment_id=uuid4(), brand_id=here.newcomer_brand.pk, kind="price", text="HIDDEN",
        due_on=date(2018, 12, 1), actor=here.newcomer, now=NOW,
    )  # fmt: skip


def lists_of_somebody(here: World) -> None:
    save_list(here.newcomer.pk, "suppliers", name="HIDDEN", query="shared=yes")
    set_watched(here.newcomer.pk, here.mill.pk, watched=True)


def a_question_on_the_plan(here: World) -> None:
    write_on_plan_item(
        here.mill.pk, ref="open-item", message_id=uuid4(), kind="message", text="HIDDEN",
        actor=here.person("factory"), now=NOW,
    )  # fmt: skip


def a_self_diagnosis(here: World) -> None:
    diagnosed(here.mill, here.person("factory"), note="HIDDEN")


def a_story(here: World) -> None:
    story(
        here.scene.things["listed"], "draft", by=here.person("adviser_abroad"),
        reader=here.person("manager_abroad"), title="HIDDEN",
    )  # fmt: skip


def a_forum(here: World) -> None:
    benefits.forum("planned", by=here.person("global"), name="HIDDEN")


def a_pair(here: World) -> None:
    DuplicatePair.objects.create(
        first=here.mill,
        second=here.scene.things["elsewhere"],
        because="alike",
        score=80,
        found_at=NOW,
        reason="HIDDEN",
    )


def a_visit(here: World) -> None:
    make.visit(here.mill, visited_on=date(2018, 5, 21), notes="HIDDEN")


def a_finding(here: World) -> None:
    Finding.objects.filter(factory=here.mill, question="OS-8-06").update(details="HIDDEN")
    refresh_reports()


def a_plan_item(here: World) -> None:
    make.plan_item(here.mill, "hidden-item", issue="HIDDEN")
    refresh_reports()


Filled = Callable[[World], dict[str, Any]]


def of_the_mill(here: World) -> dict[str, Any]:
    return {"kwargs": {"code": here.mill.code}}


def of(thing: str, attribute: str = "pk") -> Filled:
    return lambda here: {"args": [getattr(here.scene.things[thing], attribute)]}


def alone(here: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Change:
    """What happens, from whom it is hidden, who sees it where, and from which scope of a consent on a brand does."""

    happens: Callable[[World], None]
    hidden_from: set[str]
    seen: tuple[str, str, Filled]
    scope: str = ""


UNANNOUNCED = ONLOOKERS | {"colleague"}
WRITERS_OF_STORIES = {"adviser_abroad", "manager_abroad"}
CHANGES = (
    # whoever is to assess there next sees the own visit move
    Change(a_draft, ONLOOKERS, ("manager", "assessments:list", alone)),
    Change(an_answer, UNANNOUNCED, ("adviser", "assessments:detail", of("draft"))),
    Change(a_review_comment, UNANNOUNCED, ("reviewer", "reviews:review", of("submitted"))),
    Change(a_visit_moved, ONLOOKERS, ("manager", "scheduling:plan", alone)),
    Change(a_conflict_of_interest, ONLOOKERS | {"colleague"}, ("manager", "scheduling:plan_advisers", alone)),
    Change(a_proposal, ONLOOKERS, ("manager", "recognition:worklist", alone)),
    Change(a_correction, ONLOOKERS, ("manager", "assessments:detail", of("final"))),
    Change(a_hand_over, OUTSIDE | OWN, ("inspector", "api:handover-list", alone)),
    Change(another_brand, OUTSIDE | {"inspector"}, ("manager", "factory", of_the_mill)),
    Change(a_commitment, OUTSIDE | {"inspector"}, ("newcomer", "factory", of_the_mill)),
    Change(lists_of_somebody, ONLOOKERS | {"colleague", "manager"}, ("newcomer", "suppliers", alone)),
    Change(a_question_on_the_plan, OUTSIDE | {"inspector"}, ("manager", "advisory:plan", of_the_mill)),
    Change(
        a_self_diagnosis,
        OUTSIDE | {"inspector", "adviser", "colleague", "manager", "reviewer"},
        ("factory", "self_diagnosis:list", of_the_mill),
    ),
    Change(
        a_story,
        OUTSIDE - WRITERS_OF_STORIES | {"inspector", "colleague"},
        (
            "manager_abroad",
            "stories:story",
            lambda here: {"kwargs": {"code": here.scene.things["listed"].code}},
        ),
    ),
    Change(a_forum, OUTSIDE | OWN | {"inspector"}, ("global", "benefits:forums", alone)),
    Change(a_pair, ONLOOKERS, ("manager", "duplicates:duplicates", alone)),
    Change(a_visit, OUTSIDE - {"brand"} | {"inspector"}, ("manager", "factory", of_the_mill)),
    Change(
        a_finding, OUTSIDE | {"inspector"}, ("manager", "assessments:detail", of("final")), scope="findings"
    ),
    Change(a_plan_item, OUTSIDE | {"inspector"}, ("manager", "advisory:plan", of_the_mill), scope="plan"),
)
CASES = [(change, viewer) for change in CHANGES for viewer in sorted(change.hidden_from)]


@pytest.fixture
def programme() -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        here = scene()
        assert here.mill is not None
        newcomer_brand = make.brand("Westwind")
        make.sourcing(newcomer_brand, here.mill)
        make.consent(newcomer_brand, here.mill)
        viewers = dict(here.people) | {
            "unlinked brand": make.user("brand", brand=make.brand("Nobody's brand"))
        }
        settle()
        yield World(
            here, here.mill, viewers, newcomer_brand, make.user("brand", brand=newcomer_brand),
            sorted(set(addresses_of(here)) | set(addresses_around([here.mill, here.things["eligible"]]))),
        )  # fmt: skip


days = st.integers(-2, 2).map(lambda number: TODAY + timedelta(days=number))
PERIODS = st.tuples(days, st.none() | days).filter(lambda period: period[1] is None or period[0] <= period[1])
CONSENTS = st.none() | st.tuples(st.sampled_from(SCOPES), PERIODS, st.booleans())


@settings(max_examples=WORLDS, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    case=st.sampled_from(CASES),
    link=st.none() | PERIODS,
    consent=CONSENTS,
    chosen=st.lists(st.integers(0, 9_999), min_size=PAGES_A_WORLD, max_size=PAGES_A_WORLD),
)
def test_what_a_viewer_may_not_see_changes_no_byte(
    programme: World, case: tuple[Change, str], link: Any, consent: Any, chosen: list[int]
):
    change, viewer = case
    with taken_back():
        scope = arranged(programme, viewer, link, consent)
        assume(not (change.scope and scope and rank(scope) >= rank(change.scope)))
        settle()
        wanted = sorted({programme.addresses[number % len(programme.addresses)] for number in chosen})
        before = read_by(programme, viewer, wanted), sent_to(programme, viewer)
        change.happens(programme)
        settle()
        after = read_by(programme, viewer, wanted), sent_to(programme, viewer)

    different = [address for address in wanted if before[0][address] != after[0][address]]
    assert different == [], (change.happens.__name__, viewer, scope)
    assert after[1] == before[1], (change.happens.__name__, viewer, scope)


def test_each_change_is_one_that_somebody_sees(programme: World):
    """Else the test above would hold of what nobody ever reads."""
    programme.viewers["newcomer"] = programme.newcomer
    unseen = []
    for change in CHANGES:
        with taken_back():
            reader, route, filled = change.seen
            address = reverse(route, **filled(programme))
            before = read_by(programme, reader, [address])
            change.happens(programme)
            settle()
            if read_by(programme, reader, [address]) == before or before[address][0] != HTTPStatus.OK:
                unseen.append((change.happens.__name__, reader, address))

    assert unseen == []


def arranged(programme: World, viewer: str, link: Any, consent: Any) -> str:
    """For a brand that is linked: the link and consent drawn, and the scope in force today, decided a second time."""
    if viewer not in {"brand", "brand_without_consent"}:
        return ""
    brand = programme.scene.things["brand" if viewer == "brand" else "other_brand"]
    Sourcing.objects.filter(factory=programme.mill, brand=brand).delete()
    Consent.objects.filter(factory=programme.mill, brand=brand).delete()
    scope = ""
    if link is not None:
        make.sourcing(brand, programme.mill, from_on=link[0], until_on=link[1])
    if consent is not None:
        named, period, withdrawn = consent
        row = make.consent(brand, programme.mill, scope=named, from_on=period[0], until_on=period[1])
        if withdrawn:
            row.ended_at, row.until_on = NOW, period[1] or max(period[0], TODAY)
            row.save()
        if link is not None and not withdrawn and all(map(covers_today, (link, period))):
            scope = named
    refresh_reports()
    return scope


def covers_today(period: tuple[date, date | None]) -> bool:
    return period[0] <= TODAY and (period[1] is None or period[1] >= TODAY)


def read_by(programme: World, viewer: str, wanted: Iterable[str]) -> Read:
    """Status, headers and body of each answer, without what is new at every request."""
    client, user = Client(), programme.viewers[viewer]
    if user is not None:
        client.force_login(user)
        just_proved(client)
    answers = {}
    for address in wanted:
        cache.clear()  # a page that was rendered before is no answer to what it says now
        response = client.get(address)
        raw = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name: value for name, value in response.headers.items() if not OF_THE_REQUEST.match(name)}
        if headers.get("Content-Type", "").startswith(("application/vnd", "application/pdf")):
            raw = b""  # a workbook holds the moment at which it was made
            headers.pop("Content-Length", None)
            headers.pop("ETag", None)
        answers[address] = response.status_code, headers, RENDERED.sub(b"", raw)
    return answers


def sent_to(programme: World, viewer: str) -> tuple[int, int]:
    """How many messages are owed to the webhooks of a brand, and how many mails to the person."""
    user = programme.viewers[viewer]
    if user is None:
        return 0, 0
    messages = (
        WebhookMessage.objects.filter(endpoint__brand__in=brands_of(user)) if viewer in BRANDS else None
    )
    return messages.count() if messages is not None else 0, Letter.objects.filter(person=user).count()
