"""Desk, inbox, list, mail and navigation count the same work, whatever happened; none says more than one may know."""

from __future__ import annotations

import random
import re
from contextlib import suppress

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from accounts.models import STAFF, Letter
from accounts.projections import write_summaries
from advisory.queries.visibility import cases_visible_to
from countries.queries.local_time import LocalDays
from factories.models import AccessRequest
from journal.refusals import Refused
from notifications.outgoing_email import message_of
from obligations.queries.registry import ROLES, counts_of, number_of_obligations, open_work
from obligations.views.header_count import shown_number
from tests import make
from tests.make import NOW, TODAY
from tests.notifications.cast import tell
from tests.obligations.cast import cast, work_of
from tests.obligations.steps import STEPS, mill_for
from tests.portal.world import reading

pytestmark = pytest.mark.django_db
NEVER_TOGETHER = {
    "a draft",
    "a returned draft",
    "an assessment to review",
    "a comment window",
    "a factory that commented",
    "findings that nobody planned",
}
"""Each opens an assessment of the same day."""


def random_history(seed):
    """Some kinds of work begun in any order at one mill, a few of them ended."""
    chance = random.Random(seed)
    names = sorted(STEPS)
    chance.shuffle(names)
    chosen, open_ones = [], []
    for name in names:
        steps = STEPS[name][1]
        taken = {STEPS[other][1] for other in chosen}
        clashes = name in NEVER_TOGETHER and NEVER_TOGETHER & set(chosen)
        if steps in taken or clashes:
            continue
        chosen.append(name)
    here = cast(mill_for(STEPS[chosen[0]][1]))
    return here, chance, chosen, open_ones


@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_all_places_say_the_same(client, seed):
    here, chance, chosen, running = random_history(seed)
    for name in chosen[:6]:
        steps = STEPS[name][1](here)
        with suppress(Refused):  # two histories that exclude each other: the later one is refused
            next(steps)
        running.append(steps)
        if chance.random() < 0.3:
            with suppress(Refused):
                next(running.pop(chance.randrange(len(running))), None)
    tell()
    write_summaries(TODAY, now=NOW)

    for person in here.people.values():
        number = len(work_of(person))
        days = LocalDays(NOW)
        assert number_of_obligations(person, days) == number == open_work(person, days, most=12).total
        known = {str(pk) for pk in cases_visible_to(person).values_list("pk", flat=True)}
        shown = {row.key.partition(":")[2] for row in work_of(person) if row.kind == "case"}
        assert shown <= known
        if person.role not in STAFF:
            assert not shown
        _pages_agree(client, person, number)
        _mail_agrees(person, number)


def _pages_agree(client, person, number):
    client.force_login(person)
    with time_machine.travel(NOW):
        elsewhere = client.get(reverse("profile"))
        inbox = client.get(reverse("inbox"))
        assert inbox.context["work"].total == number
        counted = re.search(
            r'class="masthead-inbox" href="/to-do/".*?masthead-count[^>]*>(\d+)<', elsewhere.content.decode()
        )
        assert (int(counted.group(1)) if counted else 0) == number
        if person.role in STAFF:
            assert client.get(reverse("desk")).context["work"].total == number
        if person.role in ROLES:
            assert client.get(reverse("obligations:list")).context["total"] == number


def _mail_agrees(person, number):
    for letter in Letter.objects.filter(person=person, day=TODAY):
        message = message_of(letter, now=NOW)
        if message is None:  # all of its news are read or gone: nothing is sent on account of work alone
            continue
        said = re.search(r"^To do: (\d+)$", message.body, re.MULTILINE)
        assert (int(said.group(1)) if said else 0) == number


def test_a_hidden_case_shows_in_no_place(client):
    here = cast()
    make.case(here.mill, trigger="CASE-MARK")

    for who in (
        "adviser",
        "adviser abroad",
        "manager abroad",
        "factory",
        "worker",
        "group",
        "brand",
        "inspector",
    ):
        assert not [row for row in work_of(here[who]) if row.kind == "case"], who
        assert not [count for count in counts_of(here[who], LocalDays(NOW)) if count.kind.code == "case"], who


def test_as_many_statements_for_three_rows_as_for_three_hundred(client):
    here = cast()
    make.assessment(here.mill, team=[here["assessor"]])
    people = [here[who] for who in ("assessor", "factory", "manager", "global")]
    pages = ("inbox", "obligations:list")

    def asked():
        found = {}
        for person in people:
            client.force_login(person)
            for page in pages:
                client.get(reverse(page))
                with time_machine.travel(NOW), reading() as statements:
                    client.get(reverse(page))
                found[person.role, page] = len(statements)
            with time_machine.travel(NOW), reading() as statements:
                shown_number(person)
            found[person.role, "header"] = len(statements)
            cache.clear()
            with time_machine.travel(NOW), reading() as statements:
                shown_number(person)
            found[person.role, "count"] = len(statements)
        return found

    def grown(first, last):
        for number in range(first, last):
            make.plan_item(here.mill, str(number), issue="Unlock the exit")
            if number % 10 == 0:
                make.case(here.mill, trigger=f"Trigger {number}")

    grown(0, 30)
    few = asked()
    grown(30, 300)
    many = asked()

    assert many == few
    assert {few[role, "header"] for role, _page in few} == {0}
    # the absent for whom one stands in, the factories that one advises, the countries' days, the counts
    assert max(few[role, "count"] for role, _page in few) <= 4


def test_an_act_of_ones_own_shows_in_the_header_of_the_next_page(client):
    here = cast()
    next(STEPS["a request for access"][1](here))
    client.force_login(here["factory"])

    def header():
        return client.get(reverse("profile")).context["to_do"]()

    with time_machine.travel(NOW):
        before = header()
        waiting = AccessRequest.objects.get()
        address = reverse("decline_access", args=[here.mill.code, waiting.pk])
        client.post(address, {"word": "Not now."})
        assert (before, header()) == (1, 0)
