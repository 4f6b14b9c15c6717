"""The journal made visible: a factory's whole history on a page and in a file, and nobody's to change."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import get_resolver, reverse

from journal.models import Event
from tests import make
from tests.portal.world import reading
from tests.recognition.make import eligible_factory, recognition

pytestmark = pytest.mark.django_db


@pytest.fixture
def mill():
    made = eligible_factory("KH-00001")
    recognition(made, "declined")
    return made


def page_of(client, mill, **asked):
    return client.get(reverse("history", args=[mill.code]), asked)


def test_every_event_around_a_factory_is_told_once_over_the_pages(client, mill):
    for n in range(60):
        make.plan_item(mill, f"item-{n}", issue=f"Issue {n}", due_on=date(2018, 7, 1))
    client.force_login(make.user("global"))

    first = page_of(client, mill)
    cursor = first.context["next_url"].split("page=")[1]
    second = page_of(client, mill, page=cursor)

    told = [event.sentence for page in (first, second) for event in page.context["events"]]
    assert len(told) == Event.objects.filter(factory_id=mill.pk).count()
    assert "recognition declined: As discussed." in told
    assert second.context["next_url"] == ""


def test_the_page_asks_as_often_for_many_events_as_for_few(client, mill):
    client.force_login(make.user("global"))
    page_of(client, mill)
    with reading() as few:
        page_of(client, mill)
    for n in range(30):
        make.plan_item(mill, f"item-{n}")
    with reading() as many:
        page_of(client, mill)

    assert len(many) == len(few)


def test_the_file_has_every_line_with_its_hash(client, mill):
    client.force_login(make.user("reviewer"))

    answer = client.get(reverse("history_export", args=[mill.code]), {"format": "csv"})

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    events = Event.objects.filter(factory_id=mill.pk).order_by("id")
    assert [row["hash"] for row in rows] == [event.hash for event in events]
    assert "recognition declined: As discussed." in {row["what"] for row in rows}


def test_advisers_find_no_more_there_than_on_the_factorys_page(client, mill):
    make.case(mill)
    client.force_login(make.user("adviser"))

    page = page_of(client, mill).content.decode()
    answer = client.get(reverse("history_export", args=[mill.code]))
    file = b"".join(answer.streaming_content).decode()

    for kind in ("recognition.declined", "zero_tolerance.opened"):
        assert kind not in file
    assert "declined" not in page


def test_the_whole_journal_goes_out_for_whoever_operates_this(mill, tmp_path):
    target = tmp_path / "journal.csv"

    call_command("export", "journal", str(target), stdout=io.StringIO())

    with target.open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == Event.objects.count()


def test_no_address_changes_a_history(client, mill):
    client.force_login(make.user("admin"))
    before = list(Event.objects.values_list("hash", flat=True))

    for route in ("history", "history_export"):
        address = reverse(route, args=[mill.code])
        for does in (client.post, client.put, client.patch, client.delete):
            assert does(address).status_code in {404, 405}

    # there is no administration by tables, through which a row of the journal could be edited
    assert "admin" not in {
        pattern.app_name for pattern in get_resolver().url_patterns if hasattr(pattern, "app_name")
    }
    assert list(Event.objects.values_list("hash", flat=True)) == before
