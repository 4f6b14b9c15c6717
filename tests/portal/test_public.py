"""What everybody sees: the recognised factories, one recognition, the scheme, a factory's public page."""

from __future__ import annotations

import csv
import io
import uuid

import pytest
from django.urls import reverse

from portal.models import Listing
from recognition.commands import lifecycle
from tests import make
from tests.portal.world import NOW

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_before_anybody_is_recognised_the_page_says_so(client):
    response = client.get(reverse("recognised"))

    assert response.status_code == 200
    assert "No factory is recognised yet" in text(response)


def test_the_recognised_factories_are_listed_and_no_other(client, programme):
    page = text(client.get(reverse("recognised")))

    assert programme.recognised.name in page
    assert programme.supplier.name not in page


def test_countries_are_called_as_the_reader_calls_them(client, programme):
    page = text(client.get(reverse("recognised"), headers={"accept-language": "fr"}))

    assert "Viêt Nam" in page
    assert "Vietnam" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [({"q": "mill"}, True), ({"q": "VN-00001"}, True), ({"q": "nothing like it"}, False), ({"country": "VN"}, True),
     ({"country": "KH"}, True)],  # a country without recognised factories is no filter
)  # fmt: skip
def test_search_and_country_narrow_the_list(client, programme, asked, found):
    page = text(client.get(reverse("recognised"), asked))

    assert (programme.recognised.name in page) is found


def test_a_certificate_number_finds_its_factory(client, programme):
    assert programme.recognised.name in text(
        client.get(reverse("recognised"), {"q": str(programme.recognition.pk)})
    )


def test_the_file_has_the_rows_of_the_page(client, programme):
    response = client.get(reverse("recognised_export"), {"format": "csv"})

    told = b"".join(response.streaming_content).decode("utf-8-sig")
    assert [row["code"] for row in csv.DictReader(io.StringIO(told))] == ["VN-00001"]


def test_an_unknown_format_does_not_exist(client):
    assert client.get(reverse("recognised_export"), {"format": "exe"}).status_code == 404


def test_a_recognition_has_a_permanent_address(client, programme):
    address = reverse("recognition", args=[programme.recognition.pk])

    assert programme.recognised.name in text(client.get(address))
    assert "Certificate number" in text(client.get(address))


def test_a_machine_may_ask_the_permanent_address(client, programme):
    address = reverse("recognition", args=[programme.recognition.pk])

    told = client.get(address, headers={"accept": "application/json"}).json()

    assert told["recognised"] is True
    assert told["factory"] == "VN-00001"


def test_a_recognition_that_ended_is_told_without_name_and_reason(client, programme):
    lifecycle.withdraw_recognition(
        programme.recognition.pk, reason="SECRET-REASON", actor=make.user("global"), now=NOW
    )
    address = reverse("recognition", args=[programme.recognition.pk])

    page = text(client.get(address))
    told = client.get(address, headers={"accept": "application/json"}).json()

    assert "Not currently recognised" in page
    assert programme.recognised.name not in page
    assert "SECRET-REASON" not in page
    assert told == {"recognised": False, "recognition": str(programme.recognition.pk)}


def test_a_recognition_that_never_was_does_not_exist(client, programme):
    assert client.get(reverse("recognition", args=[uuid.uuid4()])).status_code == 404


def test_the_scheme_tells_every_criterion_in_plain_words(client, programme):
    page = text(client.get(reverse("scheme")))

    assert "Four pillars" in page
    assert page.count("/criteria/high-performance/1.0/") == 23  # each criterion, and the whole


def test_the_scheme_stands_before_there_are_criteria(client):
    assert "No criteria are in force yet" in text(client.get(reverse("scheme")))


def test_a_factory_shows_everybody_its_public_issues_and_nothing_else(client, programme):
    page = text(client.get(reverse("factory", args=["KH-00001"])))

    assert programme.supplier.name in page
    assert "1 of 21 publicly reported issues" in page
    assert "LOCKED-EXIT" not in page
    assert "Next steps" not in page


def test_a_factory_without_a_second_assessment_publishes_nothing(client, programme):
    assert "Nothing is published yet" in text(client.get(reverse("factory", args=["KH-00003"])))


def test_a_factory_that_never_was_does_not_exist(client, db):
    assert client.get(reverse("factory", args=["XX-1"])).status_code == 404


def test_the_api_lists_who_is_recognised(client, programme):
    listed = client.get("/api/v1/listings/").json()

    assert [one["factory"] for one in listed["results"]] == ["VN-00001"]
    assert listed["next"] is None
    assert (
        client.get(f"/api/v1/listings/{programme.recognition.pk}/").json()["name"]
        == programme.recognised.name
    )
    assert client.get("/api/v1/listings/", {"country": "KH"}).json()["results"] == []
    assert client.get(f"/api/v1/listings/{uuid.uuid4()}/").status_code == 404


def test_the_api_pages_by_cursor(client, programme):
    first = Listing.objects.get()
    for number in range(3):
        factory = make.factory(f"VN-7000{number}", country="VN")
        Listing.objects.create(
            recognition_id=uuid.uuid4(), factory=factory, code=factory.code, name=factory.name, search_name="x",
            country="VN", country_name="Viet Nam", recognised_on=first.recognised_on, criteria=first.criteria,
        )  # fmt: skip

    seen, address = [], "/api/v1/listings/?page_size=2"
    while address:
        page = client.get(address).json()
        seen += [one["factory"] for one in page["results"]]
        address = page["next"]

    assert sorted(seen) == ["VN-00001", "VN-70000", "VN-70001", "VN-70002"]
