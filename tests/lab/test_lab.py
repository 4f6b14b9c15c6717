"""The lab: what moved bars would have meant, written down by one person and approved by another."""

from __future__ import annotations

import csv
import io

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Proposal
from criteria.models import CriteriaVersion
from criteria.queries.criteria import standard_on
from lab.queries import kept_programme
from tests import make
from tests.recognition.make import NOW, eligible_factory, judged, recognition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def on_the_day():
    kept_programme.forget()
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def world():
    """Two that qualify, in two countries."""
    best = eligible_factory("KH-00001")
    also = eligible_factory("VN-00002", country="VN")
    judged()
    return best, also


def asked(client, query="", user=None):
    client.force_login(user or make.user("global"))
    return client.get(f"{reverse('lab:lab')}?{query}")


def test_as_in_force_nobody_enters_or_leaves(client, world):
    found = asked(client).context

    assert found["numbers"]["after"] == found["numbers"]["before"] == 2
    assert (found["enters"]["number"], found["leaves"]["number"]) == (0, 0)


def test_a_stricter_bar_shows_who_leaves_and_who_would_lose_recognition(client, world):
    recognition(world[0], "published")

    page = asked(client, "bar-L1-COURSES=9")

    assert page.context["numbers"]["after"] == 0
    assert {one.code for one in page.context["leaves"]["first"]} == {"KH-00001", "VN-00002"}
    assert (page.context["losing"]["number"], page.context["recognised"]) == (1, 1)


def test_what_alone_keeps_the_nearest_out_is_named(client, world):
    obstacles = asked(client, "bar-L1-COURSES=9").context["obstacles"]

    assert [(row["label"].split()[0], row["value"]) for row in obstacles] == [("L1-COURSES", 2)]


def test_a_criterion_left_out_keeps_nobody_out(client, world):
    found = asked(client, "bar-L1-COURSES=9&off=L1-COURSES").context

    assert found["numbers"]["after"] == 2


def test_the_curve_says_what_each_bar_would_do(client, world):
    curve = asked(client, "look=L1-COURSES").context["curve"]
    numbers = {point["label"]: point["value"] for point in curve["points"]}

    assert (numbers["0"], numbers["3"], numbers["4"]) == (2, 2, 0)


def test_numbers_that_make_no_sense_are_told_and_passed_over(client, world):
    page = asked(
        client, "bar-L1-COURSES=many&bar-C2-LATEST=101&window-S1-OSH=0&from=no&base=no&look=no&off=no"
    )

    assert page.status_code == 200
    assert len(page.context["trial"].problems) == 3
    assert "many is not a whole number from 0 to 12" in page.content.decode()


def test_every_criterion_cannot_be_left_out(client, world):
    codes = [one.code for one in standard_on(NOW.date()).document.criteria]

    page = asked(client, "&".join(f"off={code}" for code in codes))

    assert "At least one criterion has to be left" in page.content.decode()


def test_new_evidence_is_seen_although_the_history_is_kept(client, world):
    assert asked(client).context["numbers"]["after"] == 2

    make.case(world[0], now=NOW)

    assert asked(client).context["numbers"]["after"] == 1


def test_a_warm_answer_asks_the_database_the_same_for_any_number_of_factories(
    client, world, django_assert_max_num_queries
):
    user = make.user("global")
    asked(client, user=user)

    with django_assert_max_num_queries(12):
        client.get(f"{reverse('lab:lab')}?bar-L1-COURSES=9")


def test_moving_a_bar_asks_for_the_answer_alone(client, world):
    client.force_login(make.user("global"))
    address = f"{reverse('lab:lab')}?bar-L1-COURSES=9"

    whole = client.get(address)
    moved = client.get(address, headers={"hx-request": "true"})
    back = client.get(address, headers={"hx-request": "true", "hx-history-restore-request": "true"})

    assert 'id="results"' in moved.content.decode()
    assert "<html" not in moved.content.decode()
    assert moved.context["numbers"] == whole.context["numbers"]
    assert back.content.decode().count("<html") == whole.content.decode().count("<html") == 1
    assert "HX-Request" in whole["Vary"]


def test_the_address_names_only_what_differs_however_often_a_bar_is_moved(client, world):
    client.force_login(make.user("global"))
    lab = reverse("lab:lab")
    page = client.get(lab)
    fields = {
        f"{what}-{one.criterion.code}": getattr(one, what)
        for one in page.context["trial"].controls()
        for what in ("bar", "window")
        if getattr(one, f"{what}_span")
    }
    said = {"base": "1.0", "from": "1.0", **fields, "bar-L1-COURSES": 9}

    moved = client.get(lab, said, headers={"hx-request": "true"})
    sent = client.get(lab, said)

    short = f"{lab}?from=1.0&bar-L1-COURSES=9&base=1.0"
    assert moved["HX-Push-Url"] == sent["Location"] == short
    assert client.get(short).context["numbers"] == moved.context["numbers"]
    assert f'hx-get="{lab}"' in client.get(short).content.decode()


def test_another_version_to_start_from_begins_with_its_own_numbers(client, world):
    client.force_login(make.user("global"))
    lab = reverse("lab:lab")
    client.post(f"{reverse('lab:new_draft')}?bar-L1-COURSES=9", {"reason": "Try it."})
    # the form still has the numbers of 1.0
    said = {"base": "1.0", "from": "1.1", "numbers_of": "1.0", "bar-L1-COURSES": 3}

    moved = client.get(lab, said, headers={"hx-request": "true"})
    sent = client.get(lab, said)

    assert moved["HX-Redirect"] == sent["Location"] == f"{lab}?from=1.1&base=1.0"
    page = client.get(sent["Location"])
    assert {c.criterion.code: c.bar for c in page.context["trial"].controls()}["L1-COURSES"] == 9
    assert page.context["numbers"]["after"] == 0


def test_the_lab_leads_to_the_drafts(client, world):
    client.force_login(make.user("global"))
    client.post(reverse("lab:new_draft"), {"reason": "Try it."})

    page = client.get(reverse("lab:lab")).content.decode()

    assert f'href="{reverse("lab:draft", args=["high-performance", "1.1"])}"' in page


def rows_of(client, panel, query="bar-L1-COURSES=9"):
    client.force_login(make.user("global"))
    answer = client.get(f"{reverse('lab:export')}?panel={panel}&{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_panel_is_had_as_a_file_of_the_very_trial(client, world):
    recognition(world[0], "published")

    moves = [(row["what"], row["factory"]) for row in rows_of(client, "moves")]
    years = {(row["country"], row["year"]): row for row in rows_of(client, "years")}
    curve = {row["bar"]: row["qualify"] for row in rows_of(client, "curve", "look=L1-COURSES")}

    assert moves == [
        ("leaves", "KH-00001"),
        ("leaves", "VN-00002"),
        ("recognised_and_would_not_qualify", "KH-00001"),
    ]
    this = years["KH", "2018"]
    assert (this["qualify_by_the_version_compared_with"], this["qualify_as_tried"]) == ("1", "0")
    assert rows_of(client, "obstacles") == [
        {"criterion": "L1-COURSES", "title": "Learning is used", "near_factories_kept_out": "2"}
    ]
    assert (curve["3"], curve["4"]) == ("2", "0")


def test_the_page_leads_to_the_files(client, world):
    page = asked(client, "bar-L1-COURSES=9")

    for panel, address in page.context["files"].items():
        assert client.get(address).status_code == 200, panel
    assert page.content.decode().count("/lab/export/") == 6


def test_shares_are_told_by_country_size_and_product(client, world):
    for number in range(5):
        make.factory(f"KH-1000{number}", products="denim; shirts" if number else "denim")
    judged()

    tables = {table["title"]: table["rows"] for table in asked(client).context["fairness"]}
    by_product = {row["name"]: (row["group"].passed, row["group"].of) for row in tables["By product"]}
    told = rows_of(client, "fairness", "")

    assert list(tables) == ["By country", "By number of workers", "By product"]
    assert by_product == {"denim": (0, 5)}
    assert [(row["group"], row["of"]) for row in told if row["by"] == "product"] == [("denim", "5")]
    assert {row["apart_from_the_rest"] for row in told} == {"no"}


def test_an_empty_programme_has_a_lab_that_says_so_and_shows_no_empty_table(client, db):
    call_command("load_criteria", stdout=io.StringIO())
    page = asked(client)

    assert page.status_code == 200
    assert page.context["numbers"]["factories"] == 0
    assert "No factory yet" in page.content.decode()
    assert "<table" not in page.content.decode()


PROPOSE = "/lab/drafts/high-performance/1.1/propose/"


def test_a_trial_is_written_down_approved_by_another_and_never_changes_again(client, world):
    author, approver = make.user("global"), make.user("global")
    client.force_login(author)
    address = reverse("lab:document")
    text = client.get(f"{address}?from=1.0&bar-L1-COURSES=9").context["form"].initial["text"]
    assert 'version = "1.1"' in text

    kept = client.post(address, {"text": text, "reason": "Fewer courses."}, follow=True)
    draft = CriteriaVersion.objects.get(version="1.1")
    said = {"in_force_from": "2018-06-01", "reason": "Fewer courses are held."}
    proposed = client.post(PROPOSE, said)["Location"]
    digest = Proposal.objects.get().digest
    own = client.post(proposed, {"act": "approve", "digest": digest})
    client.force_login(approver)
    shown = client.get(proposed).content.decode()
    done = client.post(proposed, {"act": "approve", "digest": digest}, follow=True)

    assert "Kept as a draft" in kept.content.decode()
    assert own.status_code == 409
    assert "another person must decide" in own.content.decode()
    assert "Fewer courses are held." in shown
    assert "L1-COURSES" in shown
    assert "C1-COUNT" not in shown  # only what changes
    assert "Approved" in done.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by) == ("approved", approver)
    client.force_login(author)
    changed = client.post(address, {"text": text.replace("= 9", "= 8"), "reason": "Fewer."})
    assert changed.status_code == 409
    assert "never changes" in changed.content.decode()


def test_a_draft_that_changed_since_it_was_proposed_is_not_approved(client, world):
    client.force_login(make.user("global"))
    address = reverse("lab:document")
    text = client.get(f"{address}?bar-L1-COURSES=9").context["form"].initial["text"]
    client.post(address, {"text": text, "reason": "Fewer courses."})
    proposed = client.post(PROPOSE, {"reason": "Fewer courses are held."})["Location"]
    draft = CriteriaVersion.objects.get(version="1.1")
    changed = {"text": text.replace("= 9", "= 8"), "seen": draft.digest}
    client.post(reverse("lab:draft_text", args=[draft.code, draft.version]), changed)
    client.force_login(make.user("global"))

    page = client.post(proposed, {"act": "approve", "digest": Proposal.objects.get().digest})

    assert page.status_code == 409
    assert CriteriaVersion.objects.get(version="1.1").state == "draft"


def test_a_day_that_is_over_is_refused_beside_its_field_and_nothing_is_approved(client, world):
    client.force_login(make.user("global"))
    address = reverse("lab:document")
    text = client.get(f"{address}?bar-L1-COURSES=9").context["form"].initial["text"]
    client.post(address, {"text": text, "reason": "Fewer courses."})
    draft = CriteriaVersion.objects.get(version="1.1")

    page = client.post(PROPOSE, {"in_force_from": "2018-05-31", "reason": "Fewer courses are held."})

    assert page.status_code == 422
    assert "choose today or a later day" in page.context["form"].errors["in_force_from"][0]
    draft.refresh_from_db()
    assert (draft.state, draft.in_force_from) == ("draft", None)


TEN_FAULTS = {
    'pillar = "compliance"': 'pillar = "beauty"',
    'measure = "full_assessments"': 'measure = "smiles"',
    'comparison = "at_most"\nthreshold = 15': 'comparison = "at_least"\nthreshold = 15',
    "threshold = { percent = 10 }": "threshold = { percent = 110 }",
    "window = { back = 1 }": "window = { back = 0 }",
    'code = "C3-PUBLIC"': 'code = "C3 PUBLIC"',
    'unit = "months"': 'unit = "moons"',
    "max_failed = 2": "max_failed = -1",
    'never = ["C3", "C4", "C5"]': 'never = ["C9"]',
    'version = "1.0"': 'version = "one point zero!"',
}


def test_ten_faults_are_ten_messages_with_line_and_mend(client, world):
    client.force_login(make.user("global"))
    text = CriteriaVersion.objects.get().text
    for right, wrong in TEN_FAULTS.items():
        assert right in text
        text = text.replace(right, wrong, 1)

    page = client.post(reverse("lab:document"), {"text": text, "reason": "Fewer courses."})

    faults = page.context["faults"]
    assert page.status_code == 422
    assert len(faults) >= 10
    assert all(fault.line > 0 and fault.mend for fault in faults)
    assert CriteriaVersion.objects.count() == 1
    assert text in page.context["form"].data["text"]


def test_the_lab_is_read_in_ones_own_language(client, world):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"

    page = asked(client).content.decode()

    assert "كمبوديا" in page
    for english in ("Cambodia", "Assessed often enough", "High performance"):
        assert english not in page, english
