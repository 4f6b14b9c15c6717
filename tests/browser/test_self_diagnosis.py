"""A committee goes through the questionnaire on phones, with the network cut; two phones answer apart."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from advisory.models import PlanItem
from self_diagnosis.models import DiagnosisAnswer, DifferingAnswer, SelfDiagnosis
from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.field_days import DAY, line, offline, online, prepared, ready, waits
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.widths import fits
from tests.make import NOW
from tests.self_diagnosis.doing import diagnosed

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
SHOTS = os.environ.get("SHOTS", "")  # a folder for pictures to be looked at


@pytest.fixture
def mill(troubles: Troubles):
    troubles.allow_lost_network()
    make.questionnaire()
    return make.factory("KH-00078", name="Riverside Garments")


@pytest.fixture
def owner(mill) -> User:
    return make.user("factory", factory=mill)


def phone(new_page: NewPage, person: User) -> Page:
    page = new_page(viewport=PHONE, has_touch=True)
    sign_in(page, person)
    return page


def look(page: Page, name: str) -> None:
    assert fits(page)
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    assert axe(page) == []


def question(page: Page, code: str):
    return page.locator(f"[id='{code}']")


def say(page: Page, code: str, answer: str, note: str = "") -> None:
    question(page, code).locator(".own-answers").get_by_text(answer, exact=True).click()
    if note:
        field = question(page, code).locator("textarea")
        if not field.is_visible():
            question(page, code).locator("summary").filter(has_text="Note").click()
        field.fill(note)


def send(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")


def began(page: Page, code: str) -> SelfDiagnosis:
    page.goto(f"/factories/{code}/self-diagnoses/")
    page.get_by_role("link", name="Begin a self-diagnosis").click()
    page.locator("summary").filter(has_text="Occupational Safety and Health").click()
    for point in ("Emergency Preparedness", "Working Environment"):
        page.get_by_label(point).check()
    look(page, "begin-390")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("0 of")).to_be_visible()
    return SelfDiagnosis.objects.get()


def opened(page: Page, point: str) -> None:
    page.get_by_role("link", name=point).click()
    page.wait_for_selector("html[data-field-ready]", state="attached")


def test_a_diagnosis_is_begun_prepared_and_answered_without_a_connection(
    mill, owner, new_page: NewPage
) -> None:
    page = phone(new_page, owner)
    diagnosis = began(page, mill.code)
    home = f"/factories/{mill.code}/self-diagnoses/{diagnosis.pk}/"
    look(page, "diagnosis-empty-390")
    prepared(page)
    context = page.context
    offline(page)
    page.close()

    page = context.new_page()  # a cold start
    ready(page, DAY)
    page.get_by_role("link", name="Self-diagnosis of").first.click()
    opened(page, "Emergency Preparedness")
    say(page, "OS-8-06", "Gap", "The yard door sticks.")
    say(page, "OS-8-01", "Compliant")
    look(page, "point-390")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-entry-state]").first).to_contain_text("Only on this device")
    line(page, 1)
    expect(question(page, "OS-8-06").get_by_label("Gap")).to_be_checked()  # what is here stands in the form
    say(page, "OS-8-02", "Not sure")
    look(page, "point-unsent-390")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(home)
    line(page, 2)
    opened(page, "Emergency Preparedness")  # the kept page, with what was entered since
    expect(question(page, "OS-8-02").get_by_label("Not sure")).to_be_checked()
    expect(question(page, "OS-8-06").locator("textarea")).to_have_value("The yard door sticks.")
    ready(page, DAY)
    expect(page.locator("[data-entry]")).to_have_count(2)
    look(page, "day-390")
    assert not DiagnosisAnswer.objects.exists()
    online(page)
    send(page)
    line(page, 0)
    assert waits(page) == []
    assert dict(DiagnosisAnswer.objects.values_list("question", "answer")) == {
        "OS-8-06": "gap", "OS-8-01": "compliant", "OS-8-02": "not_sure",
    }  # fmt: skip
    assert not DifferingAnswer.objects.exists()


def test_its_gaps_are_planned_and_it_is_shared_for_a_while(mill, owner, new_page: NewPage) -> None:
    diagnosis = diagnosed(mill, owner, note="The yard door sticks.")
    home = f"/factories/{mill.code}/self-diagnoses/{diagnosis.pk}/"
    page = phone(new_page, owner)
    ready(page, home)
    page.get_by_role("checkbox").first.check()
    look(page, "diagnosis-gaps-390")
    page.get_by_role("button", name="Add to the plan").click()
    expect(page.get_by_text("1 item added to the plan.")).to_be_visible()
    assert PlanItem.objects.get().proposed_by_factory
    page.get_by_role("button", name="Complete").click()
    look(page, "diagnosis-completed-390")
    page.get_by_role("button", name="Share with the adviser").click()
    expect(page.get_by_role("button", name="Stop sharing")).to_be_visible()
    adviser = phone(new_page, make.user("adviser"))
    adviser.goto(home)
    expect(adviser.get_by_text("The yard door sticks.")).to_be_visible()
    look(adviser, "diagnosis-adviser-390")
    page.get_by_role("button", name="Stop sharing").click()
    expect(page.get_by_role("button", name="Share with the adviser")).to_be_visible()
    assert adviser.request.get(home).status == 404


def test_two_phones_answer_the_same_question_apart_and_both_texts_are_kept(
    mill, owner, new_page: NewPage
) -> None:
    worker = make.user("worker", factory=mill)
    diagnosis = diagnosed(mill, owner, note="", question="OS-8-02")
    address = f"/factories/{mill.code}/self-diagnoses/{diagnosis.pk}/points/OS-8/"
    pages = [phone(new_page, owner), phone(new_page, worker)]
    for page in pages:
        ready(page, address)
    for page, answer, note in zip(
        pages, ("Gap", "Compliant"), ("Locked at night.", "Opened each morning."), strict=True
    ):
        say(page, "OS-8-06", answer, note)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Recorded.")).to_be_visible()
    page = pages[1]
    expect(question(page, "OS-8-06")).to_contain_text("Answered differently on another device")
    expect(question(page, "OS-8-06")).to_contain_text("Opened each morning.")
    expect(question(page, "OS-8-06").locator("textarea")).to_have_value("Locked at night.")
    look(page, "apart-390")
    question(page, "OS-8-06").get_by_text("Keep the answer above with all notes").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Answered differently on another device")).to_be_hidden()
    row = DiagnosisAnswer.objects.get(question="OS-8-06")
    assert (row.answer, row.note) == ("gap", "Locked at night.\nOpened each morning.")


def test_the_pages_stand_in_arabic_and_on_wider_screens(mill, owner, new_page: NewPage) -> None:
    diagnosis = diagnosed(mill, owner, note="The yard door sticks.")
    home = f"/factories/{mill.code}/self-diagnoses/{diagnosis.pk}/"
    User.objects.filter(pk=owner.pk).update(language="ar")
    for width in (390, 820, 1440) if SHOTS else (390,):
        page = new_page(viewport={"width": width, "height": 900})
        sign_in(page, owner)
        for name, address in (
            ("list", f"/factories/{mill.code}/self-diagnoses/"), ("diagnosis", home),
            ("point", f"{home}points/OS-8/"), ("paper", f"{home}paper/"),
        ):  # fmt: skip
            page.goto(address)
            look(page, f"{name}-arabic-{width}")
    assert SelfDiagnosis.objects.get().begun_at == NOW
