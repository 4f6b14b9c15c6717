"""What the mixed traffic is made of: requests in shares, each with who sends it; and the changes among them."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import Any

from django.utils import timezone

from accounts.models import User
from advisory.models import PlanItem
from assessments.models import Assessment
from assessments.queries.visibility import assessments_visible_to
from benchmarks.entering import someone_with_a_draft
from benchmarks.page_addresses import first_of
from countries.queries.local_time import LocalDays
from factories.queries import visible_to

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: what it is called in the table, who sends it, and what the answer must hold."""

    name: str
    role: str
    address: str
    holds: bytes
    body: bytes | None = None


PAGES: list[tuple[int, str, str]] = [
    (6, "adviser", "/desk/"),
    (6, "adviser", "/factories/"),
    (8, "adviser", "/factories/{code}/"),
    (2, "adviser", "/factories/{code}/history/"),
    (4, "adviser", "/factories/{code}/plan/"),
    (4, "adviser", "/assessments/{assessment}/"),
    (3, "global", "/desk/"),
    (4, "global", "/assessments/"),
    (3, "global", "/factories/?sort=-workers"),
    (3, "global", "/recognition/?list=close"),
    (2, "global", "/factories/{code}/verdict/"),
    (2, "global", "/inbox/"),
    (5, "brand", "/directory/"),
    (4, "brand", "/suppliers/"),
    (5, "factory", "/progress/"),
    (4, "inspector", "/priority/"),
    (4, PUBLIC, "/recognised/"),
    (2, PUBLIC, "/scheme/"),
]
CALLS: list[tuple[int, str, str]] = [
    (3, "adviser", "/api/v1/plan-items/"),
    (4, "global", "/api/v1/factories/"),
    (3, "global", "/api/v1/assessments/"),
    (2, "brand", "/api/v1/suppliers/"),
    (2, PUBLIC, "/api/v1/listings/"),
]
ANSWERS, STEPS = 10, 5
SHARES = sum(share for share, *_ in PAGES + CALLS) + ANSWERS + STEPS
_NEXT = {"not_started": "in_progress", "in_progress": "done", "done": "reopened", "reopened": "in_progress"}


class Mix:
    """Requests in a fixed proportion and an order that is the same in every run."""

    def __init__(self) -> None:
        adviser, self._draft = someone_with_a_draft()
        roles = dict.fromkeys(role for _, role, _ in PAGES if role not in {PUBLIC, "adviser"})
        self.people = {"adviser": adviser} | {role: _somebody(role) for role in roles}
        self._lock, self._numbers = Lock(), count()
        self._codes = [code for code, *_ in self._draft.layout.slots]
        self._letters = dict(zip(self._codes, self._draft.sheet, strict=True))
        factories = list(visible_to(adviser).order_by("pk").values_list("pk", flat=True))
        items = PlanItem.objects.filter(factory__in=factories, superseded_at=None).exclude(status="verified")
        self._steps = [(item.pk, str(item.status)) for item in items.order_by("pk")[:200]]
        self._requests = self._in_turn()

    def __iter__(self) -> Iterator[Request]:
        return self

    def __next__(self) -> Request:
        with self._lock:  # several connections take from it
            return next(self._requests)

    def _in_turn(self) -> Iterator[Request]:
        turns: list[Callable[[], Request]] = []
        for share, role, address in PAGES:
            turns += [_reading(role, _addresses(self.people.get(role), address), address, b"</html>")] * share
        for share, role, address in CALLS:
            turns += [_reading(role, [address], address, b'"results"')] * share
        turns += [self._answer] * ANSWERS
        if self._steps:
            turns += [self._step] * STEPS
        shuffled = random.Random(2018)
        while True:
            shuffled.shuffle(turns)
            yield from (turn() for turn in turns)

    def _answer(self) -> Request:
        """One answer of a tablet; a question comes again only when all others have been answered."""
        code = self._codes[next(self._numbers) % len(self._codes)]
        old, new = self._letters[code], "X" if self._letters[code] == "C" else "C"
        self._letters[code] = new
        at = timezone.now().isoformat()
        act = {"act": str(uuid.uuid4()), "question": code, "old": old, "new": new, "at": at}
        body = json.dumps({"device": "bench", "acts": [act]}).encode()
        address = f"/assessments/{self._draft.pk}/acts/"
        return Request("an answer is stored", "adviser", address, b'"outcome": "stored"', body)

    def _step(self) -> Request:
        """An item of a plan gets its next status."""
        item_id, status = self._steps.pop(0)
        status = _NEXT[status]
        self._steps.append((item_id, status))
        body = json.dumps({"status": status}).encode()
        address = f"/api/v1/plan-items/{item_id}/status/"
        return Request(
            "an item of a plan moves on", "adviser", address, f'"status":"{status}"'.encode(), body
        )


def _reading(role: str, addresses: list[str], name: str, holds: bytes) -> Callable[[], Request]:
    """The same page of one factory after the other."""
    numbers = count()
    return lambda: Request(name, role, addresses[next(numbers) % len(addresses)], holds)


def _addresses(person: User | None, address: str) -> list[str]:
    """An address for each of so many factories or assessments that the reader may see; itself when it names none."""
    if person is None:
        return [address]
    if "{code}" in address:
        codes = visible_to(person).order_by("code").values_list("code", flat=True)[:50]
        return [address.format(code=code) for code in codes]
    if "{assessment}" in address:
        finals = assessments_visible_to(person, LocalDays(timezone.now())).filter(
            state=Assessment.State.FINAL
        )
        return [address.format(assessment=found.pk) for found in finals.order_by("pk")[:50]]
    return [address]


def _somebody(role: str) -> Any:
    person = first_of(role)
    assert person, f"nobody is {role}"
    return person
