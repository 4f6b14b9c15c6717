"""Without a connection, or with a bad one: nothing is lost, all arrives once and in order, people never mix."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Request, Route, expect

from assessments.models import AnswerLog, Assessment, EvidenceFile, Finding, TeamMember
from tests import make
from tests.browser.chromium import ARGUMENTS, Troubles, executable
from tests.browser.field_devices import FieldDevice
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.tablets import SAVED, TABLET, Tablet, draft, photo, tablet
from tests.waiting import eventually

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chea():
    return make.user("adviser", name="Chea")


@pytest.fixture
def hands(new_page: NewPage, chea, troubles: Troubles) -> Tablet:
    """A tablet on which the workspace was opened once."""
    troubles.allow_lost_network()
    held = tablet(new_page, chea, draft(chea))
    held.open(kept=True)
    return held


def logged(assessment: Assessment) -> list[tuple[str, str]]:
    rows = AnswerLog.objects.filter(assessment=assessment).order_by("pk")
    return list(rows.values_list("question", "new"))


def sent(assessment: Assessment) -> list[tuple[str, str]]:
    kept = EvidenceFile.objects.filter(assessment=assessment, removed_at__isnull=True)
    return list(kept.order_by("added_at").values_list("question", "name"))


def reopened(hands: Tablet) -> None:
    """The tab is closed, and the page opened in another."""
    context = hands.page.context
    hands.page.close()
    hands.page = context.new_page()
    hands.open()


def test_sixty_answers_and_two_photos_survive_reload_and_closing_and_arrive_once_in_order(
    hands: Tablet,
) -> None:
    codes = hands.codes[:60]
    hands.offline()

    for place, _code in enumerate(codes):
        hands.key("n" if place % 20 == 19 else "c")
    hands.near(codes[19])
    hands.page.fill(f"#{codes[19]} [data-field=details]", "Typed without a connection.")
    hands.page.locator(f"#{codes[19]} [data-field=details]").blur()
    hands.photograph(codes[19], "exit.jpg", "hall.jpg")
    hands.state("Answers only on this device: 61 · Photos only on this device: 2")
    hands.state("Offline")
    hands.page.reload()
    hands.ready()
    hands.shows(codes[59], "N")
    reopened(hands)
    hands.shows(codes[0], "C")
    hands.state("Answers only on this device: 61 · Photos only on this device: 2")
    hands.near(codes[19])
    expect(hands.page.locator(f"#{codes[19]} [data-file-picture]")).to_have_count(2)
    assert not AnswerLog.objects.exists()

    hands.online()
    hands.state(SAVED)

    entered = [(code, "N" if place % 20 == 19 else "C") for place, code in enumerate(codes)]
    assert logged(hands.assessment) == [*entered, (codes[19], "N")]
    assert Finding.objects.get(question=codes[19]).details == "Typed without a connection."
    assert sent(hands.assessment) == [(codes[19], "exit.jpg"), (codes[19], "hall.jpg")]
    assert hands.waits() == hands.waits("files") == []


def test_what_is_half_typed_survives_the_end_of_the_tab(hands: Tablet) -> None:
    code = hands.codes[0]
    hands.offline()
    hands.key("n")
    hands.key("d")
    hands.page.keyboard.type("One exit was lo", delay=5)
    hands.page.wait_for_timeout(600)  # longer than it waits for the next letter
    reopened(hands)

    expect(hands.page.locator(f"#{code} [data-field=details]")).to_have_value("One exit was lo")
    hands.online()
    hands.state(SAVED)
    assert Finding.objects.get(question=code).details == "One exit was lo"


def test_an_answer_from_the_server_that_is_lost_on_its_way_changes_nothing(
    hands: Tablet, troubles: Troubles
) -> None:
    troubles.allow("ERR_FAILED")
    lost: list[Request] = []

    def lose(route: Route) -> None:
        if len(lost) < 2:
            route.fetch()  # the server has stored it
            lost.append(route.request)
            route.abort()
        else:
            route.continue_()

    hands.page.context.route("**/acts/", lose)
    for _ in range(5):
        hands.key("c")
    hands.state(SAVED)

    assert len(lost) == 2
    assert logged(hands.assessment) == [(code, "C") for code in hands.codes[:5]]


def test_a_photo_whose_receipt_is_lost_is_kept_once(hands: Tablet, troubles: Troubles) -> None:
    troubles.allow("ERR_FAILED")
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        route.fetch()  # the server has kept it
        lost.append(route.request.url)
        route.abort()

    hands.page.context.route("**/files/", lose)
    hands.key("n")
    hands.photograph(hands.codes[0], "exit.jpg", "hall.jpg")
    hands.page.wait_for_function("async () => (await navigator.locks.query()).held.length === 0")
    hands.state(SAVED)

    assert lost
    assert sent(hands.assessment) == [(hands.codes[0], "exit.jpg"), (hands.codes[0], "hall.jpg")]


def test_a_photo_is_taken_away_again_on_the_device_and_on_the_server(hands: Tablet) -> None:
    code = hands.codes[0]
    shown = hands.page.locator(f"#{code} [data-file]")
    hands.key("n")
    hands.photograph(code, "exit.jpg")
    hands.state(SAVED)
    expect(shown).to_have_count(1)

    hands.offline()
    hands.photograph(code, "hall.jpg")
    hands.state("Photos only on this device: 1")
    shown.nth(1).locator("[data-file-remove]").click()
    expect(shown).to_have_count(1)
    assert hands.waits("files") == []
    hands.online()
    hands.state(SAVED)
    shown.locator("[data-file-remove]").click()
    expect(shown).to_have_count(0)

    assert sent(hands.assessment) == []
    assert EvidenceFile.objects.count() == 1  # the one that reached the server


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("evil.jpg", b"<script>", "Photos (JPEG, PNG, WebP)"),
        ("empty.jpg", b"", "The file is empty"),
        ("broken.jpg", photo("broken")[:900], "The photo is broken"),
        ("from-phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0" + b"x" * 200, "HEIC"),
        ("cut.pdf", b"%PDF-1.4 no end", "The document is cut off"),
    ],
    ids=["kind", "empty", "broken", "heic", "cut"],
)
def test_a_file_that_cannot_be_taken_is_said_on_the_device_at_once(
    hands: Tablet, name: str, content: bytes, reason: str
) -> None:
    code = hands.codes[0]
    hands.offline()
    hands.key("n")
    hands.state("Answers only on this device: 1")
    given = {"name": name, "mimeType": "image/jpeg", "buffer": content}
    hands.page.locator(f"#{code} [data-add-file]").set_input_files([given])

    expect(hands.page.locator(f"#{code} [data-file-problem]")).to_contain_text(reason)
    assert hands.waits("files") == []
    hands.page.locator(f"#{code} [data-file-remove]").click()
    expect(hands.page.locator(f"#{code} [data-file]")).to_have_count(0)


@pytest.mark.parametrize("status", [200, 413, 500])
def test_a_photo_that_the_server_refuses_does_not_hold_up_those_behind_it(
    hands: Tablet, troubles: Troubles, status: int
) -> None:
    troubles.allow(str(status))
    first, second = hands.codes[:2]
    refused = {"outcome": "refused", "said": "The photo has too many pixels."}

    def refuse(route: Route) -> None:
        if b"first.jpg" in (route.request.post_data_buffer or b""):
            route.fulfill(status=status, json=refused)
        else:
            route.continue_()

    hands.page.context.route("**/files/", refuse)
    hands.key("n")
    hands.key("n")
    hands.photograph(first, "first.jpg")
    hands.photograph(second, "second.jpg")
    hands.page.locator(f"#{second} [data-file-sent]").wait_for()

    assert sent(hands.assessment) == [(second, "second.jpg")]
    assert len(hands.waits("files")) == 1
    if status != 500:  # that one is tried again
        expect(hands.page.locator(f"#{first} [data-file-problem]")).to_contain_text("Not accepted")


def test_taking_a_photo_away_can_be_undone(hands: Tablet) -> None:
    code = hands.codes[0]
    hands.key("n")
    hands.photograph(code, "exit.jpg")
    hands.state(SAVED)
    hands.page.locator(f"#{code} [data-file-remove]").click()
    hands.page.locator(f"#{code} [data-file-undo]").click()
    hands.page.wait_for_timeout(7000)  # longer than it can be undone

    expect(hands.page.locator(f"#{code} [data-file-remove]")).to_be_visible()
    assert sent(hands.assessment) == [(code, "exit.jpg")]


def test_a_photo_chosen_while_another_arrives_is_not_forgotten(hands: Tablet) -> None:
    first, second = hands.codes[:2]
    hands.key("n")
    hands.key("n")
    hands.state(SAVED)
    hands.page.evaluate(
        """() => {
            const draw = window.createImageBitmap;
            window.createImageBitmap = (file, ...how) => file.name === "slow.jpg"
                ? new Promise((drawn) => { window.goOn = () => drawn(draw(file, ...how)); }) : draw(file, ...how);
        }"""
    )
    slow = {"name": "slow.jpg", "mimeType": "image/jpeg", "buffer": photo("slow")}
    hands.page.locator(f"#{second} [data-add-file]").set_input_files([slow])
    eventually(lambda: hands.page.evaluate("window.goOn !== undefined"))
    hands.photograph(first, "quick.jpg")
    hands.page.locator(f"#{first} [data-file-sent]").wait_for()
    hands.page.evaluate("window.goOn()")

    hands.page.locator(f"#{second} [data-file-sent]").wait_for()
    hands.state(SAVED)
    assert sent(hands.assessment) == [(first, "quick.jpg"), (second, "slow.jpg")]


def test_a_large_photo_is_made_smaller_before_it_travels(hands: Tablet) -> None:
    code = hands.codes[0]
    hands.key("n")
    hands.offline()
    big = {"name": "big.jpg", "mimeType": "image/jpeg", "buffer": photo("big", (3000, 4000))}
    hands.page.locator(f"#{code} [data-add-file]").set_input_files([big])
    hands.state("Photos only on this device: 1")

    held = hands.page.evaluate(
        """async () => {
            const { open, all } = await import("/static/js/workspace/store.js");
            const [file] = await all(await open(), "files");
            const drawn = await createImageBitmap(file.blob);
            return [drawn.width, drawn.height, (await file.blob.text()).includes("SECRET-CAMERA")];
        }"""
    )
    assert held == [1800, 2400, False]


def test_a_server_that_fails_is_tried_again(hands: Tablet, troubles: Troubles) -> None:
    troubles.allow("503")
    hands.page.context.route("**/acts/", lambda route: route.fulfill(status=503), times=2)
    hands.key("c")
    hands.state("The server does not answer")
    hands.state("Answers only on this device: 1")
    hands.state(SAVED)

    assert logged(hands.assessment) == [(hands.codes[0], "C")]


def test_words_that_were_refused_once_are_sent_again_with_the_next_change(hands: Tablet) -> None:
    code = hands.codes[0]
    hands.key("n")
    hands.shows(code, "N")
    hands.state(SAVED)

    refused: list[str] = []

    def refuse(route: Route) -> None:
        if refused:
            route.continue_()
            return
        acts = json.loads(route.request.post_data or "")["acts"]
        refused.extend(act["act"] for act in acts)
        results = [{"act": act["act"], "outcome": "refused", "said": "Not now."} for act in acts]
        route.fulfill(json={"results": results, "sheet": "N" + "-" * (len(hands.codes) - 1), "version": 1})

    hands.page.context.route("**/acts/", refuse)
    hands.page.locator(f"#{code} [data-field=details]").fill("One exit was locked.")
    hands.page.locator(f"#{code} [data-field=details]").blur()
    eventually(lambda: any("refused" in change for change in hands.waits()), seconds=60)
    expect(hands.page.locator(f"#{code} [data-problem]")).to_contain_text("Not now.")
    hands.page.locator(f"#{code} [data-field=workers]").fill("40")
    hands.page.locator(f"#{code} [data-field=workers]").blur()
    hands.state(SAVED)

    found = Finding.objects.get(question=code)
    assert (found.details, found.workers_concerned) == ("One exit was locked.", 40)


def test_what_is_entered_while_the_device_reads_its_store_stays_counted_and_in_sight(
    hands: Tablet, troubles: Troubles
) -> None:
    troubles.allow("ERR_FAILED")
    hands.page.evaluate(
        """() => {
            const { getAll } = IDBIndex.prototype;
            IDBIndex.prototype.getAll = function (...how) {
                const request = getAll.apply(this, how);
                return {
                    get result() { return request.result; },
                    set onerror(told) { request.onerror = told; },
                    set onsuccess(told) { request.onsuccess = () => setTimeout(told, 2000); },
                };
            };
        }"""
    )
    first, second = hands.codes[:2]
    with hands.page.expect_response("**/acts/"):
        hands.key("c")
    hands.page.context.route("**/acts/", lambda route: route.abort())
    hands.key("n")
    hands.shows(second, "N")
    expect(hands.page.locator(f"#{first} [data-unsent]")).to_be_hidden()  # what the server said is laid in

    hands.state("Answers only on this device: 1")
    hands.shows(second, "N")


def test_after_the_session_ended_one_signs_in_and_it_goes_on(hands: Tablet, chea) -> None:
    context = hands.page.context
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    hands.key("c")
    hands.state("Sign in again")
    hands.state("Answers only on this device: 1")
    hands.page.click("[data-bar] [data-sign-in]")
    hands.page.wait_for_url("**/sign-in/**")
    hands.page.fill("[name=login]", chea.email)
    hands.page.fill("[name=password]", make.PASSWORD)
    hands.page.click("main button[type=submit]")
    hands.page.wait_for_url(f"**{hands.address}")
    hands.ready()
    hands.state(SAVED)

    assert logged(hands.assessment) == [(hands.codes[0], "C")]


def test_what_a_submitted_assessment_takes_no_more_stays_on_the_device(
    hands: Tablet, troubles: Troubles
) -> None:
    troubles.allow("answer 4")
    troubles.allow("status of 4")
    hands.page.context.set_offline(True)
    hands.key("c")
    hands.state("Answers only on this device: 1")
    Assessment.objects.update(state="submitted")
    hands.page.context.set_offline(False)
    hands.state("Answers are closed")
    hands.state("Answers only on this device: 1")

    Assessment.objects.update(state="draft")
    hands.page.evaluate("dispatchEvent(new Event('online'))")
    hands.state(SAVED)
    assert logged(hands.assessment) == [(hands.codes[0], "C")]


def test_two_people_on_one_device_never_mix(hands: Tablet, troubles: Troubles) -> None:
    troubles.allow("answer 403")
    troubles.allow("status of 403")
    sokha = make.user("adviser", name="Sokha")
    TeamMember.objects.create(assessment=hands.assessment, user=sokha)
    other = draft_elsewhere(sokha)
    hands.page.context.set_offline(True)
    hands.key("c")
    hands.state("Answers only on this device: 1")

    sign_in(hands.page, sokha)  # while the page of the other is still open
    hands.page.context.set_offline(False)
    hands.state("Another person is signed in")
    assert not AnswerLog.objects.exists()

    hers = Tablet(hands.page, other)
    hers.open()
    hers.state(SAVED)
    hers.key("n")
    hers.state(SAVED)
    hands.open()
    hands.state(SAVED)
    assert hands.letter(hands.codes[0]) == "-"
    assert logged(other) == [(hers.codes[0], "N")]
    assert len(hands.waits()) == 1  # the first one's, waiting for its author
    assert set(AnswerLog.objects.values_list("recorded_by__name", flat=True)) == {"Sokha"}


def draft_elsewhere(*team):
    mill = make.factory("KH-00013")
    return make.assessment(mill, state="draft", team=team, unanswered=make.layout("KH").codes)


def kept_pages(page: Page) -> list[str]:
    return page.evaluate("caches.keys().then((names) => names.filter((name) => name.includes('pages')))")


def test_signing_out_warns_of_unsent_answers_and_leaves_nothing_to_read(hands: Tablet, chea) -> None:
    asked: list[str] = []
    hands.page.context.route("**/acts/", lambda route: route.abort("internetdisconnected"))
    hands.key("c")
    hands.state("Answers only on this device: 1")
    assert kept_pages(hands.page)

    sign_out = "form[data-signs-out] button"
    hands.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    hands.page.click(".masthead details:has(form[data-signs-out]) summary")
    hands.page.click(sign_out)
    hands.page.wait_for_timeout(300)
    assert "Answers that are only on this device: 1." in asked[0]
    assert hands.page.url.endswith(hands.address)

    hands.page.once("dialog", lambda dialog: dialog.accept())
    hands.page.click(sign_out)
    hands.page.wait_for_url("**/recognised/")
    assert kept_pages(hands.page) == []
    assert len(hands.waits()) == 1
    hands.page.context.set_offline(True)
    hands.page.goto(hands.address)
    expect(hands.page.locator("h1")).to_have_text("No connection")
    assert "Riverside" not in hands.page.content()

    hands.page.context.set_offline(False)
    hands.page.context.unroute("**/acts/")
    sign_in(hands.page, chea)
    hands.open()
    hands.state(SAVED)
    assert logged(hands.assessment) == [(hands.codes[0], "C")]


def test_it_opens_without_a_connection_after_the_browser_was_started_anew(
    chromium: Browser, live: str, chea, tmp_path: Path
) -> None:
    made = draft(chea)

    def started():
        return chromium.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=executable(), args=ARGUMENTS, base_url=live, viewport=TABLET,
            locale="en", chromium_sandbox=False,
        )  # fmt: skip

    first = started()
    hands = Tablet(first.new_page(), made)
    sign_in(hands.page, chea)
    hands.open(kept=True)
    first.set_offline(True)
    hands.key("c")
    hands.state("Answers only on this device: 1")
    first.close()

    second = started()
    second.set_offline(True)
    hands = Tablet(second.new_page(), made)
    hands.open()
    hands.shows(hands.codes[0], "C")
    hands.key("c")
    hands.key("c")
    hands.state("Answers only on this device: 2")
    second.set_offline(False)
    sign_in(hands.page, chea)  # a session ends with the browser
    hands.page.reload()
    hands.ready()
    hands.state(SAVED)
    second.close()
    assert logged(made) == [(code, "C") for code in hands.codes[:2]]


def test_words_without_room_on_the_device_stay_in_their_field_and_are_kept_once_there_is_room(
    chromium: Browser, live: str, chea, tmp_path: Path
) -> None:
    device = FieldDevice(chromium, int(live.rpartition(":")[2]), tmp_path / "disk", hours_off=0)
    device.belongs_to(chea, draft(chea))
    device.open()
    device.page.keyboard.press("n")
    device.tablet.shows("CL-1-01", "N")
    device.tablet.state(SAVED)
    device.kill()
    device.start()
    device.room(10)
    device.open()
    details = device.page.locator("#CL-1-01 [data-field=details]")

    details.fill("One exit was locked.")
    details.blur()
    device.tablet.state("the device is full")
    expect(details).to_have_value("One exit was locked.")
    device.hear()  # whatever the server says, the line does not call it saved
    device.tablet.state("the device is full")

    device.room(None)
    device.tablet.state(SAVED)
    assert Finding.objects.get().details == "One exit was locked."
    device.end()


def test_the_mark_is_shown_only_after_the_device_has_kept_the_answer(hands: Tablet) -> None:
    """How soon that is, `make bench` measures."""
    hands.page.evaluate(
        """() => {
            const kept = new Set();
            window.marked = [];
            const { transaction } = IDBDatabase.prototype;
            IDBDatabase.prototype.transaction = function (...how) {
                const begun = transaction.apply(this, how);
                const added = [];
                // listened to before the product does
                begun.addEventListener("complete", () => { for (const code of added) kept.add(code); });
                const { objectStore } = begun;
                begun.objectStore = (name) => {
                    const store = objectStore.call(begun, name);
                    const { add } = store;
                    store.add = (act) => { added.push(act.key); return add.call(store, act); };
                    return store;
                };
                return begun;
            };
            new MutationObserver((seen) => {
                for (const { target, oldValue } of seen) {
                    const code = target.dataset.question;
                    if (oldValue === "-" && target.dataset.letter === "C") window.marked.push([code, kept.has(code)]);
                }
            }).observe(document.getElementById("ws-list"), {
                subtree: true, attributeFilter: ["data-letter"], attributeOldValue: true,
            });
        }"""
    )
    for _ in range(20):
        hands.key("c")
    hands.state(SAVED)

    assert hands.page.evaluate("window.marked") == [[code, True] for code in hands.codes[:20]]
