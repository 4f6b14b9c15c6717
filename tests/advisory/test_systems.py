"""Reviews of management systems by their elements: entered, in files, from devices, and read by whom they concern."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from advisory.domain.systems import ELEMENTS, score_of
from advisory.models import SystemsFile, SystemsReview
from demo.generator.evidence import _elements
from journal.models import Event
from tests import make
from tests.advisory.devices import entry, send, send_with
from tests.assessments.files import run, write
from tests.assessments.test_pages import page, post
from tests.browser.tablets import photo

pytestmark = pytest.mark.django_db
ALL = {f"osh_{element}": str(level) for element, level in make.LEVELS.items()}
DAY = {"reviewed_on": "2018-05-02"}


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00017", name="Lotus Fictional Mill")


@pytest.fixture
def chea(client):
    user = make.user(Role.ADVISER, name="Chea Adviser")
    client.force_login(user)
    return user


def jpeg(name="policy.jpg"):
    return SimpleUploadedFile(name, photo(name, (40, 30)), "image/jpeg")


def current():
    return SystemsReview.objects.get(superseded_at__isnull=True)


def test_the_form_as_it_is_rendered_records_elements_notes_and_photos(mill):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.user(Role.ADVISER))
    address = reverse("advisory:record_systems", args=[mill.code])
    html = browser.get(address).content.decode()
    assert 'enctype="multipart/form-data"' in html
    names = set(re.findall(r'name="([^"]+)"', html))
    assert {f"{area}_{element}{part}" for area in ("osh", "hr") for element in ELEMENTS
            for part in ("", "_note", "_files")} <= names  # fmt: skip
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]

    sent = {**DAY, **ALL, "osh_policy_note": "Signed in March.", "osh_policy_files": jpeg()}
    answer = browser.post(address, {"csrfmiddlewaretoken": token, **sent})

    assert answer["Location"] == reverse("factory", args=[mill.code])
    review, file = current(), SystemsFile.objects.get()
    assert (review.score, review.policy_note, review.monitoring) == (4, "Signed in March.", 3)
    assert (file.area, file.element, file.reviewed_on) == ("osh", "policy", date(2018, 5, 2))
    assert set(Event.objects.values_list("kind", flat=True)) >= {"systems.reviewed", "systems.file_added"}


def test_the_same_review_again_changes_nothing(client, mill, chea):
    for _time in range(2):
        post(client, "record_systems", {**DAY, **ALL, "osh_policy_files": jpeg()}, code=mill.code)

    assert (SystemsReview.objects.count(), SystemsFile.objects.count()) == (1, 1)


def test_some_elements_alone_need_a_score_and_a_score_stands_without_elements(client, mill, chea):
    html = post(client, "record_systems", {**DAY, "osh_policy": "4"}, expect=200, code=mill.code)
    assert "Give the level of every element, or a score." in html.content.decode()

    post(client, "record_systems", {**DAY, "osh_policy": "4", "osh": "2"}, code=mill.code)
    assert (current().score, current().policy) == (2, 4)

    rest = {name: level for name, level in ALL.items() if name != "osh_policy"}
    post(client, "record_systems", {**DAY, **rest, "osh": "2"}, code=mill.code)
    assert current().score == 4  # all were seen by now: the score follows from them


def test_a_file_that_is_no_photo_is_refused_beside_its_element_and_nothing_is_recorded(client, mill, chea):
    broken = SimpleUploadedFile("list.jpg", b"no photo", "image/jpeg")

    html = post(
        client, "record_systems", {**DAY, **ALL, "osh_policy_files": broken}, expect=200, code=mill.code
    )

    assert "list.jpg" in html.content.decode()
    assert not SystemsReview.objects.exists()


def test_last_time_stands_beside_each_element(client, mill, chea):
    make.systems_file(mill, "osh", "policy")

    html = page(client, "record_systems", code=mill.code)

    assert (
        html.count("Last time, 12 April 2018: 4 – in place and kept up") == 5
    )  # four elements and the score
    assert "Last time, 12 April 2018: 3 – in place, not kept up" in html


def test_devices_send_elements_with_their_photos_once_and_merge_by_element(client, mill, chea):
    first = send_with(client, entry(1, "systems", {**DAY, **ALL}), jpeg(), field="osh_policy_files")
    assert first.status_code == 200
    assert (
        send_with(client, entry(1, "systems", {**DAY, **ALL}), jpeg(), field="osh_policy_files").status_code
        == 200
    )
    assert (SystemsReview.objects.count(), SystemsFile.objects.count()) == (1, 1)

    note = {**DAY, "osh_monitoring_note": "No list since May."}
    assert send(client, entry(2, "systems", note)).status_code == 200
    assert (current().monitoring, current().monitoring_note) == (3, "No list since May.")

    clash = send(client, entry(3, "systems", {**DAY, "osh_monitoring": "5"}))
    assert (clash.status_code, clash.json()["standing"]) == (409, {"osh_monitoring": "3"})


def test_a_file_with_some_elements_keeps_the_score_true(mill, tmp_path):
    row = {"factory": mill.code, "reviewed_on": "2018-05-02", "area": "osh"}
    full = {**row, "score": "4", **{element: str(level) for element, level in make.LEVELS.items()}}
    assert run("import_evidence", "systems", write(tmp_path / "all.csv", [full])).counts == (1, 0, 0)

    part = {**row, "score": "4", "responsible": "1"}
    assert run("import_evidence", "systems", write(tmp_path / "part.csv", [part])).counts == (0, 1, 0)
    assert (current().responsible, current().score) == (1, 2)


def test_the_page_of_the_systems_shows_elements_notes_files_and_last_time(
    client, mill, django_assert_max_num_queries
):
    make.systems(mill, "hr", score=2)
    make.systems(mill, "osh", score=3)
    file = make.systems_file(mill, "osh", "policy")
    client.force_login(make.user(Role.FACTORY, factory=mill))
    page(client, "systems", code=mill.code)
    with django_assert_max_num_queries(12):
        html = page(client, "systems", code=mill.code)

    assert "<strong>3 – in place, not kept up</strong>" in html  # the weakest element
    assert "score without all elements" in html  # of human resources
    address = reverse("advisory:systems_file", args=[file.pk])
    assert address in html
    given = client.get(address)
    assert given["Content-Disposition"].startswith("attachment")
    assert b"".join(given.streaming_content).startswith(b"\xff\xd8")
    client.force_login(make.user(Role.FACTORY, factory=make.factory("KH-00018")))
    assert client.get(address).status_code == 404
    assert client.get(reverse("advisory:systems", args=[mill.code])).status_code == 404


def test_the_demonstrations_elements_give_the_scores_that_it_draws():
    class Site:
        code = "KH-00001"

    for score in range(1, 6):
        for year in range(4):
            row = _elements(Site, year, "osh", score, seen=True)
            assert score_of([int(row[element]) for element in ELEMENTS]) == score
            unseen = _elements(Site, year, "osh", score, seen=False)
            assert set(unseen.values()) == {""}
