"""What everybody finds of a factory: its publicly reported issues, from the second assessment on, over the years."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation

from betterwork.projection_checks import COPIES, rebuilt_rows, rows_of
from duplicates.commands.merging import merge_factories
from factories.commands import close_factory
from factories.projections import refresh_search_words
from portal.models import PublicAssessment
from portal.projections import refresh_listings, refresh_reports
from portal.queries import issue_title
from portal.queries.issues.words import ISSUES
from recognition.commands import lifecycle
from tests import make
from tests.duplicates.merging import pair_of
from tests.portal.world import NOW, reading
from tests.recognition.make import eligible_factory, recognition

pytestmark = pytest.mark.django_db

YEARS = (date(2015, 3, 1), date(2016, 3, 1), date(2017, 3, 1), date(2018, 3, 1))


def text(response):
    plain = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", plain))


def assessed(factory, *found, **said):
    """Assessments of the years, a tuple of questions found in each."""
    return [
        make.assessment(factory, assessed_on=day, cycle=cycle, findings=questions, **said)
        for cycle, (day, questions) in enumerate(zip(YEARS, found, strict=False), start=1)
    ]


@pytest.fixture
def mills():
    """One with a history, one without a second assessment, one abroad that has nothing found."""
    dyed = make.factory("KH-00011", name="Mekong Dyeing")
    history = assessed(dyed, ["OS-8-06"], ["DI-3-09", "OS-8-06"], ["OS-8-06"])
    make.responded(make.finding(history[2], "OS-8-06"), "The gate is open now.")
    make.responded(make.finding(history[0], "OS-8-06"), "FIRST-ANSWER")
    young = make.factory("KH-00012", name="Young Mill")
    assessed(young, ["DI-3-09"])
    abroad = make.factory("VN-00013", country="VN", name="Saigon Shirts")
    make.assessment(abroad, assessed_on=date(2017, 8, 1), cycle=1)
    make.assessment(abroad, assessed_on=date(2018, 3, 1), cycle=2)
    refresh_reports()
    refresh_search_words()
    return SimpleNamespace(dyed=dyed, young=young, abroad=abroad, history=history)


def listed(client, **asked):
    page = client.get(reverse("public_issues"), asked)
    assert page.status_code == 200
    return re.findall(r'/public-issues/([A-Z]{2}-\d+)/"', page.content.decode())


# --- a factory's page ------------------------------------------------------------------------------------------------


def test_issues_are_told_as_statements_with_their_history_and_the_factorys_word(client, mills):
    page = text(client.get(reverse("factory_issues", args=["KH-00011"])))

    assert "No sexual harassment found" in page
    assert "Found: blocked or locked exits" in page
    assert "Cycle 3, assessed by the programme on 1 March 2017" in page
    assert re.search(r"Sexual harassment none found found ", page)  # cycle 3, then cycle 2
    assert "The gate is open now." in page


def test_the_first_assessment_stays_confidential_in_the_history_too(client, mills):
    page = text(client.get(reverse("factory_issues", args=["KH-00011"])))

    assert "FIRST-ANSWER" not in page
    assert "Cycle 1" not in page
    assert "2015" not in page
    assert "Nothing is published yet" in text(client.get(reverse("factory_issues", args=["KH-00012"])))
    assert "sexual" not in text(client.get(reverse("factory_issues", args=["KH-00012"]))).lower()


@pytest.mark.parametrize("state", ["draft", "submitted", "comment_window"])
def test_what_the_factory_can_still_comment_on_is_not_public(client, mills, state):
    before = client.get(reverse("factory_issues", args=["KH-00011"])).content
    make.assessment(
        mills.dyed, assessed_on=YEARS[3], cycle=4, findings={"FA-1-01": "WINDOW-MARK"}, state=state
    )

    refresh_reports()

    after = client.get(reverse("factory_issues", args=["KH-00011"])).content
    assert re.sub(rb'nonce="[^"]*"|"X-CSRFToken": "[^"]*"|value="[^"]{60,}"', b"", after) == re.sub(
        rb'nonce="[^"]*"|"X-CSRFToken": "[^"]*"|value="[^"]{60,}"', b"", before
    )


def test_what_was_not_asked_is_neither_found_nor_kept(client):
    mill = make.factory("KH-00011")
    assessed(mill, [])
    make.assessment(mill, assessed_on=YEARS[1], cycle=2, unanswered=["DI-3-09"], not_applicable=["OS-8-06"])
    refresh_reports()

    page = text(client.get(reverse("factory_issues", args=["KH-00011"])))

    assert "Not assessed, or not applicable: sexual harassment" in page
    assert "None of 19 issues found" in page
    assert listed(client, issue="DI-3-09") == listed(client, issue="DI-3-09", outcome="none") == []


def test_what_only_the_programme_knows_is_nowhere(client, mills):
    make.case(mills.dyed, trigger="CASE-MARK")
    refresh_reports()

    page = text(client.get(reverse("factory_issues", args=["KH-00011"])))

    assert "CASE-MARK" not in page
    assert "zero" not in page.lower()


def test_a_closed_factory_keeps_its_page_and_leaves_the_list(client, mills):
    close_factory(mills.dyed.pk, closed_on=NOW.date(), actor=None, now=NOW)

    assert "Found: blocked or locked exits" in text(client.get(reverse("factory_issues", args=["KH-00011"])))
    assert listed(client) == ["VN-00013"]
    refresh_reports()
    assert PublicAssessment.objects.filter(factory=mills.dyed).count() == 2


def test_a_merged_factory_leads_to_the_one_that_remains(client, mills):
    kept = make.factory("KH-00014", name="Mekong Dyeing Ltd")
    merge_factories(pair_of(kept, mills.dyed).pk, keep_id=kept.pk, actor=None, now=NOW)
    assert listed(client) == ["VN-00013"]  # in the very transaction
    refresh_reports()

    response = client.get(reverse("factory_issues", args=["KH-00011"]))

    assert response.headers["Location"] == reverse("factory_issues", args=["KH-00014"])
    assert listed(client) == ["KH-00014", "VN-00013"]


def test_a_factory_that_never_was_has_no_page(client, db):
    assert client.get(reverse("factory_issues", args=["XX-00000"])).status_code == 404


def test_the_page_is_the_same_for_whoever_looks(client, mills):
    def main():
        page = client.get(reverse("factory_issues", args=["KH-00011"])).content.decode()
        return page.partition("<main")[2].partition("</main>")[0]

    before = main()
    for role in ("global", "brand", "factory", "inspector"):
        said = (
            {"factory": mills.dyed}
            if role == "factory"
            else {"brand": make.brand()}
            if role == "brand"
            else {}
        )
        client.force_login(make.user(role, **said))
        assert main() == before, role


# --- the list --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["KH-00011", "VN-00013"]),
        ({"q": "mekong"}, ["KH-00011"]),
        ({"q": "dieing mekong"}, ["KH-00011"]),  # misspelt
        ({"q": "Young"}, []),  # its first assessment is confidential
        ({"country": "VN"}, ["VN-00013"]),
        ({"outcome": "found"}, ["KH-00011"]),
        ({"outcome": "none"}, ["VN-00013"]),
        ({"issue": "OS-8-06"}, ["KH-00011", "VN-00013"]),
        ({"issue": "OS-8-06", "outcome": "found"}, ["KH-00011"]),
        ({"issue": "DI-3-09", "outcome": "found"}, []),  # put right since
        ({"issue": "DI-3-09", "outcome": "found", "cycle": "2"}, ["KH-00011"]),
        ({"cycle": "2"}, ["KH-00011", "VN-00013"]),
        ({"cycle": "3"}, ["KH-00011"]),
        ({"cycle": "1"}, ["KH-00011", "VN-00013"]),  # nothing of it is published: no filter
        ({"sort": "-found"}, ["KH-00011", "VN-00013"]),
    ],
)
def test_a_factory_is_found_by_name_country_issue_and_cycle(client, mills, asked, found):
    assert listed(client, **asked) == found


def test_the_list_counts_what_it_shows(client, mills):
    page = text(client.get(reverse("public_issues")))

    assert "factories with published results 2" in page
    assert "of them without any of these issues at the latest assessment 1" in page
    assert "1 of 21 issues found Blocked or locked exits" in page


def test_an_identifier_that_is_not_public_finds_nothing(client, mills):
    make.identifier(mills.dyed, value="9506000134352")

    assert listed(client, q="9506000134352") == []


def test_every_issue_that_some_country_reports_has_plain_words():
    marks = make.cat().marks
    public = {mark.question for mark in getattr(marks, "marks", marks) if mark.kind == "public"}

    assert public <= ISSUES.keys()
    with translation.override("en"):
        assert len({issue_title(code) for code in ISSUES}) == len(ISSUES)


# --- the copy --------------------------------------------------------------------------------------------------------


def test_the_copy_is_what_a_rebuild_makes_and_verify_sees_a_change(mills):
    close_factory(mills.dyed.pk, closed_on=NOW.date(), actor=None, now=NOW)
    (copied,) = [one for one in COPIES if "portal.PublicAssessment" in one.tables]
    assert rows_of(copied) == rebuilt_rows(copied, NOW)

    PublicAssessment.objects.filter(factory=mills.dyed, is_latest=True).update(found=0)

    assert rows_of(copied) != rebuilt_rows(copied, NOW)


def test_a_correction_replaces_what_stood_there(client, mills):
    make.assessment(mills.dyed, assessed_on=YEARS[2], cycle=3, findings=["FA-1-01"], reason="Misread.")
    refresh_reports([mills.dyed.pk])

    page = text(client.get(reverse("factory_issues", args=["KH-00011"])))

    assert "Found: limits on forming or joining a union" in page
    assert "No blocked or locked exits found" in page


def test_pages_and_rebuild_ask_as_often_for_one_as_for_many(client, mills):
    def asked():
        with reading() as rebuild:
            refresh_reports()
        counts = [len(rebuild)]
        for address in (
            "/public-issues/",
            "/public-issues/?issue=OS-8-06&outcome=found&cycle=2&sort=-found",
            "/public-issues/KH-00011/",
        ):
            with reading() as statements:
                client.get(address)
            counts.append(len(statements))
        return counts

    before = asked()
    for number in range(3):
        assessed(make.factory(f"KH-0010{number}"), [], ["OS-8-06"], ["OS-8-06"])

    assert asked() == before
    assert max(before) <= 25


# --- the feed --------------------------------------------------------------------------------------------------------


def test_the_feed_replaces_a_recognition_by_its_end_without_a_name(client):
    mill = eligible_factory("VN-00001", country="VN")
    held = recognition(mill, "published")
    refresh_listings()
    address = f"/recognitions/{held.pk}/"
    before = client.get(reverse("recognised_feed")).content.decode()

    lifecycle.suspend_recognition(held.pk, reason="SECRET-REASON", actor=make.user("global"), now=NOW)
    after = client.get(reverse("recognised_feed")).content.decode()
    refresh_listings()

    assert mill.name in before
    assert address in before
    assert address in after  # the same id: readers put the end in its place
    assert mill.name not in after
    assert "Not currently recognised" in after
    assert "SECRET-REASON" not in after
    assert f"<updated>{NOW.date().isoformat()}T00:00:00" in after
    assert client.get(reverse("recognised_feed")).content.decode() == after

    lifecycle.reinstate_recognition(held.pk, reason="Put right.", actor=make.user("global"), now=NOW)
    refresh_listings()
    assert client.get(reverse("recognised_feed")).content.decode() == before


def test_the_feed_tells_of_a_factory_that_closed(client):
    mill = eligible_factory("VN-00001", country="VN")
    recognition(mill, "published")
    refresh_listings()

    close_factory(mill.pk, closed_on=NOW.date(), actor=None, now=NOW)
    at_once = client.get(reverse("recognised_feed")).content.decode()
    refresh_listings()

    assert at_once.count("Not currently recognised") == 1
    assert client.get(reverse("recognised_feed")).content.decode() == at_once
