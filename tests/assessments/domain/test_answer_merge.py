"""Merging answers: nothing is overwritten that its device had not seen, whatever the order of coming back."""

from __future__ import annotations

import os
from itertools import permutations

import pytest

from assessments.domain.answer_merge import FINDING_FIELDS, Answer, merge
from tests.assessments.domain.histories import DEVICES, Change, Entry, Played, history, play

HISTORIES = int(os.environ.get("MERGE_HISTORIES", "1000"))
FOUND = Answer("N", "One exit was locked.", 40, "factory", "Ask again.")


def with_words(**words: object) -> Answer:
    return Answer(**{**{name: getattr(FOUND, name) for name in FOUND.__slots__}, **words})  # type: ignore[arg-type]


# --- one change ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [("details", "Two."), ("workers", 7), ("attribution", "national_law"), ("note", "No.")],
)
def test_each_field_is_taken_alone_and_held_alone(field: str, value: object) -> None:
    mine = with_words(**{field: value})
    other = "details" if field != "details" else "note"
    elsewhere = with_words(**{other: "Written by another."})
    same = with_words(**{field: 12 if field == "workers" else "" if field == "attribution" else "Theirs."})

    taken = merge(elsewhere, FOUND, mine)
    assert (getattr(taken.answer, field), getattr(taken.answer, other), taken.held) == (
        value, "Written by another.", (),
    )  # fmt: skip
    assert merge(same, FOUND, mine).held == (field,)
    assert merge(same, FOUND, mine).answer == same


def test_the_same_value_is_no_conflict() -> None:
    mine = with_words(details="Two.")
    assert merge(mine, FOUND, mine).held == ()


def test_another_letter_holds_everything_that_was_written_with_it() -> None:
    held = merge(Answer("C"), Answer(), FOUND)
    assert held.answer == Answer("C")
    assert held.held == ("letter", "details", "workers", "attribution", "note")


def test_a_note_alone_does_not_care_about_the_letter() -> None:
    merged = merge(Answer("C"), Answer(), Answer(note="Seen the books."))
    assert (merged.answer, merged.held) == (Answer("C", note="Seen the books."), ())


def test_words_of_a_finding_that_another_took_back_are_held_with_its_letter() -> None:
    merged = merge(Answer("C"), Answer("N", "One."), Answer("N", "One, locked."))
    assert (merged.answer, merged.held) == (Answer("C"), ("letter", "details"))


def test_a_finding_whose_words_were_not_seen_is_not_taken_back() -> None:
    merged = merge(FOUND, Answer("N"), Answer("C"))
    assert (merged.answer, merged.held) == (FOUND, ("letter",))
    assert merge(FOUND, FOUND, Answer("C", note=FOUND.note)).answer == Answer("C", note=FOUND.note)


def test_a_settlement_states_every_field() -> None:
    theirs = with_words(details="Theirs, later.")
    assert merge(theirs, FOUND, FOUND, settles=True).held == ("details",)
    assert merge(FOUND, FOUND, with_words(workers=None), settles=True).answer.workers is None


def test_line_ends_of_a_form_are_no_other_text() -> None:
    merged = merge(Answer("N", "a\r\nb"), Answer("N", "a\nb", note=""), Answer("N", "a\nb", note="x"))
    assert (merged.held, merged.answer.details) == ((), "a\nb")


# --- histories of three devices ------------------------------------------------------------------------------------


def assert_nothing_is_lost(played: Played) -> None:
    """Every value given stands, is in an open conflict, or was replaced by somebody who had seen it."""
    for entry in played.server.log.values():
        _assert_nothing_unseen_is_overwritten(entry)
        if entry.held and entry.settled_by:
            chosen = played.server.log[entry.settled_by]
            given = entry.given.normalised()
            stood = all(getattr(given, name) == getattr(chosen.after, name) for name in entry.held)
            assert entry.id in chosen.settles or stood


def _assert_nothing_unseen_is_overwritten(entry: Entry) -> None:
    before, after, seen = entry.before.normalised(), entry.after, entry.seen.normalised()
    for name in ("letter", "details", "workers", "attribution", "note"):
        old, new = getattr(before, name), getattr(after, name)
        if old == new or old in ("", None):
            continue
        blank = name == "attribution" and seen.attribution == ""  # left to the factory
        assert getattr(seen, name) == old or blank, (entry, name)
    stated = [
        name
        for name in ("letter", *FINDING_FIELDS, "note")
        if getattr(entry.given, name) != getattr(seen, name)
    ]
    for name in stated:
        wanted = getattr(entry.given.normalised(), name)
        assert name in entry.held or getattr(after, name) == wanted or wanted in ("", None), (entry, name)


def assert_converged(played: Played) -> None:
    for device in played.devices:
        assert device.unsent == []
        assert device.view == played.server.answer


@pytest.mark.parametrize("start", range(0, HISTORIES, 250))
def test_nothing_is_lost_and_all_devices_converge(start: int) -> None:
    for seed in range(start, start + 250):
        played = play(history(seed))
        assert_nothing_is_lost(played)
        assert_converged(played)


def test_what_comes_twice_changes_nothing() -> None:
    for seed in range(300):
        played = play(history(seed))
        before = (played.server.answer, len(played.server.log), len(played.server.conflicts))
        for entry in list(played.server.log.values()):
            again = merge(entry.after, entry.seen, entry.given, settles=bool(entry.settles))
            assert again.answer == entry.after
            assert set(again.held) == set(entry.held)
            played.server.take(Change(entry.id, entry.device, entry.seen, entry.given, entry.settles))
        assert (played.server.answer, len(played.server.log), len(played.server.conflicts)) == before


def test_the_order_of_coming_back_does_not_decide_what_is_lost() -> None:
    in_conflict = 0
    for seed in range(300):
        apart = [step for step in history(seed) if step[0] in {"set", "start", "leave"}]
        for order in permutations(range(DEVICES)):
            played = play([*apart, *(["sync", device] for device in (*order, *order))])
            assert_nothing_is_lost(played)
            assert_converged(played)
            assert _unreadable(played) == [], (seed, order)
            in_conflict += bool(played.server.conflicts)
    assert in_conflict > 300  # of 1,800: the histories are about something


def _unreadable(played: Played) -> list[tuple[str, str, object]]:
    """Values that do not stand, are in no conflict, and that nobody replaced who had seen them."""
    log = played.server.log.values()
    missing = []
    for entry in log:
        given, seen = entry.given.normalised(), entry.seen.normalised()
        for name in ("letter", "details", "workers", "note"):
            value = getattr(given, name)
            if value == getattr(seen, name) or name in entry.held:
                continue
            replaced = any(
                getattr(later.seen.normalised(), name) == value for later in log if later is not entry
            )
            if getattr(played.server.answer, name) != value and not replaced:
                missing.append((entry.id, name, value))
    return missing
