"""Lists that people keep under a name: saved from what a page shows, opened by colleagues, renamed, deleted."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from saved_lists.models import SavedList
from tests import make
from tests.portal.world import NOW, world

pytestmark = pytest.mark.django_db
LISTS = "/lists/"


@pytest.fixture
def adviser(client):
    client.force_login(make.user(Role.ADVISER))
    return client


@pytest.fixture
def programme():
    with time_machine.travel(NOW, tick=False):
        yield world()


def test_a_list_of_factories_is_saved_as_it_is_narrowed_sorted_and_shown(adviser):
    query = "q=lotus&sort=-rate&columns=rate&columns=overdue_items&page=x&nonsense=1&state="
    adviser.post(LISTS, {"page": "factories", "name": "Worst first", "query": query})

    saved = SavedList.objects.get()
    assert parse_qs(saved.query) == {"q": ["lotus"], "sort": ["-rate"], "columns": ["rate", "overdue_items"]}
    opened = adviser.get(reverse("saved_lists:list", args=[saved.pk]), follow=True)
    assert urlsplit(opened.redirect_chain[-1][0]).path == "/factories/"
    assert [column.key for column in opened.context["columns"]] == ["rate", "overdue_items"]
    assert f'href="{reverse("saved_lists:list", args=[saved.pk])}"' in opened.content.decode()


@pytest.mark.parametrize("page", ["factories", "assessments", "recognition"])
def test_each_list_of_the_staff_offers_to_be_saved_once_it_is_narrowed(client, page):
    client.force_login(make.user(Role.MANAGER))
    address = reverse(
        {"factories": "factory_table:list", "assessments": "assessments:list"}.get(
            page, "recognition:worklist"
        )
    )

    assert "Save this list" not in client.get(address).content.decode()
    shown = client.get(address, {"q": "lotus"}).content.decode()
    assert f'name="page" value="{page}"' in shown
    client.post(LISTS, {"page": page, "name": "Lotus", "query": "q=lotus"})
    assert "Lotus</" in client.get(address).content.decode()


def test_a_colleague_opens_a_list_and_reads_there_what_is_open_to_them(client):
    make.factory(name="Lotus", country="KH")
    make.factory(name="Lotus Abroad", country="VN")
    client.force_login(make.user(Role.ADVISER, country="KH"))
    client.post(LISTS, {"page": "factories", "name": "Lotus", "query": "q=lotus"})
    address = reverse("saved_lists:list", args=[SavedList.objects.get().pk])

    client.force_login(make.user(Role.ADVISER, country="VN"))
    assert [row.name for row in client.get(address, follow=True).context["factories"]] == ["Lotus Abroad"]
    assert client.post(address + "change/", {"name": "Mine"}).status_code == 404
    client.force_login(make.user(Role.FACTORY, factory=make.factory()))
    assert client.get(address).status_code == 404


def test_a_list_of_candidates_opens_for_those_alone_who_have_the_page(client):
    client.force_login(make.user(Role.MANAGER))
    client.post(LISTS, {"page": "recognition", "name": "Close", "query": "list=close"})
    address = reverse("saved_lists:list", args=[SavedList.objects.get().pk])

    client.force_login(make.user(Role.ADVISER))
    assert client.get(address).status_code == 404
    assert client.post(LISTS, {"page": "recognition", "name": "Mine", "query": ""}).status_code == 404
    assert client.post(LISTS, {"page": "no such page", "name": "Mine", "query": ""}).status_code == 404


def test_brands_share_lists_of_suppliers_within_the_brand(client, programme):
    client.force_login(programme.linh)
    client.post(LISTS, {"page": "suppliers", "name": "Shared", "query": "shared=yes&sort=-rate&page=x"})
    address = reverse("saved_lists:list", args=[SavedList.objects.get().pk])
    assert client.get(address).url == "/suppliers/?shared=yes&sort=-rate"
    assert "Shared" in client.get("/suppliers/").content.decode()

    client.force_login(make.user("brand", brand=programme.brand))  # a colleague
    assert client.get(address).status_code == 302
    client.force_login(programme.karim)
    assert client.get(address).status_code == 404


def test_a_new_name_that_is_taken_is_said_beside_what_was_typed(adviser):
    for name in ("Worst first", "Mine"):
        adviser.post(LISTS, {"page": "factories", "name": name, "query": "q=lotus"})
    adviser.post(LISTS, {"page": "assessments", "name": "Elsewhere", "query": ""})
    mine = SavedList.objects.get(name="Mine")
    change = reverse("saved_lists:change", args=[mine.pk])

    taken = adviser.post(change, {"name": "Worst first"})
    assert taken.status_code == 422
    assert "no other of your lists" in taken.content.decode()
    assert 'value="Worst first"' in taken.content.decode()
    assert adviser.post(change, {"name": "Elsewhere"}).url == LISTS  # of another page's lists
    assert SavedList.objects.get(pk=mine.pk).name == "Elsewhere"


def test_a_list_that_was_deleted_in_another_window_stays_deleted(adviser):
    adviser.post(LISTS, {"page": "factories", "name": "Mine", "query": "q=lotus"})
    change = reverse("saved_lists:change", args=[SavedList.objects.get().pk])

    for _again in range(2):
        assert adviser.post(change, {"act": "delete"}).url == LISTS
    assert not SavedList.objects.exists()
    assert adviser.post(change, {"name": "Again", "page": "no such page"}).status_code == 404


def test_the_new_name_of_a_list_that_is_gone_is_kept_and_saves_it_anew(adviser):
    adviser.post(LISTS, {"page": "factories", "name": "Mine", "query": "q=lotus"})
    shown = adviser.get(LISTS).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(page|query)" value="([^"]+)"', shown))
    change = reverse("saved_lists:change", args=[SavedList.objects.get().pk])
    SavedList.objects.all().delete()

    gone = adviser.post(change, {**hidden, "name": "Typed name"})
    assert gone.status_code == 422
    page = gone.content.decode()
    assert "was deleted meanwhile" in page
    assert 'value="Typed name"' in page
    form = re.search(rf'<form method="post"\s+action="{LISTS}".*?</form>', page, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'name="(page|query)" value="([^"]+)"', form[0]))
    adviser.post(LISTS, {**sent, "name": "Typed name"})
    assert SavedList.objects.get(name="Typed name").query == "q=lotus"


def test_a_person_has_a_hundred_lists_at_most(adviser):
    for number in range(100):
        adviser.post(LISTS, {"page": "factories", "name": f"List {number}", "query": "q=lotus"})
    one_more = adviser.post(LISTS, {"page": "assessments", "name": "Kept name", "query": "q=lotus"})

    assert one_more.status_code == 422
    assert "Delete one first" in one_more.content.decode()
    assert 'value="Kept name"' in one_more.content.decode()
    assert adviser.post(LISTS, {"page": "factories", "name": "List 7", "query": "q=mill"}).status_code == 302
    assert SavedList.objects.count() == 100
    assert SavedList.objects.get(name="List 7").query == "q=mill"


def test_an_empty_name_keeps_what_was_typed(adviser):
    answer = adviser.post(LISTS, {"page": "factories", "name": " ", "query": "q=lotus"})
    assert answer.status_code == 422
    assert 'name="query" value="q=lotus"' in answer.content.decode()


def test_what_is_saved_has_bounds(adviser):
    columns = "&".join(f"columns=c{number}" for number in range(500))
    adviser.post(LISTS, {"page": "factories", "name": "Long", "query": f"{columns}&q={'x' * 5000}"})

    assert len(SavedList.objects.get().query) < 1000
