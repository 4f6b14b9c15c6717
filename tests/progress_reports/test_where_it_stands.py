"""A factory among others, over its assessments and since its last report, as reports of today and older ones say it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from journal.commands import Unchanged
from progress_reports.commands import make_reports, make_summary
from progress_reports.models import ProgressReport
from sector_tables.commands import release_peers
from tests import make
from tests.make import NOW
from tests.portal.world import judged, refreshed, world

pytestmark = pytest.mark.django_db
MARCH = datetime(2018, 3, 1, 6, 0, tzinfo=UTC)


@pytest.fixture
def programme():
    found = world()
    for number in range(6):
        other = make.factory(f"KH-8000{number}", name=f"NEIGHBOUR-{number}")
        make.assessment(other, assessed_on=date(2017, 5, 10), findings=["WT-2-01"], now=NOW)
    release_peers("KH", year=2017, actor=None, now=MARCH)
    return found


def report_on(factory, *, now=NOW) -> ProgressReport:
    made = make_reports([factory.pk], language="en", actor=None, now=now)
    (number,) = made.value if isinstance(made, Unchanged) else made
    return ProgressReport.objects.get(pk=number)


def test_a_report_holds_the_comparison_and_a_buyers_summary_does_not(client, programme):
    report = report_on(programme.supplier)
    (number,) = make_summary(
        programme.supplier.pk, brand_id=programme.brand.pk, language="en", actor=programme.linh, now=NOW
    )
    summary = ProgressReport.objects.get(pk=number)
    client.force_login(make.user("worker", factory=programme.supplier))
    address = reverse("progress_reports:report", args=[report.printed_number])
    said = client.get(address).content.decode()

    assert "At least 5 factories" in said
    assert "Criteria met at each assessment" in said
    assert "Since the assessment of 12 April 2017" in said
    assert "NEIGHBOUR" not in said
    assert summary.content["peers"] is None
    assert not any("C1-" in line for line in summary.content["changes"]["lines"])


def test_a_report_of_before_is_still_read_printed_and_compared_with(client, programme):
    """Stored documents are never made again: what they do not hold is not printed, and compared with nothing."""
    report = report_on(programme.supplier)
    for part in (report.content, report.cases_part):
        for key in ("met", "peers"):
            part.pop(key, None)
        part["compared"] = {key: part["compared"][key] for key in ("outcomes", "rate", "open_items")}
        for key in ("met_at", "criteria_met", "peers"):
            part.get("words", {}).pop(key, None)
    report.save(update_fields=["content", "cases_part"])
    client.force_login(make.user("factory", factory=programme.supplier))

    for route in ("report", "pdf"):
        address = reverse(f"progress_reports:{route}", args=[report.printed_number])
        assert client.get(address).status_code == 200
    later = NOW + timedelta(days=200)
    make.assessment(programme.supplier, assessed_on=later.date(), findings=["WT-2-01"], now=later)
    judged()
    refreshed()
    changes = report_on(programme.supplier, now=later).content["changes"]

    assert changes["since"] == "Since the report of 1 June 2018"
    assert not any("finding" in line for line in changes["lines"])
