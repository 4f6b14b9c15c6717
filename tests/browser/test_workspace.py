"""Entering an assessment of real size: by keys, by taps, two at once; what it costs in acts, and that all arrives."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from assessments.models import AnswerLog, AnswerNote, Assessment, EvidenceFile, Finding
from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.tablets import SAVED, draft, tablet
from tests.browser.widths import fits

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]

MOST_ACTS_ONE_BY_ONE = 1.3
MOST_ACTS_IN_BULK = 0.4
FINDINGS = 25
PHOTOS = 3


def test_a_whole_assessment_is_entered_by_keys_with_few_acts(new_page: NewPage) -> None:
    chea = make.user("adviser", name="Chea")
    made = draft(chea)
    hands = tablet(new_page, chea, made)
    hands.open()
    codes = hands.codes
    found = codes[3 :: len(codes) // FINDINGS][:FINDINGS]

    for code in codes:
        if code not in found:
            hands.key("c")
            continue
        hands.key("n")
        hands.key("d")
        hands.page.keyboard.insert_text(f"Seen at {code}.")
        hands.key("Escape")
    for code in found[:PHOTOS]:
        hands.photograph(code, f"{code}.jpg")
    hands.state(SAVED)

    made.refresh_from_db()
    wanted = dict.fromkeys(codes, "C") | dict.fromkeys(found, "N")
    assert made.sheet == "".join(wanted[code] for code in make.layout("KH").codes)
    told = dict(Finding.objects.filter(assessment=made).values_list("question", "details"))
    assert told == {code: f"Seen at {code}." for code in found}
    assert set(EvidenceFile.objects.values_list("question", flat=True)) == set(found[:PHOTOS])
    assert hands.acts / len(codes) <= MOST_ACTS_ONE_BY_ONE


@pytest.mark.long
def test_a_whole_assessment_is_entered_by_taps_with_few_acts(new_page: NewPage) -> None:
    chea = make.user("adviser", name="Chea")
    made = draft(chea)
    hands = tablet(new_page, chea, made)
    hands.open()
    codes = hands.codes
    found = codes[3 :: len(codes) // FINDINGS][:FINDINGS]

    for code in codes:
        if code != codes[0]:
            expect(hands.page.locator(f"#{code}[data-here]")).to_be_in_viewport()  # nobody looked for it
        hands.tap(f"#{code} label:has([value={'N' if code in found else 'C'}])")
        if code in found:
            hands.tap(f"#{code} [data-field=details]")
            hands.page.keyboard.insert_text(f"Seen at {code}.")
            hands.tap("[data-next-open]")
    for code in found[:PHOTOS]:
        hands.photograph(code, f"{code}.jpg")
    hands.state(SAVED)

    made.refresh_from_db()
    assert made.sheet.count("N") == FINDINGS
    assert made.sheet.count("C") == len(codes) - FINDINGS
    assert Finding.objects.filter(assessment=made).exclude(details="").count() == FINDINGS
    assert hands.acts / len(codes) <= MOST_ACTS_ONE_BY_ONE


@pytest.mark.long
def test_with_whole_points_and_clusters_at_once_it_takes_still_fewer(new_page: NewPage) -> None:
    chea = make.user("adviser", name="Chea")
    made = draft(chea)
    hands = tablet(new_page, chea, made)
    hands.open()
    codes = hands.codes
    found = codes[3 :: len(codes) // FINDINGS][:FINDINGS]

    for code in found:
        point = code.rpartition("-")[0]
        if not hands.page.locator(f"[data-map-point='{point}']").is_visible():
            hands.tap(f"[data-map-cluster='{point.partition('-')[0]}'] > summary")
        hands.tap(f"[data-map-point='{point}']")
        hands.tap(f"#{code} label:has([value=N])")
        hands.tap(f"#{code} [data-field=details]")
        hands.page.keyboard.insert_text(f"Seen at {code}.")
    for code in found[:PHOTOS]:
        hands.photograph(code, f"{code}.jpg")
    for cluster in dict.fromkeys(code.partition("-")[0] for code in codes):
        hands.tap(f"[data-rest='{cluster}']")
        if hands.page.locator("#ws-bulk[open]").count():
            hands.tap("[data-bulk-all]")
    expect(hands.page.locator("[data-answered]")).to_have_text(f"{len(codes)} of {len(codes)} answered")
    hands.state(SAVED)

    made.refresh_from_db()
    assert made.sheet.count("N") == FINDINGS
    assert made.sheet.count("C") == len(codes) - FINDINGS
    assert Finding.objects.filter(assessment=made).exclude(details="").count() == FINDINGS
    assert set(EvidenceFile.objects.values_list("question", flat=True)) == set(found[:PHOTOS])
    assert hands.acts / len(codes) <= MOST_ACTS_IN_BULK


def test_a_point_marked_at_once_is_taken_back_at_once(new_page: NewPage) -> None:
    chea = make.user("adviser")
    made = draft(chea)
    hands = tablet(new_page, chea, made)
    hands.open()
    hands.tap("#OS-8-06 label:has([value=N])")
    hands.shows("OS-8-06", "N")

    hands.tap("[data-rest='OS-8']")
    hands.shows("OS-8-01", "C")
    assert hands.letter("OS-8-06") == "N"
    hands.tap("[data-undo]")
    hands.shows("OS-8-01", "-")
    hands.state(SAVED)

    made.refresh_from_db()
    assert made.sheet.count("C") == 0
    assert made.sheet.count("N") == 1


def test_what_weighs_most_is_never_marked_with_others_unnamed(new_page: NewPage) -> None:
    chea = make.user("adviser")
    mill = make.factory("KH-00012")
    make.assessment(mill, assessed_on=date(2017, 4, 3), findings={"OS-8-06": "An exit was locked."})
    made = make.assessment(
        mill, assessed_on=date(2018, 5, 28), state="draft", team=[chea], unanswered=make.layout("KH").codes
    )
    hands = tablet(new_page, chea, made)
    hands.open()
    hands.near("OS-8-01")
    asked = hands.page.locator("#ws-bulk")

    # non-compliant last time
    hands.tap("[data-rest='OS-8']")
    expect(asked.locator("li")).to_have_count(1)
    expect(asked).to_contain_text("OS-8-06")
    expect(asked).to_contain_text("non-compliant last time")
    assert axe(hands.page) == []
    hands.key("Escape")
    hands.shows("OS-8-01", "-")
    hands.tap("[data-rest='OS-8']")
    hands.tap("[data-bulk-others]")
    hands.shows("OS-8-01", "C")
    assert hands.letter("OS-8-06") == "-"

    # zero tolerance and core labour standards; all of them, once they were named
    hands.page.evaluate("scrollTo(0, 0)")
    hands.tap("[data-rest='CL-2']")
    expect(asked).to_contain_text("CL-2-01")
    expect(asked).to_contain_text("zero tolerance, core labour standard")
    hands.tap("[data-bulk-all]")
    hands.shows("CL-2-01", "C")
    hands.tap("[data-undo]")
    hands.shows("CL-2-01", "-")
    hands.state(SAVED)
    made.refresh_from_db()
    assert made.sheet.count("C") == 8


def test_undo_brings_back_what_was_written_of_a_finding(new_page: NewPage) -> None:
    chea = make.user("adviser")
    made = draft(chea)
    hands = tablet(new_page, chea, made)
    hands.open()
    hands.tap("#OS-8-06 label:has([value=N])")
    hands.page.fill("#OS-8-06 [data-field=details]", "One exit was locked.")
    hands.page.fill("#OS-8-06 [data-field=workers]", "40")
    hands.page.select_option("#OS-8-06 [data-field=cause]", label="nobody is responsible or checks")
    hands.state(SAVED)
    hands.tap("#OS-8-06 label:has([value=C])")
    hands.shows("OS-8-06", "C")
    hands.state(SAVED)
    assert not Finding.objects.filter(assessment=made).exists()

    hands.tap("[data-undo]")
    hands.shows("OS-8-06", "N")
    hands.state(SAVED)

    again = Finding.objects.get(assessment=made)
    assert again.details == "One exit was locked.\nRoot cause: nobody is responsible or checks"
    assert again.workers_concerned == 40


def test_what_does_not_apply_asks_why_without_holding_up(new_page: NewPage) -> None:
    chea = make.user("adviser")
    made = draft(chea)
    hands = tablet(new_page, chea, made)
    hands.open()
    first, second = hands.codes[:2]

    hands.key("x")
    hands.key("c")
    expect(hands.page.locator(f"#{first} [data-reason-missing]")).to_be_visible()
    hands.page.fill(f"#{first} [data-field=note]", "No young workers here.")
    hands.page.locator(f"#{first} [data-field=note]").blur()
    expect(hands.page.locator(f"#{first} [data-reason-missing]")).to_be_hidden()
    hands.state(SAVED)

    assert AnswerNote.objects.get(assessment=made).text == "No young workers here."
    assert (hands.letter(first), hands.letter(second)) == ("X", "C")


def test_the_last_cycle_and_the_open_plan_stand_beside_each_question(new_page: NewPage) -> None:
    chea = make.user("adviser")
    mill = make.factory("KH-00012")
    make.assessment(mill, assessed_on=date(2017, 4, 3), findings={"OS-8-06": "An exit was locked."})
    make.plan_item(mill, question="OS-8-06", issue="Unlock the exits")
    made = make.assessment(
        mill, assessed_on=date(2018, 5, 28), state="draft", team=[chea], unanswered=make.layout("KH").codes
    )
    hands = tablet(new_page, chea, made)
    hands.open()
    hands.near("OS-8-06")
    question = hands.page.locator("#OS-8-06")

    expect(question).to_contain_text("Last time: Non-compliant")
    expect(question).to_contain_text("Unlock the exits")
    expect(question.locator("[data-differs]")).to_be_hidden()
    hands.tap("#OS-8-06 label:has([value=C])")
    expect(question.locator("[data-differs]")).to_be_visible()
    hands.tap("#OS-8-06 label:has([value=N])")
    expect(question).to_contain_text("An exit was locked.")


def test_a_question_is_found_by_its_code_and_by_its_words(new_page: NewPage) -> None:
    chea = make.user("adviser")
    hands = tablet(new_page, chea, draft(chea))
    hands.open()

    for asked in ("os86", "OS-8-06", "os-8-6"):
        hands.page.keyboard.press("/")
        hands.page.keyboard.type(asked)
        hands.page.keyboard.press("Enter")
        expect(hands.page.locator("#OS-8-06[data-here]")).to_be_in_viewport()
    hands.page.keyboard.press("n")
    hands.shows("OS-8-06", "N")
    hands.page.keyboard.press("/")
    hands.page.keyboard.type("fire")
    expect(hands.page.locator("[data-results] button").first).to_be_visible()
    hands.page.keyboard.press("Escape")
    expect(hands.page.locator("[data-results]")).to_be_hidden()


def test_two_tablets_see_each_others_answers(new_page: NewPage) -> None:
    chea, sokha = make.user("adviser", name="Chea"), make.user("adviser", name="Sokha")
    made = draft(chea, sokha)
    one, two = tablet(new_page, chea, made), tablet(new_page, sokha, made)
    one.open()
    two.open()

    one.tap("#OS-8-06 label:has([value=N])")
    one.page.fill("#OS-8-06 [data-field=details]", "One exit was locked.")
    two.tap("#CL-1-01 label:has([value=C])")
    two.shows("OS-8-06", "N")
    one.shows("CL-1-01", "C")

    two.near("OS-8-06")
    expect(two.page.locator("#OS-8-06 [data-by]")).to_contain_text("Chea")
    one.page.locator("#OS-8-06 [data-field=details]").blur()
    expect(two.page.locator("#OS-8-06 [data-field=details]")).to_have_value("One exit was locked.")
    one.near("CL-1-01")
    expect(one.page.locator("#CL-1-01 [data-by]")).to_contain_text("Sokha")


@pytest.mark.long
def test_two_answers_that_differ_are_both_shown_and_one_is_chosen(
    new_page: NewPage, troubles: Troubles
) -> None:
    troubles.allow_lost_network()
    chea, sokha = make.user("adviser", name="Chea"), make.user("adviser", name="Sokha")
    made = draft(chea, sokha)
    one, two = tablet(new_page, chea, made), tablet(new_page, sokha, made)
    one.open()
    two.open(kept=True)
    two.page.context.set_offline(True)
    two.tap("#OS-8-06 label:has([value=N])")
    two.page.fill("#OS-8-06 [data-field=details]", "One exit was locked.")
    two.page.locator("#OS-8-06 [data-field=details]").blur()
    two.state("Answers only on this device: 2")
    one.tap("#OS-8-06 label:has([value=C])")
    one.state(SAVED)

    two.page.context.set_offline(False)
    clash = two.page.locator("#OS-8-06 [data-clash]")
    expect(clash).to_be_visible()
    two.state(SAVED)

    expect(clash).to_contain_text("Current answer – Chea: Compliant")
    expect(clash).to_contain_text("Sokha answered: Non-compliant")
    expect(clash).to_contain_text("One exit was locked.")
    expect(one.page.locator("#OS-8-06 [data-clash]")).to_be_visible()
    one.page.evaluate("window.scrollTo(0, 0)")
    one.page.get_by_role("button", name="Conflicts: 1").click()
    expect(one.page.locator("#OS-8-06 [data-clash]")).to_be_in_viewport()
    assert two.letter("OS-8-06") == "C"
    assert axe(two.page) == []

    clash.locator("[data-choose='1']").click()
    expect(clash).to_be_hidden()
    two.state(SAVED)
    assert Finding.objects.get(assessment=made).details == "One exit was locked."
    assert list(AnswerLog.objects.order_by("pk").values_list("new", "held")) == [
        ("C", ""), ("N", "letter"), ("N", "letter details"), ("N", ""),
    ]  # fmt: skip
    expect(one.page.locator("#OS-8-06 [data-clash]")).to_be_hidden()


def test_on_a_phone_it_fits_and_is_accessible(new_page: NewPage) -> None:
    chea = make.user("adviser")
    hands = tablet(new_page, chea, draft(chea), viewport={"width": 390, "height": 844})
    hands.open()
    for name in "cnxc":
        hands.page.keyboard.press(name)
    hands.state(SAVED)
    assert fits(hands.page)
    assert axe(hands.page) == []

    hands.tap("[data-map-button]")
    hands.tap("[data-map-cluster=OS] > summary")
    hands.tap("[data-map-point=OS-8]")
    expect(hands.page.locator("#OS-8-01")).to_be_in_viewport()
    expect(hands.page.locator("#ws-map")).to_be_hidden()


def test_without_scripts_each_point_has_its_own_form(new_page: NewPage, troubles: Troubles) -> None:
    troubles.allow(".js: csp")  # how a browser without scripts tells that it leaves them out
    chea = make.user("adviser")
    hands = tablet(new_page, chea, draft(chea), java_script_enabled=False)
    hands.page.goto(hands.address)

    hands.page.click("[data-map-point=CL-1]")
    hands.page.check("[name=answer-CL-1-01][value=C]", force=True)
    hands.page.click("button[name=next]")

    assert Assessment.objects.get().sheet.count("C") == 1
