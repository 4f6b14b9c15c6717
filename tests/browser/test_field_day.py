"""A day without a connection: prepared in one act, entered in three ways, sent once; what is refused stays."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Route, expect

from advisory.models import AdvisoryVisit, FieldEntry, PlanItem
from assessments.models import AnswerLog, Finding
from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import ARGUMENTS, Troubles, executable
from tests.browser.field_days import DAY, line, offline, online, prepared, ready, record, waits
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.tablets import TABLET

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
START = "/assessments/"


@pytest.fixture
def chea():
    return make.user("adviser", name="Chea")


@pytest.fixture
def mills(chea, troubles: Troubles):
    """Two factories with a draft of the adviser each; the first has something in its plan."""
    troubles.allow_lost_network()
    for allowed in ("answer 409", "answer 422", "409 (", "422 ("):
        troubles.allow(allowed)
    codes = make.layout("KH").codes
    made = [make.factory(f"KH-0001{n}", name=name) for n, name in enumerate(("Riverside", "Lotus"))]
    drafts = [make.assessment(one, state="draft", team=[chea], unanswered=codes) for one in made]
    make.plan_item(made[0], ref="exits", issue="Exit locked", status="not_started")
    return made, drafts


def write_visit(page: Page, mill, purpose: str = "Follow-up") -> None:
    ready(page, f"/factories/{mill.code}/visits/new/")
    page.get_by_label("Purpose").fill(purpose)
    finding = page.get_by_role("group", name="Finding 1", exact=True)
    finding.get_by_label("Question").fill("OS-8-06")
    finding.get_by_label("What was found").fill("Locked at noon.")
    page.get_by_role("button", name="Another step").click()
    second = page.get_by_role("group", name="Step 2", exact=True)
    second.get_by_label("What needs correcting").fill("Nobody keeps minutes")


def answer(page: Page, draft) -> None:
    page.goto(f"/assessments/{draft.pk}/enter/")
    page.wait_for_selector("#ws[data-ready]", state="attached")
    page.keyboard.press("c")
    expect(page.locator("[data-state-words]")).to_contain_text("Answers only on this device: 1")


def test_a_day_is_prepared_entered_without_a_connection_and_sent_once(new_page: NewPage, chea, mills) -> None:
    (river, _lotus), drafts = mills
    page = new_page(viewport=TABLET, has_touch=True)
    sign_in(page, chea)
    prepared(page)
    assert axe(page) == []
    context = page.context
    offline(page)
    page.close()

    page = context.new_page()  # a cold start
    page.goto(START)
    expect(page.locator("[data-kept-list] a", has_text="Riverside – ")).to_have_count(8)
    page.locator("[data-kept-list] a", has_text="Lotus – Assessment of 1 March 2018").click()
    page.wait_for_selector("#ws[data-ready]", state="attached")
    for draft in drafts:
        answer(page, draft)
    write_visit(page, river)
    line(page, 2 + 1)  # both answers, and what is begun
    record(page)
    expect(page.locator("[data-entry-kept]")).to_contain_text("Only on this device")
    line(page, 3)
    ready(page, f"/factories/{river.code}/plan/")
    page.get_by_role("button", name="Done today").click()
    expect(page.locator("[data-entry-state]")).to_contain_text("Done today – Only on this device")
    line(page, 4)
    page.close()  # closed between entering and sending

    page = context.new_page()
    ready(page, DAY)
    line(page, 4)
    expect(page.locator("[data-entry]")).to_have_count(2)
    expect(page.locator("[data-entry]").first).to_contain_text("Locked at noon.")
    assert not AdvisoryVisit.objects.exists()
    online(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    line(page, 0)
    expect(page.locator("[data-field-list]")).to_be_hidden()

    assert AnswerLog.objects.count() == 2
    assert AdvisoryVisit.objects.get().factory == river
    assert Finding.objects.get(visit__isnull=False).details == "Locked at noon."
    assert PlanItem.objects.get(ref="exits", superseded_at__isnull=True).status == "done"
    assert FieldEntry.objects.count() == 2
    assert waits(page) == []


def test_an_answer_that_is_lost_on_its_way_doubles_nothing(new_page: NewPage, chea, mills) -> None:
    (river, _), _drafts = mills
    page = new_page(viewport=TABLET)
    sign_in(page, chea)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if not lost:
            route.fetch()  # the server has recorded it
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.context.route("**/field-entries/", lose)
    write_visit(page, river)
    record(page)
    expect(page.locator("[data-entry-kept]")).to_be_visible()
    line(page, 1)
    page.evaluate("dispatchEvent(new Event('online'))")
    line(page, 0)

    assert AdvisoryVisit.objects.count() == FieldEntry.objects.count() == 1


def test_what_the_server_refuses_stays_readable_and_is_mended(new_page: NewPage, chea, mills) -> None:
    (river, _), _drafts = mills
    page = new_page(viewport=TABLET)
    sign_in(page, chea)
    prepared(page)
    offline(page)
    write_visit(page, river)
    page.get_by_role("group", name="Finding 1", exact=True).get_by_label("Question").fill("ZZ-1")
    record(page)
    expect(page.locator("[data-entry-kept]")).to_be_visible()
    ready(page, DAY)
    online(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    entry = page.locator("[data-entry]")
    expect(entry.locator("[data-entry-state=refused]")).to_be_visible()
    expect(entry).to_contain_text("Nobody keeps minutes")
    line(page, 1)
    assert not AdvisoryVisit.objects.exists()

    entry.get_by_role("link", name="Edit").click()
    expect(page.locator(".error-summary")).to_contain_text("There is no question “ZZ-1”")
    second = page.get_by_role("group", name="Step 2", exact=True)
    expect(second.get_by_label("What needs correcting")).to_have_value("Nobody keeps minutes")
    page.get_by_role("group", name="Finding 1", exact=True).get_by_label("Question").fill("OS-8-06")
    record(page)
    expect(page.get_by_role("heading", name="Advisory visit")).to_be_visible()
    line(page, 0)
    assert AdvisoryVisit.objects.count() == 1
    assert waits(page) == []


def test_what_a_colleague_recorded_meanwhile_is_shown_beside_ones_own(new_page: NewPage, chea, mills) -> None:
    (river, _), _drafts = mills
    page = new_page(viewport=TABLET)
    sign_in(page, chea)
    prepared(page)
    offline(page)
    ready(page, f"/factories/{river.code}/plan/")
    page.get_by_text("Write what shows it").click()
    page.get_by_label("What shows it", exact=True).fill("Photo 7")
    page.get_by_role("button", name="Save what shows it").click()
    expect(page.locator("[data-entry-state]")).to_contain_text("Only on this device")
    item = PlanItem.objects.get()
    PlanItem.objects.filter(pk=item.pk).update(evidence="Photo 3")
    ready(page, DAY)
    online(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    entry = page.locator("[data-entry]")
    expect(entry.locator("[data-entry-state=conflict]")).to_be_visible()
    expect(entry).to_contain_text("Recorded meanwhile: Photo 3")
    assert axe(page) == []

    entry.get_by_role("button", name="Record my answer").click()
    line(page, 0)
    assert PlanItem.objects.get(superseded_at__isnull=True).evidence == "Photo 7"


def test_a_device_without_room_is_told_before_anything_is_taken(new_page: NewPage, chea, mills) -> None:
    page = new_page(viewport=TABLET)
    sign_in(page, chea)
    page.add_init_script("navigator.storage.estimate = async () => ({ quota: 1e9, usage: 995e6 })")
    page.goto(DAY)
    page.wait_for_selector("html[data-field-ready]", state="attached")
    page.get_by_role("button", name="Prepare").click()

    expect(page.locator("[data-prepare-state]")).to_contain_text(
        "nearly full (5 MB free). Nothing was taken."
    )
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases()") == []


def test_a_browser_that_is_killed_between_entering_and_sending_loses_nothing(
    live: str, tmp_path: Path, chromium, chea, mills
) -> None:
    (river, _), _drafts = mills

    def started() -> Page:
        context = chromium.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=executable(), args=ARGUMENTS, base_url=live, viewport=TABLET,
            locale="en", chromium_sandbox=False,
        )  # fmt: skip
        return context.pages[0]

    page = started()
    sign_in(page, chea)
    prepared(page)
    offline(page)
    write_visit(page, river)
    record(page)
    expect(page.locator("[data-entry-kept]")).to_be_visible()
    write_visit(page, river, purpose="Half typed")
    line(page, 2)
    killed(page, tmp_path)

    page = started()
    sign_in(page, chea)  # a session ends with the browser
    ready(page, DAY)
    line(page, 1)
    assert AdvisoryVisit.objects.get().purpose == "Follow-up"
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_label("Purpose")).to_have_value("Half typed")
    page.context.close()


def killed(page: Page, profile: Path) -> None:
    """End every process of the browser with this profile, as when its battery is empty."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if f"--user-data-dir={profile}" in place.read_text():
                os.kill(int(place.parent.name), signal.SIGKILL)
    with suppress(Error):
        page.context.close()
    (profile / "SingletonLock").unlink(missing_ok=True)
