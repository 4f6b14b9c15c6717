"""What three people with a device each do in a day, by chance: one history on one draft, and what is true then."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Dialog, Error

from accounts.models import User
from assessments.models import AnswerLog, Assessment, EvidenceFile, TeamMember
from assessments.queries.answering.conflicts import clashes_in, current_answers
from assessments.queries.answering.entries import entries_of
from tests.browser.field_devices import PATIENCE, FieldDevice
from tests.browser.serving import Server
from tests.browser.tablets import SAVED, photo
from tests.waiting import eventually

ACTS = 12  # of all three devices together
FIELDS = ("details", "workers", "note")
LETTERS = ("C", "N", "X")
SMALL = (64, 48)


@dataclass(frozen=True, slots=True)
class Entered:
    """Something that a device had on its disk."""

    device: int
    code: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo that a device had on its disk."""

    device: int
    code: str
    name: str


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
        self._taken: list[Taken] = []
        self._numbers = count(1)
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
            self._reload: 1, self._photograph: 2,
        }  # fmt: skip
        rare = (
            self._kill_server, self._fill_disk, self._kill_browser, self._release, self._close_or_open,
            self._remove, self._submit,
        )  # fmt: skip
        chosen = self._chance.choices(list(usual), list(usual.values()), k=ACTS)
        chosen.insert(self._chance.randrange(3, ACTS), rare[self._seed % len(rare)])
        if self._chance.random() < 0.5:
            chosen.insert(
                self._chance.randrange(3, ACTS),
                self._chance.choice((self._close_or_open, self._remove, self._submit)),
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
        number = next(self._numbers)
        return str(7000 + number) if field == "workers" else f"Words {self._seed}-{number}."

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

    def _photograph(self, place: int) -> None:
        device, code = self._devices[place], self._chance.choice(self._codes)
        if not self._tap(place, code, "N"):
            return
        name = f"photo-{self._seed}-{next(self._numbers)}.jpg"
        shot = {"name": name, "mimeType": "image/jpeg", "buffer": photo(name, SMALL)}
        chosen = device.page.locator(f"#{code} [data-add-file]")
        if not chosen.count():  # somebody else's answer came meanwhile
            return
        chosen.set_input_files(shot)
        device.page.wait_for_selector("#ws:not([data-storing-files])", state="attached")
        self._done.append(f"  {code} {name}")
        self._taken.append(Taken(place, code, name))

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

    def _submit(self, place: int) -> None:
        """By the page's own button, where there is a network: all is sent first; who hears of more may stay."""
        device = self._devices[place]
        device.back()
        page, insists = device.page, self._chance.random() < 0.5
        told: list[str] = []

        def asked(dialog: Dialog) -> None:
            told.append("insists" if insists else "stays")
            if insists:
                dialog.accept()
            else:
                dialog.dismiss()

        page.goto(f"/assessments/{self._draft.pk}/", wait_until="load")
        button = page.get_by_role("button", name="Submit for review")
        if button.count():
            page.on("dialog", asked)
            page.evaluate("window.before = true")
            button.click()

            def answered() -> bool:
                with contextlib.suppress(Error):  # between two pages
                    return told == ["stays"] or not page.evaluate("window.before")
                return False

            eventually(answered, seconds=PATIENCE)
            page.remove_listener("dialog", asked)
            if told == ["stays"]:
                assert not self._is_closed(), "submitted, although its submitter stayed"
        self._done.append(f"  {' '.join(told)} {'submitted' if self._is_closed() else 'not submitted'}")
        device.open()

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
            return device.words() == SAVED and not any(map(device.held, ("changes", "drafts", "files")))

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
        there = set(EvidenceFile.objects.filter(assessment=self._draft).values_list("question", "name"))
        there |= {(one["question"], one["name"]) for device in self._devices for one in device.held("files")}
        gone = [one for one in self._taken if (one.code, one.name) not in there]
        assert not gone, f"photos lost: {gone}"

    def _check_agreement(self, active: Sequence[int]) -> None:
        standing = current_answers(self._draft.pk, self._codes)
        files = Counter(
            EvidenceFile.objects.filter(assessment=self._draft).values_list("question", flat=True)
        )
        clashes = {clash.question: 1 + len(clash.versions) for clash in clashes_in(self._draft.pk)}
        expected = {
            code: {
                "letter": answer.letter, "details": answer.details,
                "workers": "" if answer.workers is None else str(answer.workers), "note": answer.note,
                "clash": clashes.get(code, ""), "files": files[code],
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
