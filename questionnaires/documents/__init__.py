"""What items of improvement plans are written with: the vocabulary of causes, and first words for actions."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HERE = Path(__file__).parent


class CauseGroup(NamedTuple):
    """Causes of one kind, by code, with their titles as translations are looked up by."""

    code: str
    title: str
    causes: tuple[tuple[str, str], ...]


@cache
def cause_groups() -> tuple[CauseGroup, ...]:
    """The vocabulary, in order."""
    read = tomllib.loads((HERE / "causes.toml").read_text(encoding="utf-8"))
    return tuple(
        CauseGroup(
            group["code"],
            group["title"],
            tuple((cause["code"], cause["title"]) for cause in group["causes"]),
        )
        for group in read["groups"]
    )


@cache
def cause_titles() -> dict[str, str]:
    """Code of a cause → its title, not translated."""
    return {code: title for group in cause_groups() for code, title in group.causes}


def cause_choices() -> list[tuple[Any, Any]]:
    """The vocabulary for a form: "" first, then each group with its causes, in the reader's language."""
    groups: list[tuple[Any, Any]] = [
        (gettext_lazy(group.title), [(code, gettext_lazy(title)) for code, title in group.causes])
        for group in cause_groups()
    ]
    return [("", gettext_lazy("Not known")), *groups]


def cause_in_words(code: str) -> str:
    """A cause in the reader's language; "" for none."""
    title = cause_titles().get(code, "")
    return _(title) if title else ""


def group_of_cause(code: str) -> CauseGroup | None:
    """The group of a cause; None for none."""
    return next((group for group in cause_groups() if code in dict(group.causes)), None)


@cache
def _actions() -> dict[str, str]:
    read = tomllib.loads((HERE / "actions.toml").read_text(encoding="utf-8"))
    return {action["of"]: action["text"] for action in read["actions"]}


def usual_action(point: str) -> str:
    """First words for what will be done about a point, in the reader's language: its own, else its cluster's."""
    known = _actions()
    text = known.get(point) or known.get(point.partition("-")[0], "")
    return _(text) if text else ""
