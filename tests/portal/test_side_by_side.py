"""A manufacturer group, and whoever works with several factories, sees them side by side."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.urls import reverse

from assessments.models import Assessment
from factories.models import Factory
from portal.projections import refresh_reports
from tests import make
from tests.make import NOW
from tests.portal.world import reading, refreshed

pytestmark = pytest.mark.django_db
MANY = 60


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def holding():
    return make.group("Lantern Holding")


@pytest.fixture
def lin(client, holding):
    client.force_login(make.user("group", group=holding))
    return client


def joined(holding, *factories: Factory) -> None:
    Factory.objects.filter(pk__in=[factory.pk for factory in factories]).update(group=holding)


def page(client, **asked) -> str:
    answer = client.get(reverse("progress"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def file(client, **asked) -> list[dict[str, str]]:
    answer = client.get(reverse("progress_export"), {"format": "csv", **asked})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_a_group_sees_what_is_to_go_overdue_open_and_next(lin, programme, holding):
    joined(holding, programme.recognised, programme.supplier, programme.quiet)
    make.plan_item(programme.supplier, "P-1", due_on=NOW.date() - timedelta(days=3))
    window = make.assessment(programme.quiet, assessed_on=date(2018, 5, 20), state="comment_window")
    Assessment.objects.filter(pk=window.pk).update(window_closes_on=date(2018, 6, 9))

    said = page(lin)
    rows = {row["code"]: row for row in file(lin)}

    assert "Lantern Holding" in said
    assert rows["KH-00001"]["criteria_to_go"] == "1"
    assert rows["KH-00001"]["overdue_plan_items"] == "1"
    assert rows["VN-00001"]["recognised_on"]
    assert reverse("factory", args=["KH-00001"]) in said
    assert reverse("responses:respond", args=[window.pk]) in said
    assert rows["KH-00002"]["comment_window_closes_on"] == "2018-06-09"
    # assessed on 10 April 2018: twelve months on, and twenty-four where it is recognised
    assert (rows["KH-00001"]["next_visit_from"], rows["KH-00001"]["next_visit_until"]) == (
        "2019-03",
        "2019-05",
    )
    assert (rows["VN-00001"]["next_visit_from"], rows["VN-00001"]["next_visit_until"]) == (
        "2020-03",
        "2020-05",
    )
    assert "March 2019 – May 2019" in said


def test_the_list_is_sorted_and_narrowed_and_the_file_is_the_same_list(lin, programme, holding):
    joined(holding, programme.recognised, programme.supplier, programme.quiet)
    make.plan_item(programme.supplier, "P-1", due_on=NOW.date() - timedelta(days=3))

    assert next(row["code"] for row in file(lin, sort="-overdue")) == "KH-00001"
    assert next(row["code"] for row in file(lin, sort="to_go")) == "VN-00001"
    assert [row["code"] for row in file(lin, country="VN")] == ["VN-00001"]
    assert [row["code"] for row in file(lin, q="KH-00002")] == ["KH-00002"]
    assert "No factory matches" in page(lin, q="nothing like it")
    found = page(lin, sort="-overdue")
    assert found.index("KH-00001") < found.index("KH-00002")
    assert lin.get(reverse("progress_export"), {"format": "pdf"}).status_code == 404


def test_what_left_the_group_is_gone_at_once_and_other_groups_were_never_there(lin, programme, holding):
    joined(holding, programme.recognised, programme.supplier)
    joined(make.group(), programme.quiet)
    assert {row["code"] for row in file(lin)} == {"VN-00001", "KH-00001"}

    Factory.objects.filter(pk=programme.supplier.pk).update(group=None)

    assert file(lin) == [row for row in file(lin) if row["code"] == "VN-00001"]
    assert lin.get(reverse("advisory:plan", args=["KH-00001"])).status_code == 404


def test_a_group_without_a_factory_and_with_one(lin, programme, holding):
    assert "No factory belongs to your group yet" in page(lin)

    joined(holding, programme.supplier)

    assert "You meet" in page(lin)  # the factory's own page
    assert [row["code"] for row in file(lin)] == ["KH-00001"]


@pytest.mark.parametrize("role", ["brand", "inspector", "adviser", "global", "admin"])
def test_the_file_does_not_exist_for_others(client, db, role):
    client.force_login(make.user(role))

    assert client.get(reverse("progress_export")).status_code == 404


def test_sixty_factories_cost_as_many_statements_as_two(lin, holding):
    def several(number: int, first: int) -> None:
        for place in range(number):
            mill = make.factory(f"KH-7{first + place:04}", name=f"Mill {first + place}")
            joined(holding, mill)
            if place < 2:
                make.assessment(mill, assessed_on=date(2018, 4, 10))
                make.plan_item(mill, "P-1", due_on=NOW.date())

    several(2, 0)
    refresh_reports()
    page(lin)
    with reading() as few:
        page(lin)
    several(MANY - 2, 100)
    refresh_reports()
    with reading() as many:
        said = page(lin)

    assert said.count('class="row-link"') == MANY
    assert len(many) == len(few)


def test_a_worker_representative_of_two_factories_reads_nothing_of_cases(client, programme):
    worker = make.user("worker", factory=programme.supplier)
    make.place_at(worker, factory=programme.quiet)
    client.force_login(worker)
    before, table = page(client), file(client)

    make.case(programme.supplier)
    refreshed()

    assert file(client) == table
    assert page(client).count("row-link") == before.count("row-link")
