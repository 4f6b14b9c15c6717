"""One today: each factory, visit, consent and clock lives in its country's zone, whatever the server's clock says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from assessments import commands
from assessments.models import Assessment
from assessments.queries.visibility import assessments_visible_to
from countries.domain.country_rules import shipped_rules
from countries.queries.local_time import LocalDays, today_in
from factories.commands import give_consent, withdraw_consent
from factories.models import Consent
from factories.queries import brands_of, consented_to, consents_of, sourced_by
from factories.queries.memberships.people import buyers
from journal.commands import Unchanged
from notifications.inbox import notices_for
from obligations.queries.registry import open_work
from recognition.models import Recognition
from recognition.projections import lapse_what_is_over, publish_what_is_due
from tests import make
from tests.portal.world import refreshed
from tests.recognition.make import eligible_factory, recognition

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# UTC-5, UTC (by a setting), UTC+7
ZONES = {"HT": "America/Port-au-Prince", "VN": "UTC", "KH": "Asia/Phnom_Penh"}
LATE, EARLY = (23, 30), (0, 30)
LOCAL = date(2018, 1, 16)
MOMENTS = [(country, clock) for country in ZONES for clock in (LATE, EARLY)]


@pytest.fixture(
    params=MOMENTS, ids=[f"{country}-{hour:02}:{minute:02}" for country, (hour, minute) in MOMENTS]
)
def moment(request, db):
    """A country and an instant that is late or early on 16 January there, with factories in all three countries."""
    country, (hour, minute) = request.param
    for other, zone in ZONES.items():
        rules = replace(shipped_rules(other), in_programme=True, time_zone=zone)
        make.country_settings(make.country(other), rules, from_on=date(2016, 1, 1))
        make.factory(country=other)
    return country, datetime(2018, 1, 16, hour, minute, tzinfo=ZoneInfo(ZONES[country]))


def test_today_is_the_countrys_day(moment):
    country, now = moment

    assert today_in(country, now) == LocalDays(now).of(country) == LOCAL


@pytest.mark.parametrize(
    ("from_on", "until_on", "stands"),
    [
        (LOCAL, None, True),
        (LOCAL + DAY, None, False),
        (LOCAL - DAY, LOCAL, True),
        (LOCAL - 2 * DAY, LOCAL - DAY, False),
    ],
    ids=["begins today", "begins tomorrow", "last day today", "last day yesterday"],
)
def test_a_link_and_a_consent_are_in_force_on_the_factorys_day(moment, from_on, until_on, stands):
    country, now = moment
    mill, brand = make.factory(country=country), make.brand()
    user = make.user(Role.BRAND, brand=brand)
    make.sourcing(brand, mill, from_on=from_on, until_on=until_on)
    make.consent(brand, mill, from_on=from_on, until_on=until_on)
    report = make.assessment(mill, assessed_on=date(2017, 5, 1), now=now)
    days, brands = LocalDays(now), brands_of(user)

    assert sourced_by(brands, days).filter(pk=mill.pk).exists() is stands
    assert consented_to(brands, days).filter(pk=mill.pk).exists() is stands
    assert assessments_visible_to(user, days).filter(pk=report.pk).exists() is stands
    assert bool(buyers([mill.pk], days, scope="summary")) is stands


def test_the_comment_window_closes_after_its_last_day_there(moment):
    country, now = moment
    mill = make.factory(country=country)
    make.country(country)
    row = make.assessment(mill, assessed_on=LOCAL - 9 * DAY, state="submitted", now=now)
    reviewer = make.user(Role.REVIEWER, country=country)

    accepted = commands.accept_assessment(row.pk, actor=reviewer, now=now)

    assert accepted.window_closes_on == LOCAL + 14 * DAY
    last_minute = datetime(2018, 1, 30, 23, 59, tzinfo=ZoneInfo(ZONES[country]))
    assert isinstance(commands.close_comment_windows(actor=None, now=last_minute), Unchanged)
    assert commands.close_comment_windows(actor=None, now=last_minute + timedelta(minutes=1)) == 1
    assert Assessment.objects.get(pk=row.pk).state == "final"


def test_a_recognition_is_published_on_its_day_and_lapses_after_its_last_there(moment):
    country, now = moment
    mill = eligible_factory(f"{country}-70001", country=country)
    due = recognition(mill, "confirmed", by=make.user(Role.REVIEWER, country=country))
    Recognition.objects.filter(pk=due.pk).update(publish_on=LOCAL + DAY)

    assert publish_what_is_due(now=now).due == 0
    Recognition.objects.filter(pk=due.pk).update(publish_on=LOCAL)
    assert publish_what_is_due(now=now).published == 1

    Recognition.objects.filter(pk=due.pk).update(expires_on=LOCAL)
    assert lapse_what_is_over(now=now) == 0
    Recognition.objects.filter(pk=due.pk).update(expires_on=LOCAL - DAY)
    assert lapse_what_is_over(now=now) == 1


def test_a_plan_item_is_overdue_after_its_day_there(moment):
    country, now = moment
    mill = make.factory(country=country)
    make.plan_item(mill, "today", due_on=LOCAL, now=now)
    make.plan_item(mill, "yesterday", due_on=LOCAL - DAY, now=now)
    adviser = make.user(Role.ADVISER, country=country)

    work = open_work(adviser, LocalDays(now), most=9)

    assert [(row.until, row.is_late) for row in work.rows if row.kind == "plan_overdue"] == [
        (LOCAL - DAY, True)
    ]


def test_what_pages_offer_and_refuse_as_today_is_the_countrys_day(moment, client):
    country, now = moment
    mill = make.factory(country=country)
    client.force_login(make.user(Role.ADVISER, country=country))
    address = reverse("advisory:record_learning", kwargs={"code": mill.code})
    course = {
        "course": "Fire safety", "hours": 4, "managers_men": 1, "managers_women": 1, "workers_men": 1,
        "workers_women": 1,
    }  # fmt: skip

    with time_machine.travel(now, tick=False):
        visiting = client.get(reverse("advisory:record_visit", kwargs={"code": mill.code})).content.decode()
        tomorrow = client.post(address, course | {"held_on": (LOCAL + DAY).isoformat()})
        today = client.post(address, course | {"held_on": LOCAL.isoformat()})

    assert 'value="2018-01-16"' in visiting
    assert tomorrow.status_code != 302
    assert today.status_code == 302


def test_a_file_may_hold_what_happened_today_there_and_nothing_of_tomorrow(moment, tmp_path):
    from evidence_files.workbook.importing import FileImport
    from files.workbook.tables import read_table

    country, now = moment
    mill = make.factory(country=country)
    file = tmp_path / "visits.csv"

    def imported(day):
        file.write_text(f"factory,visited_on,purpose\n{mill.code},{day},Advice\n")
        return FileImport("visits", actor=None, now=now).of(read_table(file))

    assert [problem.code for problem in imported(LOCAL + DAY).problems] == ["in_the_future"]
    assert imported(LOCAL).created == 1


def test_the_clocks_of_a_case_are_told_by_its_countrys_clock(moment, client):
    country, now = moment
    mill = make.factory(country=country)
    case = make.case(mill, opened_on=LOCAL, now=now)
    client.force_login(make.user(Role.MANAGER, country=country))

    with time_machine.travel(now + timedelta(hours=1), tick=False):
        html = client.get(
            reverse("advisory:case", kwargs={"code": mill.code, "case_uid": case.uid})
        ).content.decode()

    ends = now + timedelta(hours=48)
    assert f"{ends.day} January 2018, {ends:%H:%M}" in html
    assert {"HT": "Port-au-Prince", "VN": "UTC", "KH": "Phnom Penh"}[country] + " time" in html


# --- a consent that is withdrawn --------------------------------------------------------------------------------------


def test_a_withdrawn_consent_ends_at_that_moment_everywhere(moment, client):
    country, now = moment
    mill, brand = make.factory(country=country), make.brand()
    user = make.user(Role.BRAND, brand=brand)
    make.sourcing(brand, mill)
    make.consent(brand, mill)
    make.assessment(mill, assessed_on=date(2017, 5, 1), now=now, findings={"OS-8-06": "LOCKED-MARK"})
    refreshed()
    client.force_login(user)
    addresses = [
        reverse("factory", kwargs={"code": mill.code}),
        reverse("suppliers"),
        reverse("suppliers_export") + "?format=csv",
        reverse("api:assessment-list"),
    ]

    def read():
        with time_machine.travel(now, tick=False):
            return [b"".join(client.get(address)).decode() for address in addresses]

    before = read()
    withdraw_consent(mill.pk, brand_id=brand.pk, actor=None, now=now)
    after = read()

    assert "LOCKED-MARK" in before[0]
    assert "LOCKED-MARK" not in after[0]
    assert '"results":[]' in after[3].replace(" ", "")
    assert '"results":[]' not in before[3].replace(" ", "")
    assert before[1] != after[1]
    assert before[2] != after[2]
    assert not notices_for(user, LocalDays(now)).exists()


@pytest.mark.parametrize("reader", [-DAY, timedelta(0), DAY], ids=["yesterday", "today", "tomorrow"])
def test_it_is_gone_on_every_day_by_which_a_reader_looks(moment, reader):
    country, now = moment
    mill, brand = make.factory(country=country), make.brand()
    make.sourcing(brand, mill)
    make.consent(brand, mill)

    withdraw_consent(mill.pk, brand_id=brand.pk, actor=None, now=now)

    assert not consented_to([brand.pk], LOCAL + reader).exists()
    assert consents_of(mill.pk, LOCAL + reader)[0].consent_since is None


def test_it_is_given_and_withdrawn_again_on_one_day(moment):
    country, now = moment
    mill, brand = make.factory(country=country), make.brand()
    make.sourcing(brand, mill)
    days = LocalDays(now)
    for _time in range(3):
        give_consent(mill.pk, brand_id=brand.pk, scope="plan", from_on=LOCAL, actor=None, now=now)
        assert consented_to([brand.pk], days).exists()
        withdraw_consent(mill.pk, brand_id=brand.pk, actor=None, now=now)
        assert not consented_to([brand.pk], days).exists()

    assert isinstance(withdraw_consent(mill.pk, brand_id=brand.pk, actor=None, now=now), Unchanged)
    assert Consent.objects.count() == 3
    assert {consent.until_on for consent in Consent.objects.all()} == {LOCAL}


def test_a_file_from_before_does_not_bring_a_withdrawn_consent_back(db):
    from factory_lists.commands.link_lists import import_consents
    from factory_lists.domain.link_rows import LinkRow

    mill, brand = make.factory(), make.brand("Northwind")
    make.sourcing(brand, mill)
    row = LinkRow(2, mill.code, "Northwind", date(2017, 1, 1), None)
    import_consents([row], actor=None, now=make.NOW)
    withdraw_consent(mill.pk, brand_id=brand.pk, actor=None, now=make.NOW)

    again = import_consents([row], actor=None, now=make.NOW)

    assert again.value.unchanged == 1
    assert not consented_to([brand.pk], LocalDays(make.NOW)).exists()


# --- zones are settings ----------------------------------------------------------------------------------------------


def test_a_country_that_moves_to_another_zone_does_so_on_its_day(db):
    cambodia = make.country("KH")
    make.country_settings(
        cambodia, replace(shipped_rules("KH"), time_zone="Asia/Tokyo"), from_on=date(2018, 7, 1)
    )
    before = datetime(2018, 6, 30, 14, 59, tzinfo=ZoneInfo("UTC"))  # 21:59 in Phnom Penh, 23:59 in Tokyo

    assert today_in("KH", before) == date(2018, 6, 30)
    assert today_in("KH", before + timedelta(minutes=1)) == date(2018, 7, 1)


def test_the_days_of_all_countries_cost_two_statements(db, django_assert_num_queries):
    for country in ("KH", "HT", "NI", "JO", "VN"):
        make.country(country)
    late = datetime(2018, 6, 1, 20, tzinfo=ZoneInfo("UTC"))

    with django_assert_num_queries(2):
        days = LocalDays(late)
        assert (days.of("KH"), days.of("HT")) == (date(2018, 6, 2), date(2018, 6, 1))
        days.sql("factory__country")
        days.sql("factory__country")
