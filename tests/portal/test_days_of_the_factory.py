"""What a factory's people read is dated by the factory's own day, also while the programme's office has another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from countries.queries.country_settings import settings_by_country
from countries.queries.local_time import programme_day, today_in
from criteria.projections.verdicts import refresh_verdicts
from criteria.queries import current_verdicts
from portal.models import SupplierProgress
from portal.projections import refresh_progress, refresh_reports
from progress_reports.commands import deliver_reports, make_reports, note_opening
from progress_reports.models import ProgressReport, ReportDelivery
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

# 20:00 in London on 1 June: it is 2 June in Phnom Penh; 3:00 on 2 June: still 1 June in Port-au-Prince
EVENING, NIGHT = datetime(2018, 6, 1, 20, 0, tzinfo=UTC), datetime(2018, 6, 2, 3, 0, tzinfo=UTC)
OWN_DAY = {"KH": date(2018, 6, 2), "HT": date(2018, 6, 1)}


@pytest.fixture(params=[("KH", EVENING), ("HT", NIGHT)], ids=["ahead", "behind"])
def mill(request, monkeypatch):
    """A factory judged while its day is not the office's."""
    country, now = request.param
    found = make.factory(f"{country}-00012", country=country)
    assert today_in(country, now) == OWN_DAY[country] != programme_day(now)
    make.assessment(found, assessed_on=OWN_DAY[country] - timedelta(days=90))
    refresh_verdicts([found.pk], now=now)
    refresh_reports([found.pk])
    refresh_progress([found.pk])
    monkeypatch.setattr(timezone, "now", lambda: now)
    return found


def text(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_verdict_is_as_of_the_factory_s_own_day(client, mill):
    own, office = OWN_DAY[mill.country_id], programme_day(timezone.now())
    readers = [
        (make.user("factory", factory=mill), "/progress/"),
        (make.user("manager", country=mill.country_id), reverse("recognition:verdict", args=[mill.code])),
    ]

    for reader, address in readers:
        client.force_login(reader)
        page = text(client, address)
        assert f'datetime="{own.isoformat()}"' in page, address
        assert f'datetime="{office.isoformat()}"' not in page, address
    progress = SupplierProgress.objects.get()
    assert progress.as_of == progress.as_of_without_cases == own


def test_a_report_is_dated_and_opened_on_it(client, mill):
    own, office = OWN_DAY[mill.country_id], programme_day(timezone.now())
    manager, owner = make.user("manager", country=mill.country_id), make.user("factory", factory=mill)
    make_reports([mill.pk], language="en", actor=manager, now=timezone.now())
    report = ProgressReport.objects.get()
    deliver_reports([report.number], actor=manager, now=timezone.now())
    note_opening(report.pk, actor=owner, now=timezone.now())
    assert ReportDelivery.objects.get(person=owner).opened_at == timezone.now()
    client.force_login(manager)

    page = text(client, f"/reports/{report.printed_number}/")

    assert report.as_of == own
    assert f'datetime="{own.isoformat()}' in page
    assert f'datetime="{office.isoformat()}' not in page


def test_a_verdict_of_another_day_keeps_its_day(mill):
    """What was judged for a day that is not the moment's is a date of its own."""
    (verdict,) = current_verdicts([mill.pk])
    other = replace(verdict, as_of=date(2018, 3, 1))

    assert other.shown_day(settings_by_country(), cases=True) == date(2018, 3, 1)
