"""Several tablets without a connection write otherwise on the same questions: every word is kept, in every order."""

from __future__ import annotations

from itertools import permutations

import pytest
from playwright.sync_api import expect

from assessments.models import AnswerLog, AnswerNote, Assessment, Finding, TeamMember
from tests import make
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.tablets import SAVED, Tablet, draft, tablet

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
DETAILS, WORKERS, REASON, NOTE = "CL-1-01", "CL-2-01", "CL-2-02", "CL-2-03"
NAMES = ("Chea", "Sokha", "Dara")
ORDERS = list(permutations(range(3)))


@pytest.fixture
def chea():
    return make.user("adviser", name="Chea")


@pytest.fixture
def sokha():
    return make.user("adviser", name="Sokha")


def answer(hands: Tablet, code: str, letter: str) -> None:
    hands.tap(f"#{code} label:has([value='{letter}'])")
    hands.shows(code, letter)


def write(hands: Tablet, code: str, field: str, words: str) -> None:
    control = hands.page.locator(f"#{code} [data-field={field}]")
    control.fill(words)
    control.blur()


def apart(new_page: NewPage, troubles: Troubles, *names: str) -> list[Tablet]:
    """Tablets of one team, each opened once, then all without a connection."""
    troubles.allow_lost_network()
    people = [make.user("adviser", name=name) for name in names]
    made = draft(*people)
    tablets = [tablet(new_page, person, made) for person in people]
    for hands in tablets:
        hands.open(kept=True)  # with its icons: those of a question are asked for when it comes near
        hands.offline()
    return tablets


def back(hands: Tablet) -> None:
    hands.online()
    hands.page.evaluate("dispatchEvent(new Event('online'))")
    hands.state(SAVED)
    expect(hands.page.locator("[data-state-words]")).not_to_contain_text("only on this device")


def hear(hands: Tablet) -> None:
    """Have the tablet ask at once how things stand."""
    with hands.page.expect_response(lambda response: "/sheet/" in response.url):
        hands.page.evaluate("dispatchEvent(new Event('online'))")


def enter_everything(hands: Tablet, name: str, place: int) -> None:
    answer(hands, DETAILS, "N")
    write(hands, DETAILS, "details", f"Seen by {name}.")
    answer(hands, WORKERS, "N")
    write(hands, WORKERS, "workers", str(10 + place))
    answer(hands, REASON, "X")
    write(hands, REASON, "note", f"Not here, says {name}.")
    answer(hands, NOTE, "C")
    hands.tap(f"#{NOTE} [data-add-note]")
    write(hands, NOTE, "note", f"A note of {name}.")


def expect_readable(hands: Tablet, code: str, *words: str) -> None:
    """The question shows the words, in its fields or beside them, at the latest a moment after they came."""
    hands.page.wait_for_function(
        """([code, words]) => {
            const question = document.getElementById(code);
            const values = [...question.querySelectorAll("[data-field]")].map((field) => field.value);
            const shown = [question.textContent, ...values].join(" ");
            return words.every((word) => shown.includes(word));
        }""",
        arg=[code, list(words)],
    )


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(order, marks=[] if place in {0, 5} else [pytest.mark.long])
        for place, order in enumerate(ORDERS)
    ],
)
def test_three_tablets_apart_write_otherwise_and_every_word_is_shown_and_settled(
    new_page: NewPage, troubles: Troubles, order: tuple[int, ...]
) -> None:
    tablets = apart(new_page, troubles, *NAMES)
    for place, hands in enumerate(tablets):
        enter_everything(hands, NAMES[place], place)
    for place in order:
        back(tablets[place])
    for hands in tablets:
        hear(hands)

    # the first one back stands, the others wait beside it
    assert Finding.objects.get(question=DETAILS).details == f"Seen by {NAMES[order[0]]}."
    for hands in tablets:
        assert_every_version_is_shown(hands)
    assert {(row.question, row.held) for row in AnswerLog.objects.exclude(held="")} == {
        (DETAILS, "details"), (WORKERS, "workers"), (REASON, "note"), (NOTE, "note"),
    }  # fmt: skip

    # one of them settles: the last one's words, the words of all, and what stands
    one = tablets[order[0]]
    last = NAMES[order[2]]
    one.page.locator(f"#{DETAILS} [data-clash] li").filter(has_text=last).locator("[data-choose]").click()
    one.page.locator(f"#{REASON} [data-choose=together]").click()
    one.page.locator(f"#{NOTE} [data-choose='0']").click()
    one.page.locator(f"#{WORKERS} [data-choose='1']").click()
    expect(one.page.locator("[data-clashes]")).to_be_hidden()
    one.state(SAVED)
    for hands in tablets:
        hear(hands)
        expect(hands.page.locator(f"#{DETAILS} [data-field=details]")).to_have_value(f"Seen by {last}.")
        expect(hands.page.locator("[data-clashes]")).to_be_hidden()
        assert_every_word_is_readable(hands)
    assert Finding.objects.get(question=DETAILS).details == f"Seen by {last}."
    assert set(AnswerNote.objects.get(question=REASON).text.splitlines()) == {
        f"Not here, says {name}." for name in NAMES
    }


def assert_every_version_is_shown(hands: Tablet) -> None:
    for code, versions in (
        (DETAILS, [f"Seen by {name}." for name in NAMES]),
        (WORKERS, [f"Workers concerned: {10 + place}" for place in range(3)]),
        (REASON, [f"Not here, says {name}." for name in NAMES]),
        (NOTE, [f"A note of {name}." for name in NAMES]),
    ):
        clash = hands.page.locator(f"#{code} [data-clash]")
        expect(clash).to_be_visible()
        expect(clash.locator("[data-sides] > li")).to_have_count(3)
        for words in versions:
            expect(clash).to_contain_text(words)


def assert_every_word_is_readable(hands: Tablet) -> None:
    for name in NAMES:
        expect_readable(hands, DETAILS, f"Seen by {name}.")
        expect_readable(hands, REASON, f"Not here, says {name}.")
        expect_readable(hands, NOTE, f"A note of {name}.")


def test_two_tablets_that_write_beside_each_other_have_no_conflict(
    new_page: NewPage, troubles: Troubles
) -> None:
    one, two = apart(new_page, troubles, "Chea", "Sokha")
    answer(one, DETAILS, "N")
    write(one, DETAILS, "details", "One exit was locked.")
    answer(two, DETAILS, "N")
    write(two, DETAILS, "workers", "40")
    two.tap(f"#{DETAILS} [data-add-note]")
    write(two, DETAILS, "note", "Ask the guard.")

    for hands in (one, two, one):
        back(hands)
        hear(hands)

    found = Finding.objects.get()
    assert (found.details, found.workers_concerned) == ("One exit was locked.", 40)
    assert not AnswerLog.objects.exclude(held="").exists()
    for hands in (one, two):
        expect_readable(hands, DETAILS, "One exit was locked.", "40", "Ask the guard.")


def test_taking_what_was_written_in_several_acts_does_not_empty_the_finding(
    new_page: NewPage, troubles: Troubles
) -> None:
    one, two = apart(new_page, troubles, "Chea", "Sokha")
    answer(one, DETAILS, "C")
    answer(two, DETAILS, "N")
    write(two, DETAILS, "details", "One exit was locked.")
    write(two, DETAILS, "workers", "40")
    back(one)
    back(two)

    mine = two.page.locator(f"#{DETAILS} [data-clash] li").filter(has_text="Sokha")
    expect(mine).to_contain_text("One exit was locked.")
    expect(mine).to_contain_text("40")
    mine.locator("[data-choose]").click()
    two.state(SAVED)

    found = Finding.objects.get()
    assert (found.details, found.workers_concerned) == ("One exit was locked.", 40)


def test_words_that_arrive_while_somebody_types_are_not_overwritten(
    new_page: NewPage, troubles: Troubles, chea, sokha
) -> None:
    made = draft(chea, sokha)
    one, two = tablet(new_page, chea, made), tablet(new_page, sokha, made)
    one.open()
    answer(one, DETAILS, "N")
    one.state(SAVED)
    two.open()
    field = two.page.locator(f"#{DETAILS} [data-field=details]")
    field.focus()
    two.page.keyboard.type("Typed slo")
    write(one, DETAILS, "details", "Written quickly by another.")
    one.state(SAVED)
    hear(two)
    two.page.keyboard.type("wly.")
    field.blur()
    two.state(SAVED)

    assert Finding.objects.get().details == "Written quickly by another."
    clash = two.page.locator(f"#{DETAILS} [data-clash]")
    expect(clash).to_contain_text("Typed slowly.")
    expect(clash).to_contain_text("Written quickly by another.")


def test_a_number_alone_clears_what_was_half_typed_and_is_not_sent_again(
    new_page: NewPage, chea, sokha
) -> None:
    made = draft(chea, sokha)
    one, two = tablet(new_page, chea, made), tablet(new_page, sokha, made)
    one.open()
    answer(one, DETAILS, "N")
    one.page.locator(f"#{DETAILS} [data-field=workers]").fill("12")
    one.page.wait_for_function(
        """async () => {
            const { open, all } = await import("/static/js/workspace/store.js");
            return (await all(await open(), "drafts")).length === 1;
        }"""
    )
    one.page.locator(f"#{DETAILS} [data-field=workers]").blur()
    one.state(SAVED)
    assert one.waits("drafts") == []

    two.open()
    write(two, DETAILS, "workers", "99")
    two.state(SAVED)
    one.page.reload()
    one.ready()
    one.state(SAVED)

    assert Finding.objects.get().workers_concerned == 99
    expect(one.page.locator(f"#{DETAILS} [data-field=workers]")).to_have_value("99")


def test_a_number_that_cannot_be_stored_is_said_at_once_and_survives_a_reload(
    new_page: NewPage, chea
) -> None:
    hands = tablet(new_page, chea, draft(chea))
    hands.open()
    answer(hands, DETAILS, "N")
    write(hands, DETAILS, "workers", "99999999")

    problem = hands.page.locator(f"#{DETAILS} [data-problem-of=workers]")
    expect(problem).to_contain_text("whole number from 0 to 1,000,000")
    hands.page.reload()
    hands.ready()
    expect(hands.page.locator(f"#{DETAILS} [data-field=workers]")).to_have_value("99999999")
    expect(problem).to_be_visible()
    write(hands, DETAILS, "workers", "40")
    expect(problem).to_be_hidden()
    hands.state(SAVED)

    assert Finding.objects.get().workers_concerned == 40


def closed_page(hands: Tablet) -> None:
    hands.online()
    hands.page.goto(hands.address)
    hands.page.wait_for_selector("#handing-over[data-ready]", state="attached")


@pytest.mark.parametrize("how", ["submitted", "taken off the team"])
def test_what_was_not_sent_before_one_may_no_more_is_read_saved_and_handed_over(
    new_page: NewPage, troubles: Troubles, how: str
) -> None:
    troubles.allow("404")
    troubles.allow("409")
    one, two = apart(new_page, troubles, "Chea", "Sokha")
    answer(two, DETAILS, "N")
    write(two, DETAILS, "details", "One exit was locked.")
    back(one)
    answer(one, DETAILS, "C")
    one.state(SAVED)
    # what the system does when an assessment is opened with its team
    if how == "submitted":
        Assessment.objects.update(state="submitted")
    else:
        AnswerLog.objects.create(
            assessment=two.assessment, question=NOTE, old="-", new="C", act="00000000-0000-4000-8000-00000000000a",
            answered_at=make.NOW, recorded_at=make.NOW,
            recorded_by=TeamMember.objects.get(user__name="Sokha").user,
        )  # fmt: skip
        TeamMember.objects.filter(user__name="Sokha").delete()
    two.online()
    two.page.evaluate("dispatchEvent(new Event('online'))")
    expect(two.page.locator("[data-hand-over]")).to_be_visible()

    closed_page(two)
    shown = two.page.locator("#handing-over [data-unsent]")
    expect(shown).to_contain_text(DETAILS)
    expect(shown).to_contain_text("One exit was locked.")
    with two.page.expect_download() as download:
        two.page.get_by_role("button", name="Download").click()
    assert "One exit was locked." in download.value.path().read_text("utf-8-sig")

    two.page.get_by_role("button", name="Hand over to the team").click()
    expect(two.page.locator("[data-outcome]")).to_contain_text("Handed over")
    assert two.waits() == []
    assert not Finding.objects.exists()  # a proposal changes nothing by itself

    Assessment.objects.update(state="draft")
    hear(one)
    clash = one.page.locator(f"#{DETAILS} [data-clash]")
    expect(clash).to_contain_text("Sokha answered: Non-compliant")
    expect(clash).to_contain_text("One exit was locked.")
    clash.locator("[data-choose='1']").click()
    one.state(SAVED)
    assert Finding.objects.get().details == "One exit was locked."


def test_the_closed_page_of_an_assessment_without_entries_says_nothing_of_it(
    new_page: NewPage, troubles: Troubles, chea, sokha
) -> None:
    troubles.allow("404")
    hands = tablet(new_page, chea, draft(sokha))
    closed_page(hands)

    expect(hands.page.locator("#handing-over [data-unsent]")).to_be_hidden()
    assert "Riverside" not in hands.page.content()
