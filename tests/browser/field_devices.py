"""Devices in the field as nobody wants them: with a disk, a clock and a line of their own, and a power button."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page

from accounts.models import User
from assessments.models import AnswerLog, Assessment, TeamMember
from assessments.queries.answering.conflicts import clashes_in, current_answers
from assessments.queries.answering.entries import entries_of
from tests.browser.chromium import ARGUMENTS, executable
from tests.browser.people import sign_in
from tests.browser.serving import Server
from tests.browser.tablets import SAVED, Tablet
from tests.browser.weak_line import WeakLine
from tests.waiting import eventually

ACTS = 12  # of all three devices together
FEW = 20  # questions that the workspace keeps whole at once
PATIENCE = 60.0  # seconds
FIELDS = ("details", "workers", "note")
LETTERS = ("C", "N", "X")
CLOCK = """(() => {
    const off = %d * 3600e3;
    const Right = Date;
    window.Date = class extends Right {
        constructor(...given) { if (given.length) super(...given); else super(Right.now() + off); }
        static now() { return Right.now() + off; }
    };
})()"""
HELD = """(name) => new Promise((told, failed) => {
    const request = indexedDB.open("betterwork");  // by itself: no file of any release is needed
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
        const base = request.result;
        base.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => {
            base.close();
            told(target.result);
        };
    };
})"""
SHOWN = """() => Object.fromEntries([...document.querySelectorAll("li[data-question]")].map((item) => {
    const clash = item.querySelector("[data-clash]");
    const value = (name) => item.querySelector(`[data-field=${name}]`).value;
    const found = item.dataset.letter === "N";
    return [item.dataset.question, {
        letter: item.dataset.letter, details: found ? value("details") : "", workers: found ? value("workers") : "",
        note: value("note"), clash: clash.hidden ? "" : clash.querySelector("[data-sides]").children.length,
        text: item.textContent, unsent: !item.querySelector("[data-unsent]").hidden,
    }];
}))"""


class FieldDevice:
    """One Chromium with its own profile on disk, behind a weak line."""

    def __init__(self, browser: Browser, port: int, disk: Path, *, hours_off: int) -> None:
        self.line = WeakLine(port)
        self.user: User | None = None
        self.assessment: Assessment | None = None
        self._browser, self._disk, self._hours_off = browser, disk, hours_off
        self._context: BrowserContext | None = None
        self.page: Page
        self._session: CDPSession
        self.start()

    def start(self) -> None:
        """Switch it on: what its disk holds is all it knows."""
        self._context = self._browser.browser_type.launch_persistent_context(
            str(self._disk), executable_path=executable(), args=ARGUMENTS, base_url=self.line.address,
            viewport={"width": 820, "height": 1180}, locale="en", chromium_sandbox=False,
        )  # fmt: skip
        self._context.set_default_timeout(PATIENCE * 1000)
        self._context.add_init_script(CLOCK % self._hours_off)
        self.page = self._context.pages[0]
        if self.user:
            sign_in(self.page, self.user)

    def kill(self) -> None:
        """Its battery is empty: every process of its browser ends at once."""
        for process in _processes_with(f"--user-data-dir={self._disk}"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._forget()

    def end(self) -> None:
        """Close it for good."""
        self._forget()
        self.line.close()

    def _forget(self) -> None:
        if self._context is not None:
            with contextlib.suppress(Error):
                self._context.close()
        self._context = None

    def belongs_to(self, user: User, assessment: Assessment) -> None:
        """Whose it is, and what they enter on it."""
        self.user, self.assessment = user, assessment
        sign_in(self.page, user)

    @property
    def tablet(self) -> Tablet:
        """The workspace in this device's hands."""
        assert self.assessment is not None
        return Tablet(self.page, self.assessment)

    def open(self, *, kept: bool = False) -> None:
        """Open the workspace, from what it has kept when the line does not give it."""
        self.page.goto(self.tablet.address, wait_until="commit")
        ready = "#ws[data-kept]" if kept else "#ws[data-ready], #handing-over[data-ready]"
        self.page.wait_for_selector(ready, state="attached")
        self.near()

    def near(self) -> None:
        """Scroll past the questions of a short layout, so that all of each is there; a long one is never whole."""
        if self.page.locator("li[data-question]").count() > FEW:
            return
        far = self.page.locator("li[data-question]:not([data-whole])")

        def passed() -> bool:
            with contextlib.suppress(Error):  # it came near just now
                far.first.scroll_into_view_if_needed(timeout=500)
            return far.count() == 0

        if far.count():
            eventually(passed, seconds=PATIENCE)

    def away(self) -> None:
        """Leave every network."""
        self.line.down = True
        assert self._context is not None
        self._context.set_offline(True)

    def back(self) -> None:
        """Be where there is a network again."""
        self.line.down = False
        assert self._context is not None
        self._context.set_offline(False)

    @property
    def is_away(self) -> bool:
        """Whether it has no network."""
        return self.line.down

    def room(self, size: int | None) -> None:
        """Let its browser keep this many bytes; None: as many as it has."""
        if size is None:
            self._session.detach()  # the limit goes with it
            return
        self._session = self.page.context.new_cdp_session(self.page)
        limit = {"origin": self.line.address, "quotaSize": size}
        self._session.send("Storage.overrideQuotaForOrigin", limit)

    def stored(self) -> None:
        """Wait until the last act is on the disk, or was said not to be."""
        self.page.wait_for_selector("#ws:not([data-storing])", state="attached")

    def held(self, store: str = "changes") -> list[dict[str, Any]]:
        """What its store has of this draft that is not on the server."""
        assert self.user is not None
        assert self.assessment is not None
        scope = f"{self.user.pk}/{self.assessment.pk}"
        return [one for one in self.page.evaluate(HELD, store) if one["scope"] == scope]

    def shown(self) -> dict[str, dict[str, Any]]:
        """What each question shows."""
        self.near()
        return self.page.evaluate(SHOWN)

    def hear(self) -> None:
        """Have it ask the server at once."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def words(self) -> str:
        """The line on what is safe."""
        return self.page.locator("[data-state-words]").text_content() or ""


def _processes_with(argument: str) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if argument.encode() in place.read_bytes().split(b"\0"):
                found.append(int(place.parent.name))
    return found


@dataclass(frozen=True, slots=True)
class Entered:
    """Something that a device had on its disk."""

    device: int
    code: str
    field: str
    value: str


class Chaos:
    """One history on one draft."""

    def __init__(
        self,
        seed: int,
        draft: Assessment,
        devices: Sequence[FieldDevice],
        server: Server,
        releases: Sequence[Path],
    ) -> None:
        self._seed, self._chance, self._draft = seed, Random(seed), draft
        self._devices, self._server, self._releases = devices, server, releases
        self._codes = [slot[0] for slot in draft.layout.slots]
        self._entered: list[Entered] = []
        self._done: list[str] = []
        self._number = 0
        self._removed: User | None = None

    def told(self) -> list[str]:
        """What was done, and what became of the requests."""
        lines = [
            f"device {place}: {line}" for place, one in enumerate(self._devices) for line in one.line.history
        ]
        return [*self._done, *lines]

    def open(self, hands: Sequence[User]) -> None:
        """Each device opens the draft once while the line is good."""
        for place, (device, user) in enumerate(zip(self._devices, hands, strict=True)):
            device.line.begin(None)
            device.back()
            device.belongs_to(user, self._draft)
            device.open(kept=True)
            device.line.begin(f"{self._seed}/{place}")
            if self._chance.random() < 0.7:
                device.away()
                self._done.append(f"{place} away")

    def play(self) -> None:
        """Do what chance says, one act after another."""
        usual: dict[Callable[[int], None], int] = {
            self._answer: 5, self._write: 8, self._half_type: 2, self._undo: 1, self._settle: 2, self._toggle: 4,
            self._reload: 1,
        }  # fmt: skip
        rare = (
            self._kill_server, self._fill_disk, self._kill_browser, self._release, self._close_or_open, self._remove,
        )  # fmt: skip
        chosen = self._chance.choices(list(usual), list(usual.values()), k=ACTS)
        chosen.insert(self._chance.randrange(3, ACTS), rare[self._seed % len(rare)])
        if self._chance.random() < 0.5:
            chosen.insert(
                self._chance.randrange(3, ACTS), self._chance.choice((self._close_or_open, self._remove))
            )
        by_hand = {*usual, self._fill_disk} - {self._toggle, self._reload}
        for act in chosen:
            place = self._chance.randrange(len(self._devices))
            self._done.append(f"{place} {act.__name__.strip('_')}")
            # an assessment that takes no answers any more opens as a page without any to give
            if act not in by_hand or self._devices[place].page.locator("#ws").count():
                act(place)

    # --- what people do ---

    def _words(self, field: str) -> str:
        self._number += 1
        return str(7000 + self._number) if field == "workers" else f"Words {self._seed}-{self._number}."

    def _note(self, place: int, code: str, field: str, value: str) -> None:
        self._done.append(f"  {code} {field} = {value}")
        self._entered.append(Entered(place, code, field, value))

    def _tap(self, place: int, code: str, letter: str) -> bool:
        device = self._devices[place]
        item = device.page.locator(f"#{code}")
        if item.get_attribute("data-letter") == letter:
            return True
        item.locator(f"label:has([value='{letter}'])").click()
        device.page.wait_for_timeout(20)
        device.stored()
        kept = item.get_attribute("data-letter") == letter
        if kept:
            self._note(place, code, "letter", letter)
        return kept

    def _answer(self, place: int) -> None:
        self._tap(place, self._chance.choice(self._codes), self._chance.choice(LETTERS))

    def _ready_to_write(self, place: int) -> tuple[str, str]:
        code, field = self._chance.choice(self._codes), self._chance.choice(FIELDS)
        item = self._devices[place].page.locator(f"#{code}")
        if field != "note":
            self._tap(place, code, "N")
        else:
            with contextlib.suppress(Error):  # a note is there, or comes from somebody else at this moment
                item.locator("[data-add-note]").click(timeout=500)
        return code, field

    def _write(self, place: int) -> None:
        device = self._devices[place]
        code, field = self._ready_to_write(place)
        words = self._words(field)
        control = device.page.locator(f"#{code} [data-field={field}]")
        if not control.is_visible():  # somebody else's answer came meanwhile
            return
        control.fill(words)
        control.blur()
        device.page.wait_for_timeout(20)
        device.stored()
        self._note(place, code, field, words)

    def _half_type(self, place: int) -> None:
        """The field is never left: the tab is closed, or the battery is empty."""
        device = self._devices[place]
        code, field = self._ready_to_write(place)
        words = self._words(field)
        control = device.page.locator(f"#{code} [data-field={field}]")
        if not control.is_visible():
            return
        control.fill(words)
        # when another's answer arrives just now the field is hidden and what is in it is given
        eventually(lambda: self._is_on_disk_or_server(place, words), seconds=PATIENCE)
        self._note(place, code, field, words)
        if self._chance.random() < 0.5:
            self._reload(place)
        else:
            self._kill_browser(place)

    def _is_on_disk_or_server(self, place: int, words: str) -> bool:
        device = self._devices[place]
        if words in str(device.held("drafts")) or words in str(device.held()):
            return True
        given = AnswerLog.objects.filter(assessment=self._draft).values_list("given", flat=True)
        return any(words in str(one) for one in given)

    def _undo(self, place: int) -> None:
        button = self._devices[place].page.locator("[data-undo]")
        if button.is_enabled():
            button.click()
            self._devices[place].stored()

    def _settle(self, place: int) -> None:
        device = self._devices[place]
        choices = device.page.locator("[data-clash] button:visible")
        if choices.count():
            with contextlib.suppress(Error):  # settled by somebody else just now
                choices.nth(self._chance.randrange(choices.count())).click(timeout=1000)
            device.stored()

    # --- what happens to them ---

    def _toggle(self, place: int) -> None:
        device = self._devices[place]
        if device.is_away:
            device.back()
            device.hear()
        else:
            device.away()

    def _reload(self, place: int) -> None:
        self._devices[place].open()

    def _kill_browser(self, place: int, room: int | None = None) -> None:
        device = self._devices[place]
        device.kill()
        device.start()
        if room is not None:
            device.room(room)
        if device.is_away:
            device.away()
        device.open()

    def _kill_server(self, _place: int) -> None:
        self._server.kill()
        self._server.start()

    def _release(self, _place: int) -> None:
        self._server.release(self._chance.choice(self._releases))

    def _fill_disk(self, place: int) -> None:
        """No room while somebody writes: what was not kept stays in its field until there is room again."""
        device = self._devices[place]
        code = self._chance.choice(self._codes)
        self._tap(place, code, "N")
        self._kill_browser(place, room=10)
        if (
            device.shown().get(code, {}).get("letter") != "N"
        ):  # others' answers arrived meanwhile, or it is closed
            device.room(None)
            return
        words = self._words("details")
        control = device.page.locator(f"#{code} [data-field=details]")
        control.fill(words)
        control.blur()
        device.page.wait_for_timeout(50)
        device.stored()
        assert control.input_value() == words, "typed without room, and gone from sight"
        device.room(None)
        eventually(lambda: self._is_on_disk_or_server(place, words), seconds=PATIENCE)
        self._note(place, code, "details", words)

    def _close_or_open(self, _place: int) -> None:
        """Submitted, or returned by the reviewer."""
        closed = Assessment.objects.filter(pk=self._draft.pk, state="submitted").exists()
        Assessment.objects.filter(pk=self._draft.pk).update(state="draft" if closed else "submitted")

    def _remove(self, place: int) -> None:
        """One person at most is taken off the team; they have worked on it."""
        user = self._devices[place].user
        if (
            self._removed is None
            and AnswerLog.objects.filter(assessment=self._draft, recorded_by=user).exists()
        ):
            TeamMember.objects.filter(assessment=self._draft, user=user).delete()
            self._removed = user

    # --- coming back ---

    def come_back(self, order: Sequence[int]) -> None:
        """One device after another, until each has nothing left."""
        for place in order:
            device = self._devices[place]
            self._done.append(f"{place} comes back")
            device.back()
            hands_over = self._chance.random() < 0.5 and self._is_closed() and device.held()
            if device.user == self._removed or hands_over:
                self._hand_over(place)
            else:
                Assessment.objects.filter(pk=self._draft.pk).update(state="draft")
                self._until_saved(place)

    def _is_closed(self) -> bool:
        return Assessment.objects.filter(pk=self._draft.pk, state="submitted").exists()

    def _hand_over(self, place: int) -> None:
        self._done.append(f"{place} hands over")
        device = self._devices[place]

        def handed() -> bool:
            device.page.goto(device.tablet.address, wait_until="commit")
            device.page.wait_for_selector("#handing-over[data-ready], #ws[data-ready]", state="attached")
            if device.page.locator("#ws").count():  # the kept page, because the line was bad
                return False
            button = device.page.locator("[data-propose]")
            if button.is_visible():
                button.click()
                device.page.wait_for_selector("[data-outcome]:not([hidden])", state="attached")
            return not device.held() and not device.held("drafts")

        eventually(handed, seconds=PATIENCE)

    def _until_saved(self, place: int) -> None:
        device = self._devices[place]
        if not device.page.locator("#ws").count():
            device.open()

        def saved() -> bool:
            device.hear()
            time.sleep(0.1)
            return device.words() == SAVED and not device.held() and not device.held("drafts")

        try:
            eventually(saved, seconds=PATIENCE)
        except AssertionError:
            raise AssertionError(
                f"device {place} says {device.words()!r} and holds {device.held()} {device.held('drafts')}"
            ) from None

    # --- what must be true ---

    def check(self) -> None:
        """Nothing entered is missing, everybody sees the same, nothing is called unsent that is not."""
        Assessment.objects.filter(pk=self._draft.pk).update(state="draft")
        active = [place for place, device in enumerate(self._devices) if device.user != self._removed]
        for place in active:
            self._until_saved(place)
        self._check_nothing_lost()
        self._check_agreement(active)

    def _check_nothing_lost(self) -> None:
        logged = set()
        below = None
        while True:
            page = entries_of(self._draft.pk, below=below)
            logged |= {
                (one.question, field.name, str(field.value)) for one in page.entries for field in one.fields
            }
            below = page.following
            if below is None:
                break
        lost = [one for one in self._entered if (one.code, one.field, one.value) not in logged]
        assert not lost, f"lost: {lost}"

    def _check_agreement(self, active: Sequence[int]) -> None:
        standing = current_answers(self._draft.pk, self._codes)
        clashes = {clash.question: 1 + len(clash.versions) for clash in clashes_in(self._draft.pk)}
        expected = {
            code: {
                "letter": answer.letter, "details": answer.details,
                "workers": "" if answer.workers is None else str(answer.workers), "note": answer.note,
                "clash": clashes.get(code, ""),
            }
            for code, answer in standing.items()
        }  # fmt: skip
        for place in active:
            device = self._devices[place]
            seen: dict[str, Any] = {}

            def agrees(device: FieldDevice = device, seen: dict[str, Any] = seen) -> bool:
                device.hear()
                time.sleep(0.1)
                seen |= device.shown()
                return all(
                    {name: seen[code][name] for name in expected[code]} == expected[code]
                    and not seen[code]["unsent"]
                    for code in self._codes
                )

            try:
                eventually(agrees, seconds=PATIENCE)
            except AssertionError:
                shown = {code: {name: seen[code][name] for name in expected[code]} for code in self._codes}
                raise AssertionError(f"device {place} shows {shown}, the server has {expected}") from None
