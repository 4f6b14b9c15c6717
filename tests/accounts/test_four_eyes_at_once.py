"""Who approves while another changes the facts approves nothing: what was compared is what is applied."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.commands.single_sign_on import set_up_sign_on
from accounts.models import Proposal, SignOn
from accounts.two_people.commands import approve_proposal
from advisory.models import ZeroToleranceCase
from assessments.models import Assessment
from criteria.models import CriteriaVersion
from stories.models import Story
from tests.accounts.test_four_eyes import Use, closing, correction, criteria, publishing
from tests.at_once import at_once
from tests.people.make import administrator
from tests.recognition.make import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def identifying() -> Use:
    proposer = administrator("Ada")
    second = administrator("Bea")
    made: Any = set_up_sign_on(
        None, name="HQ", domains=["hq.example"], issuer="https://hq.example", client_id="x", secret="y",
        is_enabled=True, is_compulsory=False, actor=proposer, now=NOW,
    )  # fmt: skip
    return Use(
        "",
        {"second": second},
        applied=lambda: SignOn.objects.get(pk=made.pk).is_enabled,
        change=lambda: SignOn.objects.filter(pk=made.pk).update(issuer="https://mallory.example"),
    )


@pytest.mark.parametrize(
    ("make_use", "facts"),
    [
        (identifying, SignOn),
        (criteria, CriteriaVersion),
        (publishing, Story),
        (closing, ZeroToleranceCase),
        (correction, Assessment),
    ],
)
def test_an_approval_waits_for_a_change_that_is_being_written(make_use, facts):
    use = make_use()
    proposal = Proposal.objects.get(state="pending")
    begun = threading.Event()

    def changes() -> None:
        with transaction.atomic():
            list(facts.objects.select_for_update().order_by("pk"))
            use.change()
            begun.set()
            time.sleep(1.5)  # as long as it takes the approval to read all but this

    def approves() -> str:
        begun.wait(20)
        done: Any = approve_proposal(proposal.pk, digest=proposal.digest, actor=use.people["second"], now=NOW)
        return str(done.state)

    _nothing, state = at_once(changes, approves)

    assert state == "stale"
    assert not use.applied()
    connection.close()
