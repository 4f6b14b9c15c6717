"""The published rates that the latest year follows, read from rates.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("rates.toml")


@dataclass(frozen=True, slots=True)
class Rate:
    """A published figure: `percent` of assessed factories non-compliant on a question, point or cluster."""

    code: str
    percent: int
    spread: tuple[str, ...] = ()
    national_law: bool = False

    def factories(self, assessed: int) -> int:
        """How many of `assessed` factories print as this per cent (half rounded up)."""
        return (self.percent * assessed * 2 + 100) // 200


@dataclass(frozen=True, slots=True)
class CountryPlan:
    """One country's share of 1,500 factories, and its published rates."""

    code: str
    factories: int
    rates: tuple[Rate, ...]


def country_plans() -> tuple[CountryPlan, ...]:
    """All countries of the demonstration, in the file's order."""
    countries = tomllib.loads(FILE.read_text(encoding="utf-8"))["countries"]
    return tuple(
        CountryPlan(
            code=code,
            factories=found["factories"],
            rates=tuple(
                Rate(r["code"], r["percent"], tuple(r.get("spread", ())), r.get("national_law", False))
                for r in found.get("rates", ())
            ),
        )
        for code, found in countries.items()
    )
