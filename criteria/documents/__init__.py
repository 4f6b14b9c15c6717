"""The criteria that come with the product: one folder a code, one TOML text a version, and the guidance beside them.

A version that has been in force is never changed: a change is a new file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Shipped(NamedTuple):
    """One version's text."""

    code: str
    version: str
    text: str


def shipped() -> Iterator[Shipped]:
    """Every shipped version, by code and then by version."""
    for path in sorted(HERE.glob("*/*.toml")):
        yield Shipped(path.parent.name, path.stem, path.read_text(encoding="utf-8"))


def text_of(code: str, version: str) -> str:
    """The text of one shipped version.

    Raises:
        FileNotFoundError: the product comes with no such version.
    """
    return (HERE / code / f"{version}.toml").read_text(encoding="utf-8")


def guidance_text() -> str:
    """The text that says what helps with each measure: learning on offer and good practice."""
    return (HERE / "guidance.toml").read_text(encoding="utf-8")
