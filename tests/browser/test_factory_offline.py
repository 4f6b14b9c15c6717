"""A factory's manager with the network cut: reads the report and its PDF, registers for a course; gives no consent."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.models import CourseRegistration, CourseSession
from factories.models import Consent, Factory
from progress_reports.commands import make_reports
from progress_reports.models import ProgressReport
from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.field_days import waits
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.widths import fits
from tests.courses.make import registered, session
from tests.portal.world import refreshed
from tests.recognition.make import judged

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
SHOTS = os.environ.get("SHOTS", "")  # a folder for pictures to be looked at


@pytest.fixture
def mill(troubles: Troubles) -> Factory:
    troubles.allow("net::ERR_")
    troubles.allow_lost_network()
    found = make.factory("KH-00012", name="Riverside Garments")
    day = timezone.localdate() - timedelta(days=90)
    make.assessment(found, assessed_on=day, findings={"OS-8-06": "The exit was locked."})
    judged(found)
    refreshed()
    return found


@pytest.fixture
def page(new_page: NewPage, mill: Factory) -> Page:
    opened = new_page(viewport=PHONE, has_touch=True)
    sign_in(opened, make.user("factory", factory=mill))
    return opened


def kept(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("html[data-kept-for-reading]")).to_be_attached()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # from now on the service worker stands between


def look(page: Page, name: str) -> None:
    assert fits(page)
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    assert axe(page) == []


@pytest.fixture
def report(mill: Factory) -> ProgressReport:
    make_reports([mill.pk], language="en", actor=make.user("global"), now=timezone.now())
    return ProgressReport.objects.get()


def test_a_report_that_was_opened_is_read_and_its_pdf_too(page: Page, report: ProgressReport) -> None:
    address = f"/reports/{report.printed_number}/"
    kept(page, "/factories/KH-00012/reports/")
    kept(page, address)
    with page.expect_download() as first:
        page.get_by_role("link", name="Download PDF").click()
    online = Path(first.value.path()).read_bytes()

    page.context.set_offline(True)
    page.goto("/factories/KH-00012/reports/")
    expect(page.locator("[data-kept-line]")).to_contain_text("as it was on")
    page.goto(address)

    expect(page.get_by_text(report.printed_number).first).to_be_visible()
    expect(page.locator("[data-kept-line]")).to_be_visible()
    look(page, "report-offline-390")
    with page.expect_download() as again:
        page.get_by_role("link", name="Download PDF").click()
    assert Path(again.value.path()).read_bytes() == online


def test_a_pdf_that_was_never_opened_is_answered_in_words(page: Page, report: ProgressReport) -> None:
    kept(page, f"/reports/{report.printed_number}/")

    page.context.set_offline(True)
    page.get_by_role("link", name="Download PDF").click()

    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    expect(page.get_by_text("This page has not been kept on this device.")).to_be_visible()


@pytest.fixture
def course(mill: Factory) -> CourseSession:
    now = timezone.now()
    ahead = now + timedelta(days=10)
    return session(
        now=now, starts_at=ahead, ends_at=ahead + timedelta(hours=4),
        sign_up_ends_on=(now + timedelta(days=5)).date(),
    )  # fmt: skip


def test_people_are_registered_for_a_course_without_a_connection(
    page: Page, course: CourseSession, mill: Factory
) -> None:
    address = f"/courses/{course.pk}/"
    kept(page, "/courses/")
    kept(page, address)

    page.context.set_offline(True)
    page.goto("/courses/")
    page.goto(address)
    page.wait_for_selector("html[data-field-ready]", state="attached")
    page.get_by_label("Managers, men").fill("2")
    page.get_by_label("Workers, women").fill("3")
    page.get_by_role("button", name="Register").click()

    state = page.locator("[data-entry-state]")
    expect(state).to_contain_text("Only on this device")
    look(page, "course-offline-390")
    assert len(waits(page)) == 1
    page.reload()
    page.wait_for_selector("html[data-field-ready]", state="attached")
    expect(page.get_by_label("Managers, men")).to_have_value("2")
    expect(state).to_contain_text("Only on this device")
    expect(page.locator("[data-unsent-line]")).to_be_visible()
    assert not CourseRegistration.objects.exists()

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-unsent-line]")).to_be_hidden()
    page.goto(address)
    expect(page.get_by_text("5 people").first).to_be_visible()

    row = CourseRegistration.objects.get()
    assert (row.factory_id, row.managers_men, row.workers_women) == (mill.pk, 2, 3)
    assert waits(page) == []


def test_what_the_office_registered_meanwhile_is_not_written_over(
    page: Page, course: CourseSession, mill: Factory, troubles: Troubles
) -> None:
    troubles.allow("409")
    address = f"/courses/{course.pk}/"
    kept(page, address)
    page.wait_for_selector("html[data-field-ready]", state="attached")
    page.context.set_offline(True)
    page.get_by_label("Managers, men").fill("2")
    page.get_by_role("button", name="Register").click()
    expect(page.locator("[data-entry-state]")).to_contain_text("Only on this device")
    registered(course, mill, now=timezone.now(), managers_men=4)

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.goto(address)

    expect(page.locator("[data-entry-state]")).to_contain_text("Something else was recorded here meanwhile")
    assert CourseRegistration.objects.get().managers_men == 4


def test_consent_is_not_given_without_a_connection_and_nothing_typed_is_lost(
    page: Page, mill: Factory
) -> None:
    brand = make.brand()
    make.sourcing(brand, mill)
    page.goto(f"/factories/KH-00012/access/{brand.pk}/")
    until = (timezone.localdate() + timedelta(days=100)).isoformat()
    page.get_by_label("Until").fill(until)

    page.context.set_offline(True)
    page.get_by_role("button", name="Give consent").click()

    expect(page.get_by_role("alert")).to_contain_text("This needs a connection. Nothing was sent")
    expect(page.get_by_label("Until")).to_have_value(until)
    look(page, "access-offline-390")
    assert not Consent.objects.exists()

    page.context.set_offline(False)
    page.get_by_role("button", name="Give consent").click()
    page.wait_for_url("**/access/")
    assert Consent.objects.get().until_on.isoformat() == until

    page.goto(f"/factories/KH-00012/access/{brand.pk}/withdraw/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Withdraw consent").click()
    expect(page.get_by_role("alert")).to_contain_text("This needs a connection.")
    assert Consent.objects.filter(ended_at__isnull=True).exists()
