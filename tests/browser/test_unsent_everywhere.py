"""What is only on a device is counted and sent on every page, and said before an assessment is handed in without it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import User
from assessments.models import AnswerLog, Assessment, EvidenceFile
from files.domain.attachments import MOST_A_QUESTION
from tests import make
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.tablets import Tablet, draft, tablet

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


ALL_SENT = """async ([person, assessment]) => {
    const { leftOf } = await import("/static/js/workspace/everywhere.js");
    return leftOf(person, assessment);
}"""


@pytest.fixture
def hands(new_page: NewPage, troubles: Troubles) -> Tablet:
    """A tablet with an answer, a text and a photo that are only on it; its workspace is closed."""
    troubles.allow_lost_network()
    chea = make.user("adviser", name="Chea")
    held = tablet(new_page, chea, draft(chea, kind="partial"))
    held.open()
    held.offline()
    held.key("n")
    held.photograph(held.codes[0], "exit.jpg")
    held.page.fill(f"#{held.codes[0]} [data-field=details]", "One exit was locked.")
    held.page.locator(f"#{held.codes[0]} [data-field=details]").blur()
    held.state("Answers only on this device: 2 · Photos only on this device: 1")
    context = held.page.context
    held.page.close()
    context.set_offline(False)
    held.page = context.new_page()
    return held


def test_it_is_counted_on_a_page_and_sent_from_there(hands: Tablet) -> None:
    hands.page.goto("/assessments/")
    line = hands.page.locator("[data-unsent-line]")
    expect(line).to_contain_text("Only on this device: 2")  # the photo has gone, the answers are held up
    expect(line.locator("a")).to_have_attribute("href", hands.address)
    hands.online()
    hands.page.evaluate("dispatchEvent(new Event('online'))")
    expect(line).to_be_hidden()

    assert list(AnswerLog.objects.values_list("new", "given__details")) == [
        ("N", None), ("N", "One exit was locked."),
    ]  # fmt: skip
    assert EvidenceFile.objects.get().name == "exit.jpg"


def test_a_photo_that_is_refused_is_not_sent_again_and_again(hands: Tablet) -> None:
    for number in range(MOST_A_QUESTION):
        kept = make.evidence_file(hands.assessment, hands.codes[0])
        EvidenceFile.objects.filter(pk=kept.pk).update(digest=f"{number}")
    sent: list[str] = []
    hands.page.on("request", lambda request: sent.append(request.url) if "/files/" in request.url else None)

    hands.page.goto("/assessments/")
    for _ in range(2):
        hands.page.evaluate(ALL_SENT, [str(User.objects.get(name="Chea").pk), str(hands.assessment.pk)])

    assert EvidenceFile.objects.count() == MOST_A_QUESTION
    assert len(sent) == 1
    assert hands.page.locator("[data-unsent-line]").is_visible()  # it is still on the device


def test_submitting_says_what_is_not_in_it(hands: Tablet) -> None:
    hands.page.goto(f"/assessments/{hands.assessment.pk}/")
    asked: list[str] = []
    hands.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    with hands.page.expect_event("dialog"):
        hands.page.get_by_role("button", name="Submit for review").click()

    assert "not in what you submit: 2" in asked[0]
    assert Assessment.objects.get().state == "draft"
    assert hands.page.locator("[data-unsent-line]").is_visible()


def test_a_device_on_which_nothing_was_entered_gets_no_store(new_page: NewPage) -> None:
    page = tablet(new_page, make.user("adviser"), draft()).page
    page.goto("/assessments/")
    page.wait_for_load_state("networkidle")

    assert page.evaluate("indexedDB.databases()") == []
