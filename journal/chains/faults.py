"""What `verify` finds, and of how much."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Generic, TypeVar

Fault = TypeVar("Fault")


@dataclass(frozen=True, slots=True)
class Break:
    """One place where something does not hold together: `subject` names it, `code` says how."""

    subject: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckResult(Generic[Fault]):
    """A check that was run to its end: how many things it looked at, and the faults that it found."""

    checked: int
    faults: list[Fault]


def run_check(check: Generator[Fault, None, int]) -> CheckResult[Fault]:
    """Run a check: a generator that yields its faults and returns the number of things it looked at."""
    faults: list[Fault] = []
    while True:
        try:
            faults.append(next(check))
        except StopIteration as end:
            return CheckResult(end.value, faults)
