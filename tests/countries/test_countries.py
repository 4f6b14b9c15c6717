"""Countries' settings: dated, editable by whoever keeps them, kept for ever, and what follows from them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments import commands as assessments
from assessments.queries.findings import public_issues
from countries.commands.settings import (
    CountriesNotYours,
    NoSuchPlan,
    SettingsChangedMeanwhile,
    SettingsFaulty,
    SettingsInThePast,
    UnknownCountry,
    add_country,
    cancel_planned_settings,
    set_country_settings,
)
from countries.domain.country_rules import SHIPPED_COUNTRIES, Protocol, shipped_rules
from countries.domain.time_zones import known_zones
from countries.models import Country, CountrySettings
from countries.queries.countries import programme_countries
from countries.queries.country_settings import settings_by_country
from countries.queries.local_time import LocalDays
from factories.queries import countries_of
from journal.commands import Unchanged
from journal.models import Event
from scheduling.queries.schedule_inputs import plan_inputs, plan_rules, working_days
from tests import make
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY
DAY = timedelta(days=1)


def newest(code: str) -> int | None:
    return CountrySettings.objects.filter(country=code).order_by("-pk").values_list("pk", flat=True).first()


def changed(code: str, *, from_on: date = TODAY + DAY, now: datetime = NOW, **fields: object) -> object:
    """Set some fields anew, as a form that was just opened would."""
    rules = replace(settings_by_country().on(code, date.max), **fields)
    return set_country_settings(code, rules=rules, from_on=from_on, seen=newest(code), actor=None, now=now)


@pytest.fixture
def joined(db) -> None:
    add_country("KH", from_on=date(2018, 1, 1), actor=None, now=NOW)


# --- defaults ---------------------------------------------------------------------------------------------------------


def test_seven_countries_come_with_their_settings():
    assert set(SHIPPED_COUNTRIES) == {"BD", "HT", "ID", "JO", "KH", "NI", "VN"}
    protocols = {code: shipped_rules(code).protocol for code in SHIPPED_COUNTRIES}
    assert protocols == {
        **dict.fromkeys(("HT", "ID", "JO", "NI", "VN"), Protocol.NATIONAL),
        "KH": Protocol.NATIONAL_ON_CHILD_LABOUR,
        "BD": Protocol.GENERAL,
    }
    assert shipped_rules("BD").weekend == shipped_rules("JO").weekend == {4, 5}  # Friday and Saturday
    assert [shipped_rules(code).time_zone for code in ("HT", "ID", "NI")] == [
        "America/Port-au-Prince",
        "Asia/Jakarta",
        "America/Managua",
    ]


@pytest.mark.parametrize("code", ["LK", "MG", "EG", "XK", "AQ"])
def test_any_other_country_has_sensible_ones(code):
    rules = shipped_rules(code)

    assert rules.time_zone in known_zones()
    assert (rules.comment_days, rules.published_from_cycle, rules.protocol) == (14, 2, Protocol.GENERAL)


# --- over time --------------------------------------------------------------------------------------------------------


def test_settings_hold_from_their_day_and_older_ones_are_kept(joined):
    changed("KH", from_on=TODAY, comment_days=21)
    changed("KH", from_on=TODAY + 30 * DAY, comment_days=30)

    known = settings_by_country()

    days = [date(2016, 1, 1), TODAY - DAY, TODAY, TODAY + 29 * DAY, TODAY + 30 * DAY]
    assert [known.on("KH", day).comment_days for day in days] == [14, 14, 21, 21, 30]
    assert CountrySettings.objects.count() == 3
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["country.added", "country.settings_set", "country.settings_set"]


def test_a_country_that_joins_next_month_is_not_in_the_programme_yet():
    mill = make.factory(country="LK")
    CountrySettings.objects.all().delete()
    add_country("LK", from_on=TODAY + 30 * DAY, actor=None, now=NOW)

    known = settings_by_country()

    assert [known.in_programme("LK", TODAY + days * DAY) for days in (0, 29, 30)] == [False, False, True]
    assert known.on("LK", TODAY).time_zone == "Asia/Colombo"
    assert mill.pk in plan_inputs(TODAY, plan_rules()).tasks  # a list brought it: nobody took the country out


def test_the_same_again_changes_nothing(joined):
    again = changed("KH")
    added = add_country("KH", actor=None, now=NOW)

    assert isinstance(again, Unchanged)
    assert isinstance(added, Unchanged)
    assert CountrySettings.objects.count() == 1


def test_a_correction_of_the_same_day_replaces_and_keeps_the_first(joined):
    changed("KH", comment_days=21)
    changed("KH", comment_days=20)

    assert settings_by_country().on("KH", TODAY + DAY).comment_days == 20
    assert CountrySettings.objects.filter(superseded_at__isnull=False).get().comment_days == 21


def test_a_planned_change_can_be_cancelled_and_one_in_force_cannot(joined):
    changed("KH", comment_days=21)

    cancel_planned_settings("KH", from_on=TODAY + DAY, actor=None, now=NOW)

    assert settings_by_country().on("KH", date.max).comment_days == 14
    assert isinstance(cancel_planned_settings("KH", from_on=TODAY + DAY, actor=None, now=NOW), Unchanged)
    with pytest.raises(NoSuchPlan):
        cancel_planned_settings("KH", from_on=date(2018, 1, 1), actor=None, now=NOW)


def test_the_settings_of_all_countries_are_one_statement(django_assert_num_queries):
    for code in SHIPPED_COUNTRIES:
        add_country(code, from_on=date(2018, 1, 1), actor=None, now=NOW)

    with django_assert_num_queries(1):
        known = settings_by_country()
        assert [known.on(code, TODAY).in_programme for code in SHIPPED_COUNTRIES] == [True] * 7


# --- attacks ----------------------------------------------------------------------------------------------------------


def test_what_held_on_past_days_stays_but_a_countrys_first_settings_may_begin_earlier(joined):
    with pytest.raises(SettingsInThePast):
        changed("KH", from_on=TODAY - DAY, comment_days=21)

    add_country("VN", from_on=date(2009, 1, 1), actor=None, now=NOW)
    assert settings_by_country().in_programme("VN", date(2009, 1, 1))


def test_today_is_the_countrys_own(joined):
    late = datetime(2018, 6, 1, 18, tzinfo=UTC)  # 2 June in Phnom Penh

    with pytest.raises(SettingsInThePast):
        changed("KH", from_on=date(2018, 6, 1), now=late, comment_days=21)
    changed("KH", from_on=date(2018, 6, 2), now=late, comment_days=21)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"weekend": frozenset(range(7))}, "weekend"),
        ({"weekend": frozenset({9})}, "weekend"),
        ({"time_zone": "Asia/Nowhere"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"languages": ()}, "languages"),
        ({"languages": ("xx",)}, "languages"),
        ({"comment_days": 0}, "comment_days"),
        ({"comment_days": 91}, "comment_days"),
        ({"published_from_cycle": 0}, "published_from_cycle"),
        ({"investigation_hours": 0}, "investigation_hours"),
        ({"follow_up_hours": 721}, "follow_up_hours"),
        (
            {"added_holidays": {TODAY: "x"}, "removed_holidays": frozenset({TODAY})},
            "removed_holidays",
        ),
    ],
)
def test_impossible_settings_are_refused_beside_their_field(joined, fields, wrong):
    with pytest.raises(SettingsFaulty) as refused:
        changed("KH", **fields)

    assert set(refused.value.fields) == {wrong}
    assert CountrySettings.objects.count() == 1


@pytest.mark.parametrize("code", ["XX", "kh", "KHM", "", "K'"])
def test_only_countries_can_be_added(code):
    with pytest.raises(UnknownCountry):
        add_country(code, actor=None, now=NOW)
    assert not Country.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role.values if role not in {Role.ADMIN, Role.GLOBAL}])
def test_nobody_else_keeps_settings(role):
    with pytest.raises(CountriesNotYours):
        add_country("KH", actor=make.user(role, country="VN"), now=NOW)
    assert not CountrySettings.objects.filter(country="KH").exists()


def test_the_second_of_two_who_opened_the_form_is_told(joined):
    seen = newest("KH")
    rules = shipped_rules("KH")
    first, second = (replace(rules, in_programme=True, comment_days=days) for days in (20, 25))
    set_country_settings("KH", rules=first, from_on=TODAY + DAY, seen=seen, actor=None, now=NOW)

    with pytest.raises(SettingsChangedMeanwhile):
        set_country_settings("KH", rules=second, from_on=TODAY + DAY, seen=seen, actor=None, now=NOW)

    assert settings_by_country().on("KH", TODAY + DAY).comment_days == 20


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told():
    add_country("KH", from_on=date(2018, 1, 1), actor=None, now=NOW)
    seen, rules = newest("KH"), replace(shipped_rules("KH"), in_programme=True)

    def save(days: int) -> object:
        return set_country_settings(
            "KH", rules=replace(rules, comment_days=days), from_on=TODAY + DAY, seen=seen, actor=None, now=NOW
        )

    done = at_once(lambda: save(20), lambda: save(25))

    assert sum(isinstance(outcome, SettingsChangedMeanwhile) for outcome in done) == 1
    assert CountrySettings.objects.filter(superseded_at__isnull=True).count() == 2


# --- what follows -----------------------------------------------------------------------------------------------------


def test_a_country_that_leaves_keeps_its_factories_and_has_no_visits_planned(joined):
    mill = make.factory(country="KH")
    team = make.user(Role.GLOBAL)
    assert mill.pk in plan_inputs(TODAY, plan_rules()).tasks

    changed("KH", from_on=TODAY, in_programme=False)

    assert programme_countries(LocalDays(NOW)) == []
    assert mill.pk not in plan_inputs(TODAY, plan_rules()).tasks
    assert list(countries_of(team).values_list("code", flat=True)) == ["KH"]
    assert Event.objects.order_by("id").last().kind == "country.removed"
    add_country("KH", from_on=TODAY, actor=None, now=NOW)
    assert mill.pk in plan_inputs(TODAY, plan_rules()).tasks


def test_weekend_and_holidays_make_the_working_days(joined):
    changed(
        "KH",
        weekend=frozenset({6}),
        added_holidays={date(2018, 6, 5): "Factory day"},
        removed_holidays=frozenset({date(2018, 6, 18)}),  # the Queen Mother's birthday
    )

    days = working_days(["KH"], date(2018, 6, 1), date(2018, 6, 19), known=settings_by_country())["KH"]
    worked = {date.fromordinal(day).day for day in days}

    # in force from Saturday the 2nd: Saturdays are worked, Sundays not; the 5th is their own, the 18th is worked
    assert {2, 9, 18} <= worked
    assert not {3, 5, 10} & worked


def test_the_comment_window_is_as_long_as_the_country_says_that_day(joined):
    mill = make.factory(country="KH")
    first = make.assessment(mill, assessed_on=date(2018, 5, 1), state="submitted")
    second = make.assessment(mill, assessed_on=date(2018, 5, 2), state="submitted")
    changed("KH", comment_days=30)
    reviewer = make.user(Role.REVIEWER)

    before = assessments.accept_assessment(first.pk, actor=reviewer, now=NOW)
    after = assessments.accept_assessment(second.pk, actor=reviewer, now=NOW + DAY)

    assert before.window_closes_on == TODAY + 14 * DAY
    assert after.window_closes_on == TODAY + DAY + 30 * DAY


def test_what_is_public_is_as_the_country_says_on_the_assessments_day(joined):
    mill = make.factory(country="KH")
    make.assessment(mill, assessed_on=date(2018, 3, 1), cycle=2)
    assert public_issues([mill.pk])
    changed("KH", from_on=TODAY, published_from_cycle=None)
    assert public_issues([mill.pk])  # of a day on which it was public

    make.assessment(mill, assessed_on=TODAY, cycle=3)

    assert public_issues([mill.pk]) == []


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def browsing(db):
    """A client that must send the token of the page, as every browser does; `post` sends the form that a page shows."""

    class Browser:
        def __init__(self) -> None:
            self.client = Client(enforce_csrf_checks=True)

        def submit(self, address: str, **fields: object):
            html = self.client.get(address).content.decode()
            form = html[html.index("<main") : html.index("</main")]
            data = dict(
                re.findall(
                    r'<input type="(?:hidden|number|date|text)" name="([^"]+)"[^>]*?value="([^"]*)"', form
                )
            )
            data |= dict.fromkeys(
                re.findall(r'<input type="checkbox" name="(in_programme)"[^>]*checked', form), "on"
            )
            for name in ("weekend", "languages"):
                data[name] = re.findall(rf'type="checkbox" name="{name}" value="([^"]*)"[^>]*checked', form)
            data |= dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]*)"[^>]*checked', form))
            data |= {
                name: found
                for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL)
                for found in re.findall(r'value="([^"]*)" selected', options)
            }
            return self.client.post(address, {**data, **fields})

    return Browser()


@time_machine.travel(NOW, tick=False)
def test_an_administrator_adds_a_country_and_changes_its_settings_on_pages(browsing):
    browsing.client.force_login(make.user(Role.ADMIN))

    added = browsing.submit(reverse("add_country"), country="LK")
    page = reverse("country", kwargs={"code": "LK"})
    saved = browsing.submit(
        page, comment_days="21", weekend=["6"], from_on="2018-07-01", added_holidays="2018-08-10 Factory day",
        published_from_cycle="",
    )  # fmt: skip
    html = browsing.client.get(page).content.decode()
    listed = browsing.client.get(reverse("countries")).content.decode()

    assert (added.status_code, added.url) == (302, page)
    assert saved.status_code == 302
    known = settings_by_country()
    assert known.in_programme("LK", TODAY)
    assert known.on("LK", TODAY).comment_days == 14
    july = known.on("LK", date(2018, 7, 1))
    assert (july.comment_days, july.weekend, july.published_from_cycle) == (21, {6}, None)
    assert july.added_holidays == {date(2018, 8, 10): "Factory day"}
    assert july.time_zone == "Asia/Colombo"
    assert "Planned change" in html
    assert "10 August 2018 Factory day" in html
    assert "1 July 2018" in listed

    cancelled = browsing.submit(page)  # the page's own token
    assert cancelled.status_code == 302
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    browsing.client.post(
        reverse("cancel_country_settings", kwargs={"code": "LK", "from_on": "2018-07-01"}),
        {"csrfmiddlewaretoken": token},
    )
    assert settings_by_country().on("LK", date.max).comment_days == 14


@time_machine.travel(NOW, tick=False)
def test_what_was_typed_stays_when_it_is_refused(browsing, joined):
    browsing.client.force_login(make.user(Role.GLOBAL))
    page = reverse("country", kwargs={"code": "KH"})

    response = browsing.submit(
        page, weekend=[str(day) for day in range(7)], added_holidays="14 April New Year", comment_days="99"
    )
    html = response.content.decode()
    past = browsing.submit(page, from_on="2018-05-01", comment_days="21").content.decode()

    assert response.status_code == 422
    assert "is no day; write it as 2018-04-14" in html
    assert "14 April New Year" in html
    assert 'value="99"' in html
    assert "what held on past days stays as it was" in past
    assert CountrySettings.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_a_seven_day_weekend_and_a_zone_that_is_none_stand_beside_their_fields(browsing, joined):
    browsing.client.force_login(make.user(Role.ADMIN))
    page = reverse("country", kwargs={"code": "KH"})

    week = browsing.submit(page, weekend=[str(day) for day in range(7)]).content.decode()
    zone = browsing.submit(page, time_zone="Asia/Nowhere")

    assert "One day of the week at least must be a working day." in week
    assert zone.status_code == 422
    assert CountrySettings.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_whoever_saves_second_sees_what_the_first_saved_and_may_save_again(browsing, joined):
    browsing.client.force_login(make.user(Role.ADMIN))
    page = reverse("country", kwargs={"code": "KH"})
    html = browsing.client.get(page).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', html)[1]
    changed("KH", comment_days=20)

    refused = browsing.submit(page, comment_days="25", seen=seen)
    again = re.search(r'name="seen" value="(\d+)"', refused.content.decode())[1]
    saved = browsing.submit(page, comment_days="25", seen=again)

    assert refused.status_code == 409
    assert "Somebody else changed these settings" in refused.content.decode()
    assert 'value="25"' in refused.content.decode()
    assert saved.status_code == 302
    assert settings_by_country().on("KH", date.max).comment_days == 25


def test_a_country_manager_reads_their_own_country_only(client, joined):
    make.country("VN")
    client.force_login(make.user(Role.MANAGER, country="KH"))

    own, other = (client.get(reverse("country", kwargs={"code": code})) for code in ("KH", "VN"))
    html = own.content.decode()

    assert own.status_code == 200
    assert "Change the settings" not in html
    assert other.status_code == 404
    assert client.post(reverse("country", kwargs={"code": "KH"}), {}).status_code == 404
    assert "Viet" not in client.get(reverse("countries")).content.decode()
