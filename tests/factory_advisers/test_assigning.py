"""Advisers are assigned to factories ticked in the list: by the page, as its form is rendered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from betterwork.reactions import NOTIFY
from countries.domain.country_rules import shipped_rules
from countries.queries.local_time import programme_day
from factories.models import Membership
from factory_advisers.models import FactoryAdviser
from factory_advisers.queries import adviser_of
from journal import deliveries
from journal.models import Event
from journal.wording import day_in_words
from tests import make

pytestmark = pytest.mark.django_db
LIST, ADDRESS = "/factories/", "/factories/adviser/"


def signed_in(person) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def fields_of(html: str) -> dict[str, str]:
    """The hidden fields of the page's form."""
    form = html[html.rindex("<form", 0, html.index('name="from_on"')) :]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {name: unescape(value) for name, value in found.items()}


def assign(client: Client, *factories, adviser, from_on=None):
    """Tick in the list, press the button there, fill in the page that opens and send it."""
    listed = client.get(LIST).content.decode()
    assert f'formaction="{ADDRESS}"' in listed
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', listed[listed.index('id="ticked"') :]
    ).group(1)
    codes = [factory.code for factory in factories]
    opened = client.post(ADDRESS, {"csrfmiddlewaretoken": token, "factory": codes}, follow=True)
    assert opened.status_code == 200, opened.content.decode()[-800:]
    day = from_on or programme_day(timezone.now())
    sent = {**fields_of(opened.content.decode()), "from_on": day.isoformat(), "assign": "1"}
    return client.post(ADDRESS, {**sent, "adviser": adviser.pk if adviser else "nobody"})


def fates(answer) -> dict[str, str]:
    found = {factory.code: fate for factory, fate, _why in answer.context["lines"]}
    assert answer.status_code == (422 if set(found.values()) == {"refused"} else 200)
    return found


def test_a_manager_assigns_an_adviser_to_the_factories_ticked_and_each_is_named_with_what_became_of_it():
    manager, adviser = make.user(Role.MANAGER), make.user(Role.ADVISER, name="Dara")
    one, two = make.factory(), make.factory()
    shut = make.factory(is_closed=True)
    client = signed_in(manager)

    first = assign(client, one, adviser=adviser)
    then = assign(client, one, two, shut, adviser=adviser)

    assert fates(first) == {one.code: "changed"}
    assert fates(then) == {one.code: "unchanged", two.code: "changed", shut.code: "refused"}
    assert "This factory is closed." in then.content.decode()
    assert adviser_of(two.pk).adviser == adviser
    assert adviser_of(shut.pk) is None
    assert "Dara" in client.get(f"/factories/{one.code}/").content.decode()


def test_codes_that_are_nowhere_are_refused_however_many_they_are():
    mill, client = make.factory(), Client()
    client.force_login(make.user(Role.MANAGER))
    codes = "\n".join([mill.code, *(f"{number:x}" for number in range(260_000))])

    answer = client.post(ADDRESS, {"factory": codes, "from_on": "2018-06-01", "assign": "1"})

    assert answer.status_code == 409
    assert not FactoryAdviser.objects.exists()


def test_the_page_that_opens_changes_nothing_and_a_second_press_changes_nothing():
    manager, adviser, mill = make.user(Role.MANAGER), make.user(Role.ADVISER), make.factory()
    client = signed_in(manager)
    assert client.get(ADDRESS, {"factory": mill.code}).status_code == 200
    assert not FactoryAdviser.objects.exists()

    assign(client, mill, adviser=adviser)
    again = assign(client, mill, adviser=adviser)

    assert fates(again) == {mill.code: "unchanged"}
    assert FactoryAdviser.objects.count() == 1
    assert Event.objects.filter(kind="adviser.assigned").count() == 1


def test_another_adviser_follows_from_a_day_on_and_nobody_can():
    manager, mill = make.user(Role.MANAGER), make.factory()
    first, second = make.user(Role.ADVISER), make.user(Role.ADVISER)
    today = programme_day(timezone.now())
    client = signed_in(manager)

    assign(client, mill, adviser=first, from_on=today - timedelta(days=9))
    early = assign(client, mill, adviser=second, from_on=today - timedelta(days=10))
    assign(client, mill, adviser=second, from_on=today - timedelta(days=2))
    late = assign(client, mill, adviser=first, from_on=today + timedelta(days=3))
    none = assign(client, mill, adviser=None)

    assert fates(early) == {mill.code: "refused"}
    assert early.status_code == late.status_code == 422
    assert 'role="status">\n        Adviser' not in early.content.decode()
    assert late.context["form"].errors == {"from_on": ["This day has not come yet. Correct it."]}
    assert fates(none) == {mill.code: "changed"}
    rows = FactoryAdviser.objects.order_by("pk").values_list("adviser", "from_on", "ended_on")
    assert list(rows) == [
        (first.pk, today - timedelta(days=9), today - timedelta(days=2)),
        (second.pk, today - timedelta(days=2), today),
    ]


def test_nobody_is_an_adviser_from_a_day_before_the_programme_began():
    mill, client = make.factory(), signed_in(make.user(Role.MANAGER))

    answer = assign(client, mill, adviser=make.user(Role.ADVISER), from_on=make.date(1, 1, 1))

    assert answer.status_code == 422
    assert "The programme began here on" in answer.content.decode()


def test_rows_of_another_country_and_advisers_of_another_country_are_refused():
    manager, team = make.user(Role.MANAGER), make.user(Role.GLOBAL)
    abroad, mill = make.factory(country="VN"), make.factory()
    adviser, other = make.user(Role.ADVISER), make.user(Role.ADVISER, country="VN")

    refused = signed_in(manager).get(ADDRESS, {"factory": abroad.code})
    outsider = assign(signed_in(manager), mill, adviser=other)
    mixed = assign(signed_in(team), mill, abroad, adviser=adviser)

    assert refused.status_code == 404
    assert outsider.status_code == 422
    assert fates(mixed) == {mill.code: "changed", abroad.code: "refused"}
    assert adviser_of(abroad.pk) is None


@pytest.mark.parametrize("role", [Role.ADVISER, Role.REVIEWER, Role.ADMIN])
def test_nobody_else_assigns(role):
    mill = make.factory()

    assert signed_in(make.user(role)).get(ADDRESS, {"factory": mill.code}).status_code == 404


def test_without_the_token_nothing_is_assigned():
    mill, adviser = make.factory(), make.user(Role.ADVISER)

    answer = signed_in(make.user(Role.MANAGER)).post(
        ADDRESS, {"factory": mill.code, "adviser": adviser.pk, "from_on": "2018-01-01", "assign": "1"}
    )

    assert answer.status_code == 403
    assert not FactoryAdviser.objects.exists()


def test_the_list_is_narrowed_to_one_s_own_factories_and_to_those_without_an_adviser():
    adviser, mill, other = make.user(Role.ADVISER), make.factory(), make.factory()
    assign(signed_in(make.user(Role.MANAGER)), mill, adviser=adviser)
    client = signed_in(adviser)

    def codes(**query):
        return [factory.code for factory in client.get(LIST, query).context["factories"]]

    assert codes(adviser="me") == [mill.code]
    assert codes(adviser="nobody") == [other.code]
    assert adviser.name in client.get(LIST, {"columns": "assigned", "sort": "-assigned"}).content.decode()


def test_who_left_the_country_is_no_adviser_there_any_more():
    adviser, mill = make.user(Role.ADVISER), make.factory()
    assign(signed_in(make.user(Role.MANAGER)), mill, adviser=adviser)
    Membership.objects.filter(user=adviser).update(country=make.country("VN"))

    assert adviser_of(mill.pk) is None


def test_the_day_that_the_page_proposes_has_begun_at_each_factory():
    make.country_settings(
        make.country("HT"),
        replace(shipped_rules("HT"), in_programme=True, time_zone="America/Port-au-Prince"),
        from_on=date(2016, 1, 1),
    )
    mill, abroad = make.factory(country="HT"), make.factory()
    client = signed_in(make.user(Role.GLOBAL))

    with time_machine.travel(datetime(2018, 6, 2, 2, 0, tzinfo=UTC), tick=False):  # an evening in Haiti
        opened = client.get(ADDRESS, {"factory": f"{mill.code}\n{abroad.code}"})
        proposed = opened.context["form"].initial["from_on"]
        answer = assign(client, mill, adviser=make.user(Role.ADVISER, country="HT"), from_on=proposed)

    assert proposed == date(2018, 6, 1)
    assert fates(answer) == {mill.code: "changed"}


def test_the_adviser_that_a_merge_left_is_ended():
    manager, mill = make.user(Role.MANAGER), make.factory()
    stands, earlier = make.user(Role.ADVISER), make.user(Role.ADVISER)
    today = programme_day(timezone.now())
    client = signed_in(manager)
    other = make.factory()
    assign(client, other, adviser=earlier, from_on=today - timedelta(days=9))
    assign(client, other, adviser=None, from_on=today - timedelta(days=3))
    assign(client, mill, adviser=stands, from_on=today - timedelta(days=20))
    FactoryAdviser.objects.filter(factory=other).update(factory=mill)  # as a merge moves them

    ended = assign(client, mill, adviser=None)

    assert fates(ended) == {mill.code: "changed"}
    assert adviser_of(mill.pk) is None


def test_a_form_sent_before_anybody_is_chosen_takes_no_adviser_away():
    mill, adviser, client = make.factory(), make.user(Role.ADVISER), signed_in(make.user(Role.MANAGER))
    opened = assign(client, mill, adviser=adviser).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', opened[opened.index('class="stack"') :])

    early = client.post(
        ADDRESS,
        {
            **fields_of(opened),
            "csrfmiddlewaretoken": token.group(1),
            "adviser": "",
            "from_on": "2018-06-30",
            "assign": "1",
        },
    )

    assert early.status_code == 422
    assert 'value="2018-06-30"' in early.content.decode()
    assert adviser_of(mill.pk).adviser == adviser


def test_the_page_of_few_ticked_factories_has_an_address_and_says_who_advises_them():
    mill, adviser, client = make.factory(), make.user(Role.ADVISER), signed_in(make.user(Role.MANAGER))
    assign(client, mill, adviser=adviser)
    listed = client.get(LIST).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', listed[listed.index('id="ticked"') :])

    opened = client.post(ADDRESS, {"csrfmiddlewaretoken": token.group(1), "factory": mill.code})

    assert opened.url == f"{ADDRESS}?factory={mill.code}"
    assert adviser.name in client.get(opened.url).content.decode().partition('<ul class="rows">')[2]
    assert client.get(ADDRESS).url == LIST


def test_whoever_assigns_what_another_assigned_meanwhile_is_told_and_changes_nothing():
    mill, client = make.factory(), signed_in(make.user(Role.MANAGER))
    first, second = make.user(Role.ADVISER), make.user(Role.ADVISER)
    opened = client.get(ADDRESS, {"factory": mill.code}).content.decode()
    assign(signed_in(make.user(Role.MANAGER)), mill, adviser=first)

    def send(adviser):
        token = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"', opened[opened.index('class="stack"') :]
        )
        sent = {
            **fields_of(opened),
            "csrfmiddlewaretoken": token.group(1),
            "from_on": programme_day(timezone.now()).isoformat(),
        }
        return client.post(ADDRESS, {**sent, "adviser": adviser.pk, "assign": "1"})

    late = send(second)

    assert late.status_code == 409
    assert "Something changed meanwhile" in late.content.decode()
    assert first.name in late.content.decode().partition('<ul class="rows">')[2]
    assert adviser_of(mill.pk).adviser == first
    assert fates(send(first)) == {mill.code: "unchanged"}  # as when it is pressed twice


def test_a_manager_narrows_the_list_to_one_adviser_and_is_not_offered_own_ones():
    mill, other, adviser = make.factory(), make.factory(), make.user(Role.ADVISER)
    client = signed_in(make.user(Role.MANAGER))
    assign(client, mill, adviser=adviser)

    page = client.get(LIST, {"adviser": adviser.pk})

    assert [factory.code for factory in page.context["factories"]] == [mill.code]
    assert [label for _value, label in page.context["form"].fields["adviser"].choices] == [
        "Everybody",
        "Nobody",
        adviser.name,
    ]
    assert other.code not in page.content.decode()


def today_in_words() -> str:
    return day_in_words(programme_day(timezone.now()))


def read_inbox(person) -> dict[str, str]:
    """What somebody is told and has not read yet, with where it leads; marked as read."""
    while deliveries.deliver(NOTIFY, now=timezone.now()):
        pass
    client = signed_in(person)
    html = client.get("/inbox/").content.decode()
    found = re.findall(
        r'<li class="notice-new">\s*<span class="rows-main"><a href="([^"]*)">([^<]*)</a>', html
    )
    if found:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html).group(1)
        assert client.post("/inbox/read/", {"csrfmiddlewaretoken": token}).status_code == 302
    return {sentence: address for address, sentence in found}


def test_advisers_are_told_once_of_all_factories_given_and_taken_and_the_way_leads_to_them():
    manager, first, second = make.user(Role.MANAGER), make.user(Role.ADVISER), make.user(Role.ADVISER)
    one, two = make.factory(), make.factory()
    client = signed_in(manager)

    assign(client, one, two, adviser=first)
    told = read_inbox(first)
    assert list(told) == [f"You are the adviser of 2 more factories from {today_in_words()} on"]
    listed = signed_in(first).get(*told.values()).content.decode()
    assert all(f"/factories/{mill.code}/" in listed for mill in (one, two))

    assign(client, one, adviser=second)
    given, taken = read_inbox(second), read_inbox(first)
    assert list(given) == [f"You are the adviser of 1 more factory from {today_in_words()} on"]
    assert list(taken) == [f"You are no longer the adviser of 1 factory from {today_in_words()} on"]
    assert read_inbox(manager) == {}


def test_the_history_of_a_factory_names_its_advisers_by_their_names_of_now():
    manager, mill = make.user(Role.MANAGER), make.factory()
    first, second = make.user(Role.ADVISER, name="Dara"), make.user(Role.ADVISER, name="Bopha")
    client = signed_in(manager)
    for adviser in (first, second, None):
        assign(client, mill, adviser=adviser)

    read = [client.get(f"/factories/{mill.code}/{page}").content.decode() for page in ("", "history/")]

    for html in read:
        assert f"Dara is the adviser from {today_in_words()} on" in html
        assert f"Bopha is the adviser from {today_in_words()} on" in html
        assert f"without an adviser from {today_in_words()} on; until then: Bopha" in html


@pytest.mark.parametrize(
    ("came_from", "leads"),
    [
        ("http://testserver/factories/?q=mill&sort=name", "/factories/?q=mill&amp;sort=name"),
        ("https://elsewhere.example/people/?q=mill", "/factories/"),
        ("javascript:alert(1)", "/factories/"),
        ("http://[", "/factories/"),
        ("", "/factories/"),
    ],
)
def test_the_way_back_leads_to_the_list_with_its_filters(came_from, leads):
    mill, client = make.factory(), signed_in(make.user(Role.MANAGER))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(LIST).content.decode()).group(1)
    sent = {"csrfmiddlewaretoken": token, "factory": [mill.code]}

    opened = client.post(ADDRESS, sent, headers={"Referer": came_from}, follow=True)
    form = fields_of(opened.content.decode())
    refused = client.post(ADDRESS, {**form, "from_on": "nonsense", "adviser": "nobody", "assign": "1"})
    done = client.post(ADDRESS, {**form, "from_on": day_now(), "adviser": "nobody", "assign": "1"})

    assert [answer.status_code for answer in (opened, refused, done)] == [200, 422, 200]
    for answer in (opened, refused, done):
        html = answer.content.decode()
        assert html.count(f'href="{leads}"') >= 2, html  # its path and Cancel
        assert "elsewhere" not in html


def test_from_a_factorys_page_the_way_back_leads_there():
    mill, client = make.factory(), signed_in(make.user(Role.MANAGER))
    page = f"http://testserver/factories/{mill.code}/"

    html = client.get(f"{ADDRESS}?factory={mill.code}", headers={"Referer": page}).content.decode()

    assert f'<a class="button button-quiet" href="/factories/{mill.code}/"' in " ".join(html.split())


def day_now() -> str:
    return programme_day(timezone.now()).isoformat()
