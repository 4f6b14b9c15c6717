"""What storing answers costs, over HTTP with everything in between, beside the least that a POST can cost."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from itertools import count

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from assessments import commands
from assessments.models import Assessment
from benchmarks.measuring import FloorComparison
from factories.queries import visible_to

BATCH = 250
DAY = timezone.now().date() - timedelta(
    days=1
)  # after everything in the demonstration, over in every time zone


def someone_with_a_draft(place: int = 0) -> tuple[User, Assessment]:
    """An adviser with an assessment on which nothing is answered yet: of their first factory, or of a later one."""
    for adviser in User.objects.filter(role=Role.ADVISER, is_active=True).order_by("pk"):
        for factory in visible_to(adviser).order_by("pk")[place : place + 1]:
            known = Assessment.objects.filter(factory=factory, assessed_on=DAY).first()
            made = known or commands.open_assessment(
                factory.pk, assessed_on=DAY, actor=adviser, now=timezone.now()
            )
            assert isinstance(made, Assessment)
            return adviser, made
    raise RuntimeError("the demonstration has no adviser with a factory")


class Tablet:
    """A device that answers over and over: compliant, not applicable, compliant …"""

    def __init__(self, adviser: User, draft: Assessment) -> None:
        settings.ROOT_URLCONF = "benchmarks.floor"
        settings.ALLOWED_HOSTS = ["*"]
        self._client = Client(SERVER_NAME="localhost")
        self._client.force_login(adviser)
        self._draft = draft
        self._codes = [code for code, *_ in draft.layout.slots]
        self._letters = dict(zip(self._codes, draft.sheet, strict=True))
        self._numbers = count()

    def _act(self, code: str) -> dict[str, str]:
        seen, given = self._letters[code], "X" if self._letters[code] == "C" else "C"
        self._letters[code] = given
        at = timezone.now().isoformat()
        return {"act": str(uuid.uuid4()), "question": code, "old": seen, "new": given, "at": at}

    def _send(self, codes: list[str]) -> None:
        body = json.dumps({"device": "bench", "acts": [self._act(code) for code in codes]})
        answer = self._client.post(
            f"/assessments/{self._draft.pk}/acts/", body, content_type="application/json"
        )
        results = answer.json()["results"]
        assert {result["outcome"] for result in results} == {"stored"}, results[:3]

    def one(self) -> None:
        """One answer."""
        self._send(self._codes[:1])

    def batch(self) -> None:
        """A whole sheet."""
        self._send(self._codes[:BATCH])

    def floor(self) -> None:
        """A signed-in POST that writes one row."""
        fields = {"assessment": str(self._draft.pk), "question": f"bench-{next(self._numbers)}"}
        assert self._client.post("/floor/one-row/", fields).status_code == 200


def comparisons() -> list[FloorComparison]:
    """One answer, and a whole sheet."""
    adviser, draft = someone_with_a_draft()
    tablet = Tablet(adviser, draft)
    floor = "a signed-in POST that writes one row"
    return [
        FloorComparison("one answer, sent and stored", tablet.one, floor, tablet.floor, 3),
        FloorComparison(
            f"a batch of {BATCH} answers, sent and stored", tablet.batch, floor, tablet.floor, 15
        ),
    ]
