"""The vocabulary in public: a page a measure, for people and machines, linked from every criterion that uses it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from criteria.domain.measures import MEASURES, Measure
from criteria.projections import standard_or_shipped
from tests.recognition.make import NOW

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)


@pytest.fixture
def standard():
    return standard_or_shipped(NOW.date(), now=NOW)


def page(client, *address, accept="text/html"):
    return client.get(reverse(*address), headers={"accept": accept})


@EVERY
def test_a_measure_has_a_page_that_says_all_there_is_to_say(client, measure: Measure):
    told = page(client, "criteria:measure", None, [measure.name])

    facts = [fact["value"] for fact in told.context["facts"]]
    assert told.status_code == 200
    assert told.context["definition"] == measure.definition
    assert {measure.example, measure.source, measure.missing} <= set(facts)
    assert all(facts)
    assert all(window["told"] for window in told.context["windows"])
    assert len(told.context["windows"]) == len(measure.windows)


def test_the_list_leads_to_every_measure_of_the_vocabulary(client):
    text = page(client, "criteria:measures").content.decode()

    assert [name for name in MEASURES if f'"/measures/{name}/"' not in text] == []


def test_every_criterion_leads_to_its_measure_and_back(client, standard):
    for criterion in standard.document.criteria:
        address = [standard.code, standard.version, criterion.code]
        of_criterion = page(client, "criteria:criterion", None, address)
        of_measure = page(client, "criteria:measure", None, [criterion.measure])

        assert reverse("criteria:measure", args=[criterion.measure]) in of_criterion.content.decode()
        assert criterion.code in [use["code"] for use in of_measure.context["uses"]]


def test_machines_read_the_same_as_json(client, standard):
    every = page(client, "criteria:measures", accept="application/json").json()["measures"]
    one = page(client, "criteria:measure", None, ["committee_elected"], accept="application/json").json()

    assert [told["name"] for told in every] == list(MEASURES)
    assert one["criteria"] == ["/criteria/high-performance/1.0/D1-ELECTED/"]
    assert (one["unit"], one["direction"], one["shape"]) == ("yes_no", "more", "yes_no")
    assert {name: one[name] for name in every[0]} == next(
        told for told in every if told["name"] == "committee_elected"
    )


def test_a_criterion_names_its_measures_address_to_machines(client, standard):
    address = [standard.code, standard.version, "C5-OPEN"]
    told = page(client, "criteria:criterion", None, address, accept="application/json").json()

    assert told["measure_uri"] == "/measures/open_cases/"


def test_there_is_no_page_for_what_is_not_measured(client):
    assert page(client, "criteria:measure", None, ["smiles"]).status_code == 404


def test_the_pages_stand_before_there_are_criteria(client):
    told = page(client, "criteria:measure", None, ["open_cases"]).content.decode()

    assert "No criteria are in force yet" in told
