"""Work at a factory is its assigned adviser's; where there is none any more, of those who assessed."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from factories.models import Membership
from factory_advisers.commands.assigning import assign_adviser
from tests import make
from tests.make import NOW, TODAY
from tests.obligations.cast import Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Cast:
    made = cast()
    make.assessment(made.mill, team=[made["assessor"]])
    make.plan_item(made.mill, "1", issue="Unlock the exit", due_on=date(2018, 5, 1))
    return made


def assign(here: Cast, adviser: User | None) -> None:
    assign_adviser(
        [here.mill.pk],
        adviser_id=None if adviser is None else adviser.pk,
        from_on=TODAY,
        actor=here["manager"],
        now=NOW,
    )


def test_an_overdue_item_is_the_assigned_adviser_s_and_nobody_else_s(here):
    assert here.holders("plan_overdue") == {"assessor"}

    assign(here, here["adviser"])
    assert here.holders("plan_overdue") == {"adviser"}

    assign(here, None)
    assert here.holders("plan_overdue") == {"assessor"}


def test_it_falls_back_to_those_who_assessed_when_the_assigned_adviser_has_left(here):
    assign(here, here["adviser"])
    Membership.objects.filter(user=here["adviser"]).update(country=make.country("VN"))

    assert here.holders("plan_overdue") == {"assessor"}
