"""Whoever reads a list over the API has looked at each factory that it names: noted in a fixed number of statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.models import Brand
from factories.queries.lookups import ids_of_codes
from journal.models import Access
from tests import make
from tests.recognition.make import NOW
from webhooks.projections.changes import note_access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]


ADDRESSES = {"changes": "brand", "findings": "staff", "plan-items": "staff", "visit-findings": "staff"}


def factories(numbers):
    brand = Brand.objects.filter(name="Northwind").first() or make.brand("Northwind")
    for number in numbers:
        mill = make.factory(f"KH-{number:05}")
        make.sourcing(brand, mill)
        make.consent(brand, mill)
        make.assessment(mill, findings=["OS-8-06"])
        make.visit(mill)
        make.visit_finding(mill, "WT-2-01")
        make.plan_item(mill, "exit")
    note_access(None, now=NOW)
    return brand


@pytest.mark.parametrize("what", ADDRESSES)
def test_a_page_of_many_factories_costs_as_much_as_one_of_few(what, program):
    brand = factories(range(1, 4))
    people = {"brand": make.user("brand", brand=brand), "staff": make.user("global")}
    client = program(people[ADDRESSES[what]])
    client.get(f"/api/v1/{what}/")  # a token notes now and then that it is used
    asked = []
    for most in (3, 20):
        Access.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            rows = client.get(f"/api/v1/{what}/?page_size=100").json()["results"]
        codes = {row["factory"] for row in rows}
        assert len(codes) == most, (what, len(rows))
        seen = Access.objects.filter(kind="api").values_list("factory_id", flat=True)
        assert sorted(seen) == sorted(ids_of_codes(codes))
        asked.append(len(captured))
        if most == 3:
            factories(range(4, 21))
    assert asked[0] == asked[1]


def test_a_factorys_own_people_are_not_noted(program):
    factories([1])
    mill = make.factory("KH-00002")
    make.plan_item(mill, "exit")

    assert program(make.user("factory", factory=mill)).get("/api/v1/plan-items/").json()["results"]
    assert not Access.objects.exists()
