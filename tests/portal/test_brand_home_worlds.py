"""Random worlds: what a brand may not see changes, and its home, counts, lists and digest stay the same to the byte."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.commands import choose_mail
from accounts.models import Letter
from buyers.projections import choose_digest, mark_home_seen, set_watched
from countries.queries.local_time import LocalDays
from factories.domain.scopes import SCOPES, rank
from factories.models import Consent, Sourcing
from notifications.supplier_digest import supplier_digest_message, write_supplier_digests
from portal.brands.queries.home import home_of
from portal.models import SupplierProgress, SupplierReport
from tests import make
from tests.portal.brand_reading import read_all
from tests.portal.world import World, world
from tests.taken_back import taken_back

NOW, TODAY = make.NOW, make.TODAY
LATER = NOW + timedelta(hours=2)
pytestmark = [pytest.mark.django_db, pytest.mark.long]

ADDRESSES = ["/brand/", "/suppliers/", "/suppliers/?watched=yes", "/suppliers/?shared=no&sort=-rate"]
days = st.integers(-2, 2).map(lambda number: TODAY + timedelta(days=number))
PERIODS = st.tuples(days, st.none() | days).filter(lambda period: period[1] is None or period[0] <= period[1])
CONSENTS = st.none() | st.tuples(st.sampled_from(SCOPES), PERIODS, st.booleans())
# what changes → the scope from which on it is read
HIDDEN = {"alert": "summary", "report": "summary", "criterion": "summary", "overdue": "plan"}


@pytest.fixture
def programme():
    with time_machine.travel(NOW, tick=False):
        yield world()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    link=st.none() | PERIODS,
    consent=CONSENTS,
    hidden=st.sampled_from(sorted(HIDDEN)),
    own=st.tuples(st.booleans(), st.booleans()),  # seen before, and watched
)
def test_what_is_out_of_scope_changes_no_byte(
    programme: World, link: Any, consent: Any, hidden: str, own: tuple[bool, bool]
):
    seen, watched = own
    with taken_back():
        scope = arranged(programme, link, consent)
        if seen:
            mark_home_seen(programme.linh.pk, home_of(programme.linh, LocalDays(NOW)).facts, now=NOW)
        set_watched(programme.linh.pk, programme.quiet.pk, watched=watched)
        programme.linh.refresh_from_db()
        before = everything(programme)
        change(programme, hidden)
        after = everything(programme)

    shown = rank(scope) >= rank(HIDDEN[hidden])
    assert (before != after) is shown, (scope, hidden)


def everything(programme: World) -> Any:
    """Each page, and the mail that would leave now."""
    letter = Letter(person=programme.linh, about="suppliers:2018-06-01:1", recorded_at=NOW, due_at=NOW)
    choose_daily(programme)
    message = supplier_digest_message(letter, now=NOW)
    return read_all(programme.linh, ADDRESSES), message and (message.subject, message.body)


def choose_daily(programme: World) -> None:
    choose_digest(programme.linh.pk, way="daily")


def arranged(programme: World, link: Any, consent: Any) -> str:
    """The link and consent drawn, and the scope that is in force by them today, decided here a second time."""
    Sourcing.objects.filter(factory=programme.quiet).delete()
    Consent.objects.filter(factory=programme.quiet).delete()
    if link is not None:
        make.sourcing(programme.brand, programme.quiet, from_on=link[0], until_on=link[1])
    if consent is None:
        return ""
    scope, period, withdrawn = consent
    row = make.consent(programme.brand, programme.quiet, scope=scope, from_on=period[0], until_on=period[1])
    if withdrawn:
        row.ended_at, row.until_on = NOW, period[1] or max(period[0], TODAY)
        row.save()
    in_force = link is not None and not withdrawn and all(map(covers_today, (link, period)))
    return scope if in_force else ""


def covers_today(period: tuple[date, date | None]) -> bool:
    return period[0] <= TODAY and (period[1] is None or period[1] >= TODAY)


def change(programme: World, hidden: str) -> None:
    """What is hidden becomes something else in every copy that pages read."""
    report = SupplierReport.objects.get(pk=programme.quiet.pk)
    progress = SupplierProgress.objects.get(pk=programme.quiet.pk)
    if hidden == "alert":
        report.alert = True
    elif hidden == "report":
        report.assessed_on = TODAY
    elif hidden == "overdue":
        item = {"ref": "P-9", "status": "in_progress", "due_on": (TODAY - timedelta(days=9)).isoformat()}
        report.plan = [*report.plan, {**item, "issue": "HIDDEN", "action": "", "owner": "", "done_on": None}]
    else:
        row = next(row for row in progress.criteria_rows if row["outcome"] == "met" and not row["restricted"])
        row["outcome"] = "not_met"
        for pillar in progress.pillars:
            pillar["not_met"] += 1
    report.save()
    progress.save()


@time_machine.travel(NOW, tick=False)
def test_the_digest_is_owed_once_a_day_and_only_when_it_says_something_new(programme: World):
    choose_daily(programme)
    assert [write_supplier_digests(NOW), write_supplier_digests(NOW)] == [1, 0]
    letter = Letter.objects.get()
    message = supplier_digest_message(letter, now=NOW)
    assert message is not None
    assert programme.recognised.name in message.body
    assert write_supplier_digests(NOW + timedelta(days=1)) == 0  # the same as yesterday

    SupplierReport.objects.filter(pk=programme.supplier.pk).update(alert=True)
    assert write_supplier_digests(NOW + timedelta(days=2)) == 1
    Consent.objects.all().delete()
    Sourcing.objects.all().delete()
    assert supplier_digest_message(letter, now=LATER) is None


@time_machine.travel(NOW, tick=False)
def test_a_weekly_digest_comes_on_monday_and_none_to_whoever_wants_no_mail(programme: World):
    choose_digest(programme.linh.pk, way="weekly")
    monday = NOW + timedelta(days=-NOW.weekday() % 7)
    assert write_supplier_digests(monday + timedelta(days=1)) == 0
    assert write_supplier_digests(monday) == 1
    choose_mail(programme.linh.pk, way="never", actor=programme.linh, now=NOW)
    assert supplier_digest_message(Letter.objects.get(), now=NOW) is None
