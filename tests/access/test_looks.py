"""Every look at something about a factory stands in its log; the factory sees those from outside the programme."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts import access_log
from betterwork.access_log_rules import LOOKS, NO_LOOKS
from desk.access_log import PAGES as WORDS
from journal.models import Access
from tests.access.pages import OWN, PAGES
from tests.access.scene import PUBLIC, scene
from tests.access.test_pages import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    cache.clear()
    return scene()


def page(client, here):
    return " ".join(client.get(reverse("looks", args=[here.mill.code])).content.decode().split())


@pytest.mark.long
@pytest.mark.parametrize("viewer", ["global", "brand"])
def test_each_answer_about_one_factory_is_a_look_or_listed_as_none(client, here, viewer, monkeypatch):
    monkeypatch.setattr(access_log, "ONCE_IN", 0)  # each look is one
    client.force_login(here.people[viewer])
    missed = []
    for route, cases in PAGES.items():
        for case in cases:
            parts = case.fill(here)
            if not parts or viewer not in case.readers or PUBLIC in case.readers or route in NO_LOOKS:
                continue
            before = Access.objects.count()
            address = reverse(route, kwargs=parts) + (f"?{case.query}" if case.query else "")
            answer = client.get(address)
            text = body(answer)
            if route in LOOKS and answer.status_code == 200 and Access.objects.count() == before:
                missed.append(address)
            if route not in LOOKS and _shows_a_factory(answer, text, here):
                missed.append(f"{route} is in neither table")
    assert not missed, "; ".join(sorted(set(missed)))


def _shows_a_factory(answer, text, here) -> bool:
    """A page about the mill that is no form for changing something."""
    return answer.status_code == 200 and here.mill.code.casefold() in text and "<textarea" not in text


def test_every_kind_of_look_has_words():
    assert LOOKS.keys() <= WORDS.keys()


def test_a_factory_sees_the_brand_that_read_its_page_and_not_the_programme(client, here):
    for viewer in ("brand", "adviser"):
        client.force_login(here.people[viewer])
        assert client.get(reverse("factory", args=[here.mill.code])).status_code == 200
    client.force_login(here.people["factory"])
    own = page(client, here)
    assert "Factory page" in own
    assert "Times are Phnom Penh time." in own  # the clock of the factory, whoever reads
    assert here.people["adviser"].name not in own

    client.force_login(here.people["manager"])
    assert here.people["adviser"].name in page(client, here)


def test_looking_again_at_once_is_one_look_and_own_people_leave_none(client, here):
    address = reverse("factory", args=[here.mill.code])
    for viewer in ("brand", "brand", *sorted(OWN)):
        client.force_login(here.people[viewer])
        client.get(address)
    assert Access.objects.filter(factory_id=here.mill.pk).count() == 1


def test_an_export_and_an_answer_to_a_program_name_each_factory(client, here):
    client.force_login(here.people["brand"])
    b"".join(client.get("/suppliers/export/").streaming_content)
    client.get("/api/v1/assessments/")
    kinds = set(Access.objects.filter(factory_id=here.mill.pk).values_list("kind", flat=True))
    assert kinds == {"export", "api"}


def test_what_does_not_exist_for_somebody_leaves_no_look(client, here):
    client.force_login(here.people["brand_without_consent"])
    assert client.get(reverse("looks", args=[here.mill.code])).status_code == 404
    client.get(reverse("advisory:plan", args=[here.mill.code]))
    assert not Access.objects.exists()


def test_who_may_not_know_of_a_case_does_not_read_who_looked_at_it(client, here):
    case = here.things["case"]
    client.force_login(here.people["manager"])
    address = reverse("advisory:case", kwargs={"code": here.mill.code, "case_uid": case.uid})
    assert client.get(address).status_code == 200
    assert "Zero-tolerance case" in page(client, here)

    client.force_login(here.people["colleague"])
    assert "Zero-tolerance case" not in page(client, here)
