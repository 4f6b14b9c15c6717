"""A draft of criteria without its text: forms, two people at once, its end, and what an approver reads."""

from __future__ import annotations

from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from accounts.models import Proposal
from criteria.domain.criteria_parsing import parse_criteria
from criteria.models import CriteriaVersion
from journal.models import Event
from lab.queries import kept_programme
from tests import make
from tests.recognition.make import NOW, eligible_factory, judged, recognition
from translations.queries.live import merged_catalogue, refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
HERE = ["high-performance", "1.1"]


@pytest.fixture
def on_the_day():
    kept_programme.forget()
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def world():
    mill = eligible_factory("KH-00001")
    judged()
    make.country("HT")
    return mill


@pytest.fixture
def signed_in(client):
    client.force_login(make.user("global", name="Sokha"))
    return client


@pytest.fixture
def drafting(signed_in, world):
    return signed_in


def begun(client, query="", reason="The bar is too low."):
    return client.post(f"{reverse('lab:new_draft')}?{query}", {"reason": reason})


def draft():
    return CriteriaVersion.objects.get(version="1.1")


def document():
    return parse_criteria(draft().text)


def form_of(client, criterion):
    return client.get(reverse("lab:draft_criterion", args=[*HERE, criterion])).context["form"]


def filled(form, **changed):
    """What a browser sends of a form, with some fields changed; None for a box that is not ticked."""
    sent = {bound.name: bound.value() for bound in form if bound.value() is not None}
    return {
        name: value for name, value in (sent | changed).items() if value is not None and value is not False
    }


def saved(client, criterion, form=None, **changed):
    address = reverse("lab:draft_criterion", args=[*HERE, criterion])
    return client.post(address, filled(form or form_of(client, criterion), **changed))


def test_a_draft_is_begun_with_a_reason_from_the_page_of_the_criteria_in_force(signed_in, world):
    page = signed_in.get(reverse("criteria:criteria", args=["high-performance", "1.0"])).content.decode()
    without = begun(signed_in, "from=1.0", reason=" ")
    done = begun(signed_in, "from=1.0&bar-L1-COURSES=7")

    assert f"{reverse('lab:new_draft')}?from=1.0" in page
    assert without.status_code == 422
    assert done["Location"] == reverse("lab:draft", args=HERE)
    assert draft().drafted_because == "The bar is too low."
    assert document().criterion("L1-COURSES").bar.n == 7


def test_an_outsider_of_the_team_is_offered_no_draft(client, world):
    page = client.get(reverse("criteria:criteria", args=["high-performance", "1.0"])).content.decode()

    assert reverse("lab:new_draft") not in page


def test_numbers_countries_and_words_in_languages_are_kept_and_all_else_stays(signed_in, world):
    begun(signed_in)
    before = document()
    form = form_of(signed_in, "C2-LATEST")

    done = saved(
        signed_in, "C2-LATEST", form,
        **{
            "bar": "8", "window": "2", "country": "HT", "bar-new": "1", "of-new": "8",
            "title": "Fewer findings", "title-fr": "Moins de constats", "sentence-ar": "{bar} من الأسئلة",
        },
    )  # fmt: skip

    assert done.status_code == 302
    made = document().criterion("C2-LATEST")
    assert (made.bar.n, made.bar.of, made.window.key) == (8, 100, "last=2")
    assert (made.overrides["HT"].bar.n, made.overrides["HT"].bar.of) == (1, 8)
    assert made.title == "Fewer findings"
    assert made.translations == {"fr": {"title": "Moins de constats"}, "ar": {"sentence": "{bar} من الأسئلة"}}
    assert [one for one in document().criteria if one.code != "C2-LATEST"] == [
        one for one in before.criteria if one.code != "C2-LATEST"
    ]
    assert "# --- management systems" in draft().text  # comments stay
    assert Event.objects.get(kind="criteria.draft_changed").data["what"] == "C2-LATEST"
    # and back: an empty country is as everywhere again
    saved(signed_in, "C2-LATEST", **{"bar-HT": "", "window-HT": ""})
    assert document().criterion("C2-LATEST").overrides == {}


def test_a_form_saved_as_it_was_opened_changes_nothing(signed_in, world):
    begun(signed_in)
    text = draft().text

    for criterion in document().criteria:
        assert saved(signed_in, criterion.code).status_code == 302
    texts = reverse("lab:draft_texts", args=HERE)
    assert signed_in.post(texts, filled(signed_in.get(texts).context["form"])).status_code == 302

    assert draft().text == text
    assert not Event.objects.filter(kind="criteria.draft_changed").exists()


def test_a_criterion_is_left_out_and_taken_back(signed_in, world):
    begun(signed_in)

    saved(signed_in, "C5-OPEN", out="on")
    saved(signed_in, "C5-RECENT", out="on")
    without = document()
    page = signed_in.get(reverse("lab:draft", args=HERE)).content.decode()
    form = form_of(signed_in, "C5-OPEN")
    saved(signed_in, "C5-OPEN", form, out=None)

    assert "C5" not in {one.rule for one in without.criteria}
    assert "C5" not in without.close.never
    assert "left out" in page
    assert form["out"].value() is True
    assert document().criterion("C5-OPEN").measure == "open_cases"


def test_close_and_words_of_the_whole(signed_in, world):
    begun(signed_in)
    address = reverse("lab:draft_texts", args=HERE)
    form = signed_in.get(address).context["form"]

    done = signed_in.post(
        address,
        filled(form, max_failed="1", never=["C4"], title="Excellence", **{"title-fr": "Excellence reconnue"}),
    )

    assert done.status_code == 302
    made = document()
    assert (made.close.max_failed, made.close.never, made.title) == (1, {"C4"}, "Excellence")
    assert made.translations == {"fr": {"title": "Excellence reconnue"}}


@pytest.mark.parametrize(
    ("criterion", "field", "typed", "mend"),
    [
        ("C2-LATEST", "bar", "ten", "C2-LATEST: write a whole number from 0 to"),
        ("C2-LATEST", "bar", "120", "C2-LATEST: write a whole number from 0 to 100."),
        ("C2-LATEST", "window", "0", "C2-LATEST: write a whole number from 1 to 20."),
        ("C2-LATEST", "title", "", "C2-LATEST: write a text."),
        ("C2-LATEST", "sentence", "{smiles} found", "write {bar}, {threshold} or {window}"),
        ("C2-LATEST", "sentence-fr", "{bar", "write {bar}, {threshold} or {window}"),
        ("C2-LATEST", "country", "HT", "C2-LATEST: write what differs in this country."),
        ("C2-LATEST", "bar-new", "5", "C2-LATEST: choose the country."),
        ("C1-COUNT", "bar", "-1", "C1-COUNT: write a whole number from 0 to"),
    ],
)  # fmt: skip
def test_bad_input_names_criterion_field_and_mend_and_nothing_typed_is_lost(
    drafting, criterion, field, typed, mend
):
    begun(drafting)
    text = draft().text

    page = saved(drafting, criterion, **{field: typed, "title-vi": "Ít phát hiện"})

    told = unescape(page.content.decode())
    assert page.status_code == 422
    assert mend in told
    assert page.context["form"][field].value() == typed
    assert "Ít phát hiện" in told
    assert draft().text == text


def test_who_is_later_on_one_criterion_sees_both_and_on_another_is_no_hindrance(client, world):
    first, second = make.user("global", name="Sokha"), make.user("global", name="Marie")
    client.force_login(first)
    begun(client)
    mine, elsewhere = form_of(client, "C2-LATEST"), form_of(client, "L1-COURSES")
    client.force_login(second)
    saved(client, "C2-LATEST", bar="7")
    client.force_login(first)

    other = saved(client, "L1-COURSES", elsewhere, bar="9")
    late = saved(client, "C2-LATEST", mine, bar="6")

    assert other.status_code == 302
    assert late.status_code == 409
    assert late.context["theirs"] == [["Threshold: at most", "7", "6"]]
    assert "Marie" in client.get(reverse("lab:draft", args=HERE)).content.decode()
    assert (document().criterion("C2-LATEST").bar.n, document().criterion("L1-COURSES").bar.n) == (7, 9)
    # sent again from the page that showed both, it is meant
    again = saved(client, "C2-LATEST", late.context["form"])
    assert again.status_code == 302
    assert document().criterion("C2-LATEST").bar.n == 6


def test_the_text_of_a_draft_is_not_written_over_either(client, world):
    client.force_login(make.user("global"))
    begun(client)
    address = reverse("lab:draft_text", args=HERE)
    form = client.get(address).context["form"]
    client.force_login(make.user("global"))
    saved(client, "C2-LATEST", bar="7")

    sent = {"seen": form["seen"].value(), "text": form["text"].value() + "# more\n"}
    late = client.post(address, sent)

    assert late.status_code == 409
    assert "percent = 7" in late.content.decode()
    assert "# more" in late.content.decode()
    assert "# more" not in draft().text


def test_a_draft_is_abandoned_with_a_reason(signed_in, world):
    begun(signed_in)
    address = reverse("lab:abandon", args=HERE)

    without = signed_in.post(address, {"reason": ""})
    done = signed_in.post(address, {"reason": "Better numbers came."}, follow=True)
    begun(signed_in)

    assert without.status_code == 422
    assert "Abandoned" in done.content.decode()
    assert "Better numbers came." in done.content.decode()
    assert signed_in.get(reverse("lab:draft", args=HERE)).status_code == 404
    assert CriteriaVersion.objects.get(version="1.2").state == "draft"  # 1.1 stays taken


def proposed(client):
    client.post(reverse("lab:propose", args=HERE), {"reason": "As agreed in May."})
    return Proposal.objects.get()


def test_the_approver_reads_the_changes_in_words_what_they_mean_and_who_wrote_why(client, world):
    recognition(world, "published")
    client.force_login(make.user("global", name="Sokha"))
    begun(client)
    saved(
        client, "L1-COURSES", **{"bar": "12", "country": "HT", "bar-new": "2", "title-fr": "Assez de cours"}
    )
    asked = unescape(client.get(reverse("lab:propose", args=HERE)).content.decode())
    proposal = proposed(client)
    client.force_login(make.user("global"))

    page = client.get(reverse("proposals:proposal", args=[proposal.pk]))

    told = unescape(page.content.decode())
    for shown in (asked, told):
        assert "(L1-COURSES): Threshold" in shown
        assert "at least 12" in shown
        assert "as everywhere: at least" in shown
        assert "Assez de cours" in shown
        assert "0 of 1 factories would qualify today, 1 do now." in shown
        assert reverse("recognition:verdict", args=[world.code]) in shown
        assert "of 1 recognised would lose it" in shown
    assert "The bar is too low." in told
    assert "As agreed in May." in told
    assert "Sokha" in told
    effect = page.context["effect"].shown["effect"]
    assert effect.losing.number == 1
    assert effect.leaving.number == 1
    cell = effect.rows["KH"][-1]
    assert (cell.before, cell.after, cell.gain, cell.lose) == (1, 0, 0, 1)


def test_translations_are_shown_from_the_approval_on(client, world):
    client.force_login(make.user("global"))
    begun(client)
    saved(client, "L1-COURSES", **{"title": "Courses enough for all", "title-fr": "Assez de cours pour tous"})
    proposal = proposed(client)
    client.force_login(make.user("global"))
    refresh()
    before = merged_catalogue("fr").get("Courses enough for all")
    address = reverse("proposals:proposal", args=[proposal.pk])
    client.post(address, {"act": "approve", "digest": proposal.digest})
    refresh()

    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    page = client.get(reverse("criteria:criteria", args=HERE)).content.decode()

    assert before is None
    assert merged_catalogue("fr").get("Courses enough for all") == "Assez de cours pour tous"
    assert "Assez de cours pour tous" in page


def test_what_was_proposed_before_another_version_came_is_compared_with_that_version(client, world):
    """Two drafts at a time: to approve the later one takes back what the earlier one changed, and says so."""
    sokha, other = make.user("global", name="Sokha"), make.user("global")
    client.force_login(sokha)
    begun(client)
    saved(client, "L1-COURSES", bar="12")
    begun(client, "from=1.0&bar-L1-COURSES=7", reason="Another idea.")
    for version in ("1.1", "1.2"):
        client.post(
            reverse("lab:propose", args=["high-performance", version]), {"reason": f"Reason of {version}."}
        )
    first, second = (Proposal.objects.get(subject=subject_of(v)) for v in ("1.1", "1.2"))
    client.force_login(other)
    before = client.get(reverse("proposals:proposal", args=[second.pk]))

    client.post(reverse("proposals:proposal", args=[first.pk]), {"act": "approve", "digest": first.digest})

    after = client.get(reverse("proposals:proposal", args=[second.pk]))
    done = client.get(reverse("proposals:proposal", args=[first.pk]))
    assert [row[1:] for row in before.context["differences"]] == [["at least 3", "at least 7"]]
    assert [row[1:] for row in after.context["differences"]] == [["at least 12", "at least 7"]]
    assert [row[1:] for row in done.context["differences"]] == [["at least 3", "at least 12"]]


def test_a_draft_that_says_what_is_in_force_is_not_proposed(signed_in, world):
    begun(signed_in)
    page = signed_in.get(reverse("lab:propose", args=HERE))

    answer = signed_in.post(reverse("lab:propose", args=HERE), {"reason": "As agreed."})

    assert "Nothing differs from 1.0 yet." in page.content.decode()
    assert answer.status_code == 409
    assert (
        "This draft says the same as version 1.0. Change it first, or abandon it." in answer.content.decode()
    )
    assert not Proposal.objects.exists()
    assert not Event.objects.filter(kind="criteria.proposed").exists()


def test_of_two_versions_from_one_day_the_earlier_in_name_is_not_approved_last(client, world):
    client.force_login(make.user("global", name="Sokha"))
    for bar in (5, 6):
        begun(client, f"from=1.0&bar-L1-COURSES={bar}")
    for version in ("1.1", "1.2"):
        client.post(reverse("lab:propose", args=["high-performance", version]), {"reason": "x"})
    first, second = (Proposal.objects.get(subject=subject_of(version)) for version in ("1.1", "1.2"))
    client.force_login(make.user("global"))

    for proposal in (second, first):
        answer = client.post(
            reverse("proposals:proposal", args=[proposal.pk]), {"act": "approve", "digest": proposal.digest}
        )

    assert "Version 1.2 takes effect on the same day" in unescape(answer.content.decode())
    assert draft().state == "draft"


def subject_of(version):
    return f"criteria:{CriteriaVersion.objects.get(version=version).pk}"
