"""What a correction changed is read on the page of the assessment, by the programme and by the factory."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from assessments.commands import Correction, propose_correction
from tests import make
from tests.make import NOW
from tests.two_people import approve

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.ADVISER, Role.FACTORY])
def test_each_question_with_what_it_said_before(client, role):
    mill = make.factory()
    final = make.assessment(mill, findings={"OS-8-06": "One exit was locked."})
    said = {"OS-8-06": Correction("C"), "WT-2-01": Correction("N", "Late.")}
    propose_correction(
        final.pk, corrections=said, reason="A cupboard.", actor=make.user(Role.REVIEWER), now=NOW
    )
    approve(make.user(Role.MANAGER), now=NOW + timedelta(hours=1))
    client.force_login(make.user(role, factory=mill) if role == Role.FACTORY else make.user(role))

    page = client.get(reverse("assessments:detail", args=[final.pk]))

    (made,) = page.context["corrections"]
    assert made["reason"] == "A cupboard."
    assert [(row[0][:7], row[1], row[2]) for row in made["rows"]] == [
        ("OS-8-06", "Non-compliant. One exit was locked. Attribution: the factory", "Compliant"),
        ("WT-2-01", "Compliant", "Non-compliant. Late. Attribution: the factory"),
    ]
    assert "What the correction changed" in page.content.decode()


def test_an_assessment_that_was_not_corrected_has_no_such_panel(client):
    final = make.assessment(make.factory(), findings={"OS-8-06": "One exit was locked."})
    client.force_login(make.user(Role.ADVISER))

    assert (
        'id="corrections"' not in client.get(reverse("assessments:detail", args=[final.pk])).content.decode()
    )
