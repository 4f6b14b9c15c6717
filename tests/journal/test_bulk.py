"""Columns read at once hold the very values that Django gives value by value."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.models import Assessment, Finding
from factories.models import Workforce
from journal.bulk import fetch_columns
from journal.models import Event
from tests import make
from tests.recognition.make import eligible_factory

pytestmark = pytest.mark.django_db


def test_every_type_of_column_comes_as_django_gives_it():
    factory = eligible_factory(latest=["OS-8-06"])
    make.visit(factory)
    make.visit_finding(factory, "OS-8-06")
    asked = (
        Assessment.objects.values_list(
            "pk", "factory_id", "assessed_on", "announced", "sheet", "finalised_at"
        ),
        Finding.objects.values_list("assessment_id", "question", "found_on", "fixed_on", "recorded_at"),
        Workforce.objects.values_list("counted_on", "workers", "women_workers", "recorded_at"),
        Event.objects.values_list("subject", "sequence", "at", "data"),
    )

    for rows in asked:
        told = list(rows.order_by("pk"))
        read = list(zip(*fetch_columns(rows.order_by("pk")), strict=True))
        assert told
        assert read == told
        assert [[type(value) for value in row] for row in read] == [
            [type(value) for value in row] for row in told
        ]


def test_without_rows_there_are_no_columns():
    nothing = Workforce.objects.values_list("pk", "counted_on")

    assert fetch_columns(nothing.filter(counted_on=date(1999, 1, 1))) == []
    assert fetch_columns(nothing.filter(pk__in=[])) == []
