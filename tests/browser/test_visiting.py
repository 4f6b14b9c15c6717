"""An adviser at a factory with a phone: a visit with its plan, the committee, a course; then they are evidence."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from advisory.models import AdvisoryVisit, PlanItem
from countries.queries.local_time import programme_day, today_in
from factories.models import Factory
from journal.wording import day_in_words
from tests import make
from tests.browser.axe import axe
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.widths import fits

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
STEPS = (
    ("Exit to the yard is locked", "Remove the lock, check daily", "Safety officer", "OS-8-06"),
    ("Drums stand in the aisle", "Mark the aisle", "Storekeeper", ""),
    ("Nobody keeps minutes", "Committee names a secretary", "Committee", ""),
)


@pytest.fixture
def mill() -> Factory:
    """A factory that was assessed this year."""
    made = make.factory("KH-00012", name="Riverside Garments")
    make.assessment(
        made, assessed_on=today_in("KH", timezone.now()).replace(day=1), findings={"OS-8-06": "Locked."}
    )
    call_command("load_criteria")
    return made


def phone(new_page: NewPage, **options: object) -> Page:
    """The adviser's phone."""
    page = new_page(viewport=PHONE, has_touch=True, **options)
    sign_in(page, make.user("adviser", name="Chea Adviser"))
    return page


def step(page: Page, number: int) -> Locator:
    """One row of agreed steps."""
    return page.get_by_role("group", name=f"Step {number}", exact=True)


def write_visit(page: Page, mill: Factory) -> None:
    """Fill the page in, adding rows while at it."""
    page.goto(f"/factories/{mill.code}/visits/new/")
    page.get_by_label("Purpose").fill("Follow-up on exits")
    page.get_by_label("Managers").fill("2")
    page.get_by_label("Committee, workers' side").fill("3")
    page.get_by_label("Topics").fill("Exits; minutes")
    finding = page.get_by_role("group", name="Finding 1", exact=True)
    finding.get_by_label("Question").fill("OS-8-06")
    finding.get_by_label("What was found").fill("Locked again at noon.")
    for number, (issue, action, owner, question) in enumerate(STEPS, 1):
        if number > 1:
            page.get_by_role("button", name="Another step").click()
            expect(step(page, number)).to_be_visible()
        row = step(page, number)
        row.get_by_label("What needs correcting").fill(issue)
        row.get_by_label("What will be done").fill(action)
        row.get_by_label("Who sees to it").fill(owner)
        row.get_by_label("Due on").fill(today_in("KH", timezone.now()).isoformat())
        row.get_by_label("Question").fill(question)
    # adding rows has lost nothing
    expect(page.get_by_label("Purpose")).to_have_value("Follow-up on exits")
    expect(finding.get_by_label("What was found")).to_have_value("Locked again at noon.")
    expect(step(page, 1).get_by_label("What needs correcting")).to_have_value(STEPS[0][0])


def record(page: Page) -> None:
    """Press the page's own button."""
    page.get_by_role("main").get_by_role("button", name="Record", exact=True).click()


def test_a_visit_a_committee_review_and_a_course_become_history_and_evidence(
    mill: Factory, new_page: NewPage
) -> None:
    page = phone(new_page)
    # a verdict is of the office's day, which begins hours after the factory's
    on = programme_day(timezone.now())
    today = day_in_words(on)

    write_visit(page, mill)
    assert fits(page)
    assert axe(page) == []
    record(page)

    expect(page.get_by_text("The visit is recorded.")).to_be_visible()
    for issue, *_ in STEPS:
        expect(page.get_by_role("link", name=issue)).to_be_visible()
    assert fits(page)

    page.get_by_role("link", name="A committee review").click()
    page.get_by_label("Day of the review").fill(on.isoformat())
    page.get_by_label("Seats of workers").fill("5")
    page.get_by_label("Seats of management").fill("5")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Women among the workers' members, per cent").fill("70")
    page.get_by_label("Meetings in the last 12 months").fill("12")
    page.get_by_label("Of these with minutes").fill("11")
    record(page)

    # it leads back to the visit, from where the next is one tap away
    page.get_by_role("link", name="Learning").click()
    page.get_by_label("Held on").fill(on.isoformat())
    page.get_by_label("Course or seminar").fill("Fire safety")
    page.get_by_label("Hours").fill("8")
    page.get_by_label("Managers, women").fill("2")
    page.get_by_label("Workers, women").fill("14")
    record(page)
    expect(page.get_by_text("Recorded.", exact=True)).to_be_visible()

    # the factory's history tells of all of it
    page.goto(f"/factories/{mill.code}/")
    history = page.locator("#history")
    for words in (
        "advisory visit recorded",
        "bipartite committee reviewed",
        "learning recorded: Fire safety",
    ):
        expect(history.get_by_text(words)).to_be_visible()
    expect(history.get_by_text("plan item")).to_have_count(len(STEPS))
    timeline = page.locator("#timeline")
    for words in ("Follow-up on exits", "Committee reviewed on", "Fire safety on"):
        expect(timeline.get_by_text(words).first).to_be_attached()
    assert fits(page)

    # and its evaluation names them as evidence
    page.goto(f"/factories/{mill.code}/verdict/")
    page.get_by_role("button", name="Evaluate now").click()
    for words in (
        f"Committee review of {today}",
        f"1 learning record, {today}: Fire safety",
        "Improvement plan, 3 items",
    ):
        expect(page.get_by_role("link", name=words).first).to_be_visible()


def test_a_visit_is_recorded_once_without_scripts_however_often_it_is_sent(
    mill: Factory, new_page: NewPage
) -> None:
    page = phone(new_page, java_script_enabled=False)

    write_visit(page, mill)
    with page.expect_request(lambda request: request.method == "POST") as first:
        record(page)
    sent = first.value
    # the browser keeps no page of somebody signed in, and offers to send the form again
    again = page.request.post(
        sent.url, data=sent.post_data_buffer, headers={"Content-Type": sent.headers["content-type"]}
    )

    assert again.ok
    assert AdvisoryVisit.objects.count() == 1
    assert PlanItem.objects.count() == len(STEPS)


def test_a_breach_that_cannot_wait_offers_a_case_at_once_with_what_was_found(
    mill: Factory, new_page: NewPage
) -> None:
    chea = make.user("adviser", name="Chea Adviser")
    draft = make.assessment(
        mill, state="draft", team=[chea], findings={"CL-1-01": "A child of twelve sewed."}
    )
    page = new_page(viewport=PHONE, has_touch=True)
    sign_in(page, chea)
    page.goto(f"/assessments/{draft.pk}/enter/")
    page.wait_for_selector("#ws[data-ready]", state="attached")

    expect(page.locator("#CL-1-01 [data-case]")).to_be_visible()
    expect(page.locator("#OS-8-06 [data-case]")).to_be_hidden()
    page.locator("#CL-1-01").get_by_role("link", name="Open a zero-tolerance case").click()
    expect(page.get_by_label("What was found")).to_have_value("A child of twelve sewed.")
    page.get_by_role("main").get_by_role("button", name="Open the case", exact=True).click()

    expect(page.get_by_role("heading", name="Zero-tolerance case")).to_be_visible()
    expect(page.get_by_text("47 hours left")).to_be_visible()
    assert fits(page)


SENT_FIRST_BY_ANOTHER = """async () => {
    const { Entries, scopeOf } = await import("/static/js/field/entries.js");
    const { open } = await import("/static/js/workspace/store.js");
    const person = document.querySelector("[data-unsent-line]").dataset.person;
    const entries = new Entries(await open(), person);
    let release;
    navigator.locks.request(`line:${scopeOf(person)}`, () => new Promise((free) => { release = free; }));
    entries.send(); // waits for the line, before what the page itself sends
    const once = setInterval(async () => {
        if (!(await entries.all()).length) return;
        clearInterval(once);
        setTimeout(release, 200); // by now the page waits for the line too
    }, 20);
}"""


def test_a_visit_that_another_script_of_the_page_sends_first_is_shown_all_the_same(
    mill: Factory, new_page: NewPage
) -> None:
    page = phone(new_page)
    write_visit(page, mill)
    page.evaluate(SENT_FIRST_BY_ANOTHER)

    record(page)

    expect(page.get_by_text("The visit is recorded.")).to_be_visible()
    assert AdvisoryVisit.objects.count() == 1
