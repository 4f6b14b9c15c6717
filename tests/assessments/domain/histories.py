"""Random histories of three devices that answer one question, mostly apart; played in Python and in a browser.

A history is a list of steps, each `[name, device, ...]`:

    ["set", device, field, value]     one field is changed and is a change at once
    ["start", device, field]          somebody begins to type: what stands there now is what was seen
    ["leave", device, value]          … and leaves the field
    ["settle", device, choice]        one of the answers in conflict is chosen, if the device knows of a conflict
    ["sync", device]                  what waits is sent, then the device hears how things stand
    ["lost", device]                  what waits is sent, but the server's answer never arrives
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from assessments.domain.answer_merge import FINDING_FIELDS, Answer, merge, stated_fields

DEVICES = 3
Step = list[Any]
_NAMES = ("set",) * 6 + ("start", "leave", "leave", "settle", "settle", "sync", "sync", "lost")


def history(seed: int) -> list[Step]:
    """The history of a seed; every text in it is written once."""
    chance = Random(seed)
    steps: list[Step] = []
    for number in range(chance.randint(4, 24)):
        device = chance.randrange(DEVICES)
        name = chance.choice(_NAMES)
        if name == "set":
            what = chance.choice(("letter", "letter", "details", "details", "workers", "attribution", "note"))
            steps.append([name, device, what, _value(what, number, chance)])
        elif name == "start":
            steps.append([name, device, chance.choice(("details", "note"))])
        elif name == "leave":
            steps.append([name, device, _value("details", number, chance)])
        elif name == "settle":
            steps.append([name, device, chance.randrange(4)])
        else:
            steps.append([name, device])
    back = [*range(DEVICES), *range(DEVICES)]
    chance.shuffle(back)
    return [*steps, *(["sync", device] for device in (*back, *range(DEVICES)))]


def _value(name: str, number: int, chance: Random) -> Any:
    return {
        "letter": lambda: chance.choice("NNNNCX-"),
        "workers": lambda: chance.choice([None, chance.randrange(100)]),
        "attribution": lambda: chance.choice(["factory", "national_law"]),
    }.get(name, lambda: "" if chance.random() < 0.1 else f"text {number}")()


@dataclass(slots=True)
class Entry:
    """One change as the server has logged it, with what stood before and after it."""

    id: str
    device: int
    seen: Answer
    given: Answer
    settles: tuple[str, ...]
    held: tuple[str, ...]
    before: Answer
    after: Answer
    settled_by: str = ""


@dataclass(slots=True)
class Server:
    """What stands, and the log."""

    answer: Answer = field(default_factory=Answer)
    log: dict[str, Entry] = field(default_factory=dict)

    @property
    def conflicts(self) -> list[Entry]:
        """Entries in conflict that nobody has settled."""
        return [entry for entry in self.log.values() if entry.held and not entry.settled_by]

    def take(self, change: Change) -> None:
        """Lay a change over what stands; the same one again changes nothing."""
        if change.id in self.log:
            return
        before = self.answer
        merged = merge(before, change.seen, change.given, settles=bool(change.settles))
        self.answer = merged.answer
        self.log[change.id] = Entry(
            change.id, change.device, change.seen, change.given, change.settles, merged.held, before, merged.answer
        )  # fmt: skip
        if not merged.held:
            for entry in self.conflicts:
                if entry.id in change.settles or self._stands(entry):
                    entry.settled_by = change.id

    def _stands(self, entry: Entry) -> bool:
        given = entry.given.normalised()
        return all(getattr(given, name) == getattr(self.answer, name) for name in entry.held)


@dataclass(frozen=True, slots=True)
class Change:
    """A change on its way."""

    id: str
    device: int
    seen: Answer
    given: Answer
    settles: tuple[str, ...] = ()


@dataclass(slots=True)
class Device:
    """What a device knows, has not sent, and somebody is typing."""

    number: int
    known: Answer = field(default_factory=Answer)
    conflicts: list[tuple[str, Answer]] = field(default_factory=list)
    unsent: list[Change] = field(default_factory=list)
    typing: tuple[str, str] | None = None  # field, what was seen there
    made: int = 0

    @property
    def view(self) -> Answer:
        """What the device shows."""
        shown = self.known.normalised()
        for change in self.unsent:
            shown = overlaid(shown, change)
        return shown

    def change(self, given: Answer, seen: Answer | None = None, settles: tuple[str, ...] = ()) -> None:
        """Keep a change, unless it states nothing."""
        before = seen or self.view
        if stated_fields(before, given, settles=bool(settles)):
            self.made += 1
            name = f"{self.number}/{self.made}"
            self.unsent.append(Change(name, self.number, before.normalised(), given.normalised(), settles))


def overlaid(standing: Answer, change: Change) -> Answer:
    """What a device shows of its own unsent change."""
    after = change.given.normalised()
    stated = stated_fields(change.seen, after, settles=bool(change.settles))
    if standing.letter != "N" and any(name in FINDING_FIELDS for name in stated):
        return after
    return replace(standing, **{name: getattr(after, name) for name in stated}).normalised()


@dataclass(slots=True)
class Played:
    """How a history came out."""

    server: Server
    devices: list[Device]


def play(steps: list[Step]) -> Played:
    """Play a history from an empty question."""
    played = Played(Server(), [Device(number) for number in range(DEVICES)])
    for step in steps:
        played_step(played, step)
    return played


def played_step(played: Played, step: Step) -> None:
    """Play one step."""
    name, number, *rest = step
    _STEPS[name](played.devices[number], played.server, *rest)


def _set(device: Device, _server: Server, name: str, value: Any) -> None:
    if name not in FINDING_FIELDS or device.view.letter == "N":
        device.change(replace(device.view, **{name: value}))


def _start(device: Device, _server: Server, name: str) -> None:
    if device.typing is None and (name == "note" or device.view.letter == "N"):
        device.typing = (name, getattr(device.view, name))


def _leave(device: Device, _server: Server, value: str) -> None:
    if device.typing is not None:
        name, seen = device.typing
        device.typing = None
        view = device.view
        if name == "details" and view.letter != "N":  # the finding went while its words were typed
            view = replace(view, letter="N")
        device.change(replace(view, **{name: value}), replace(view, **{name: seen}))


def _settle(device: Device, _server: Server, choice: int) -> None:
    if device.conflicts and not device.unsent:
        answers = [device.known, *(answer for _id, answer in device.conflicts)]
        ids = tuple(name for name, _answer in device.conflicts)
        device.change(answers[choice % len(answers)], settles=ids)


def _lost(device: Device, server: Server) -> None:
    for change in device.unsent:
        server.take(change)


def _sync(device: Device, server: Server) -> None:
    _lost(device, server)
    device.unsent = []
    device.known = server.answer
    device.conflicts = [(entry.id, entry.given.normalised()) for entry in server.conflicts]


_STEPS = {"set": _set, "start": _start, "leave": _leave, "settle": _settle, "lost": _lost, "sync": _sync}
