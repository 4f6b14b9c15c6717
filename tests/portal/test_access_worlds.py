"""Random worlds of links, consents, scopes and days: what is out of scope changes no byte of what a brand reads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Finding
from factories.domain.scopes import SCOPES, rank
from factories.models import Consent, Sourcing
from journal.commands import Unchanged
from portal.projections import refresh_reports
from progress_reports.commands import make_summary
from progress_reports.models import ProgressReport
from progress_reports.policies import NotYourReport
from tests import make
from tests.portal.brand_reading import addresses, read_all
from tests.portal.world import World, refreshed, world
from tests.taken_back import taken_back

NOW, TODAY = make.NOW, make.TODAY
pytestmark = [pytest.mark.django_db, pytest.mark.long]

days = st.integers(-2, 2).map(lambda number: TODAY + timedelta(days=number))
ends = st.none() | days
PERIODS = st.tuples(days, ends).filter(lambda period: period[1] is None or period[0] <= period[1])
CONSENTS = st.none() | st.tuples(st.sampled_from(SCOPES), PERIODS, st.booleans())


@pytest.fixture
def programme():
    with time_machine.travel(NOW, tick=False):
        made = world()
        make.assessment(made.quiet, assessed_on=date(2018, 5, 2), cycle=3, findings={"WT-2-01": "An exit"})
        make.plan_item(made.quiet, "P-1", issue="An exit")
        refreshed()
        yield made


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(link=st.none() | PERIODS, consent=CONSENTS, hidden=st.sampled_from(["findings", "plan"]))
def test_what_is_out_of_scope_changes_no_byte(programme: World, link: Any, consent: Any, hidden: str):
    with taken_back():
        scope = arranged(programme, link, consent)
        wanted = addresses(programme.quiet)
        summary = summarised(programme)  # its number stands in a list
        before = read_all(programme.linh, wanted), summary
        change(programme, hidden)
        after = read_all(programme.linh, wanted), summarised(programme)

    shown = rank(scope) >= rank(hidden)
    different = [address for address in wanted if before[0][address] != after[0][address]]
    assert bool(different) is shown, different
    assert (before[1] != after[1]) is shown


def arranged(programme: World, link: Any, consent: Any) -> str:
    """The link and consent drawn, and the scope that is in force by them today, decided here a second time."""
    Sourcing.objects.filter(factory=programme.quiet).delete()
    Consent.objects.filter(factory=programme.quiet).delete()
    if link is not None:
        make.sourcing(programme.brand, programme.quiet, from_on=link[0], until_on=link[1])
    scope = ""
    if consent is not None:
        named, period, withdrawn = consent
        row = make.consent(
            programme.brand, programme.quiet, scope=named, from_on=period[0], until_on=period[1]
        )
        if withdrawn:
            row.ended_at, row.until_on = NOW, period[1] or max(period[0], TODAY)
            row.save()
        if link is not None and not withdrawn and in_force(link) and in_force(period):
            scope = named
    return scope


def in_force(period: Any) -> bool:
    return period[0] <= TODAY and (period[1] is None or period[1] >= TODAY)


def change(programme: World, hidden: str) -> None:
    """What is hidden becomes something else, and every copy with it."""
    if hidden == "findings":
        findings = Finding.objects.filter(factory=programme.quiet, question="WT-2-01")
        findings.update(details="CHANGED", response="CHANGED TOO")
    else:
        make.plan_item(programme.quiet, "P-2", issue="CHANGED")
    refresh_reports()


def summarised(programme: World) -> Any:
    """What a summary made now says; None where there is none for the brand."""
    try:
        made = make_summary(
            programme.quiet.pk, brand_id=programme.brand.pk, language="en", actor=programme.linh, now=NOW
        )
    except NotYourReport:
        return None
    (number,) = made.value if isinstance(made, Unchanged) else made
    return ProgressReport.objects.get(pk=number).content
