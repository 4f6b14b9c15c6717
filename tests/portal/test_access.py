"""Access to reports: a brand asks, the factory grants less, the brand reads that, and it ends by itself or at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from assessments.models import Assessment
from countries.queries.local_time import LocalDays
from factories.commands import (
    decline_access,
    give_consent,
    merge_brands,
    request_access,
    withdraw_access_request,
    withdraw_consent,
)
from factories.commands.access_requests import AlreadyShared, RequestAnswered, RequestFaulty
from factories.commands.consents import AccessTooLong, notify_consents_ending
from factories.models import AccessRequest, Consent
from factories.policies.consents import NotYourConsent, NotYourRequest
from factories.queries import consented_to
from journal.commands import Unchanged
from journal.models import Access, Event
from notifications.inbox import items, notices_for
from notifications.notices import notify_people
from progress_reports.commands import make_summary
from tests import make
from tests.at_once import at_once
from tests.people.make import browser, forms_of, send
from tests.portal.brand_reading import addresses, documents, read_all, saying
from tests.portal.world import refreshed, world

NOW, TODAY = make.NOW, make.TODAY
YEAR = date(2019, 6, 1)
FINDING, RESPONSE, PLAN = "FINDING-MARK", "RESPONSE-MARK", "PLAN-MARK"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def latest(programme):
    return Assessment.objects.filter(factory=programme.quiet).order_by("-assessed_on")[0]


@pytest.fixture
def programme():
    """KH-00002 shares nothing yet, and has a finding that is not public, a response to it and a plan."""
    made = world()
    make.assessment(made.quiet, assessed_on=date(2018, 5, 2), cycle=3, findings={"WT-2-01": FINDING})
    make.responded(make.finding(latest(made), "WT-2-01"), RESPONSE)
    make.plan_item(made.quiet, "P-1", issue=PLAN)
    refreshed()
    return made


@pytest.fixture
def rosa(programme):
    return make.user(Role.FACTORY, factory=programme.quiet)


def filled(visitor, address, values, form=-1):
    """The page's last form (or another) sent as it was rendered, with these values."""
    return send(visitor, address, visitor.get(address), form=form, **values)


def notices(user, now=NOW):
    notify_people([], now=now)
    return [item.sentence for item in items(notices_for(user, LocalDays(now)), user)]


def asked(programme, **said):
    values = {
        "scope": "plan",
        "purpose": "The yearly review.",
        "until_on": YEAR,
        "actor": programme.linh,
        "now": NOW,
    }
    return request_access(programme.quiet.pk, brand_id=programme.brand.pk, **{**values, **said})


def given(programme, scope, until_on=YEAR, **said):
    values = {"from_on": TODAY, "actor": None, "now": NOW, **said}
    return give_consent(
        programme.quiet.pk, brand_id=programme.brand.pk, scope=scope, until_on=until_on, **values
    )


def summary(programme):
    made = make_summary(
        programme.quiet.pk, brand_id=programme.brand.pk, language="en", actor=programme.linh, now=NOW
    )
    return made.value if isinstance(made, Unchanged) else made


# --- the whole way, through the pages -------------------------------------------------------------------------------


def test_a_brand_asks_and_the_factory_grants_less_than_was_asked(programme, rosa):
    buyer, mill = browser(programme.linh), browser(rosa)
    ask = reverse("access_request", args=["KH-00002"])
    assert ask in buyer.get(reverse("suppliers")).content.decode()
    assert ask in buyer.get(reverse("factory", args=["KH-00002"])).content.decode()

    for _pressed in range(2):
        sent = filled(
            buyer, ask, {"scope": "plan", "purpose": "The yearly review.", "until_on": "2020-01-01"}
        )
        assert sent.status_code == 302
    request = AccessRequest.objects.get()
    assert (request.state, request.scope, request.until_on) == ("pending", "plan", date(2020, 1, 1))
    assert Event.objects.filter(kind="access.requested").count() == 1
    assert "Your request" in buyer.get(reverse("suppliers")).content.decode()

    assert f"Northwind asks {programme.quiet.name} for access to its reports" in notices(rosa)
    assert "The yearly review." in mill.get(reverse("progress")).content.decode()
    grant = reverse("grant_access", args=["KH-00002", programme.brand.pk])
    assert 'value="2019-06-01"' in mill.get(grant).content.decode()  # a year, though more was asked for
    for _pressed in range(2):
        assert filled(mill, grant, {"scope": "summary", "until_on": "2018-12-31"}).status_code == 302

    consent = Consent.objects.get(factory=programme.quiet)
    assert (consent.scope, consent.until_on, consent.recorded_by) == ("summary", date(2018, 12, 31), rosa)
    assert AccessRequest.objects.get().state == "granted"
    assert Event.objects.filter(kind__startswith="consent.").count() == 1
    assert f"{programme.quiet.name} lets Northwind read its reports: summary" in notices(programme.linh)
    assert (
        "The factory shares with you: summary"
        in buyer.get(reverse("factory", args=["KH-00002"])).content.decode()
    )


def test_both_sides_read_the_day_of_a_request_by_the_clock_of_the_factory(programme, rosa):
    late = datetime(2018, 6, 1, 22, 0, tzinfo=UTC)  # the second of June in Cambodia
    ask = reverse("access_request", args=["KH-00002"])
    with time_machine.travel(late, tick=False):
        filled(browser(programme.linh), ask, {"scope": "plan", "purpose": "A.", "until_on": "2018-12-31"})
        pages = [
            browser(reader).get(address).content.decode()
            for reader, address in (
                (programme.linh, ask),
                (programme.linh, reverse("factory", args=["KH-00002"])),
                (rosa, reverse("progress")),
                (rosa, reverse("factory", args=["KH-00002"])),
                (rosa, reverse("report_access", args=["KH-00002"])),
            )
        ]

    assert all(re.search(r"asked on <time[^>]*>2 June 2018<", page) for page in pages)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [("", set()), ("summary", set()), ("findings", {FINDING, RESPONSE}), ("plan", {FINDING, RESPONSE, PLAN})],
)
def test_each_scope_opens_exactly_its_part_on_every_page_api_export_and_pdf(programme, scope, seen):
    if scope:
        given(programme, scope)
        summary(programme)
    wanted = addresses(programme.quiet) + documents(programme.quiet)

    answers = read_all(programme.linh, wanted)

    page, pdf = reverse("factory", args=["KH-00002"]), wanted[-1]
    assert not any(status >= 500 for status, _text in answers.values())
    for mark in (FINDING, RESPONSE, PLAN):
        assert bool(saying(answers, mark)) is (mark in seen), mark
        assert (page in saying(answers, mark)) is (mark in seen), mark
        assert not scope or (pdf in saying(answers, mark)) is (mark in seen), mark
    assert ("criteria are met" in answers[page][1]) is bool(scope)
    detail = reverse("api:assessment-detail", args=[latest(programme).pk])
    assert answers[detail][0] == (200 if FINDING in seen else 404)


def test_a_summary_made_while_more_was_shared_is_cut_when_less_is(programme):
    given(programme, "plan")
    summary(programme)
    pages = documents(programme.quiet)
    assert saying(read_all(programme.linh, pages), PLAN) == set(pages)

    given(programme, "findings")
    assert saying(read_all(programme.linh, pages), PLAN) == set()
    assert saying(read_all(programme.linh, pages), FINDING) == set(pages)
    given(programme, "summary")
    answers = read_all(programme.linh, pages)
    assert saying(answers, FINDING) == set()
    assert {status for status, _text in answers.values()} == {200}


def test_access_ends_by_itself_after_its_last_day_where_the_factory_is(programme):
    given(programme, "plan", until_on=date(2018, 12, 31))
    page = [reverse("factory", args=["KH-00002"])]
    with time_machine.travel(datetime(2018, 12, 31, 16, 59, tzinfo=UTC), tick=False):  # 23:59 in Phnom Penh
        assert saying(read_all(programme.linh, page), FINDING)
    with time_machine.travel(datetime(2018, 12, 31, 17, 0, tzinfo=UTC), tick=False):
        assert not saying(read_all(programme.linh, page), FINDING)


def test_withdrawn_access_is_as_if_it_had_never_been(programme, rosa):
    wanted = addresses(programme.quiet)
    never = read_all(programme.linh, wanted)
    given(programme, "plan")
    summary(programme)
    assert read_all(programme.linh, wanted) != never

    mill = browser(rosa)
    address = reverse("withdraw_access", args=["KH-00002", programme.brand.pk])
    said = mill.get(address).content.decode()
    assert "your improvement plan and its pace" in said
    assert Consent.objects.get(factory=programme.quiet).ended_at is None  # it asks first
    assert filled(mill, address, {}).status_code == 302

    assert read_all(programme.linh, wanted) == never
    gone = read_all(programme.linh, documents(programme.quiet))
    assert {status for status, _text in gone.values()} == {404}
    assert f"Northwind can no longer read the reports of {programme.quiet.name}" in notices(programme.linh)


def test_what_is_withdrawn_names_what_is_lost(programme, rosa):
    given(programme, "summary")
    page = (
        browser(rosa).get(reverse("withdraw_access", args=["KH-00002", programme.brand.pk])).content.decode()
    )
    assert "your verdict, the criteria to go" in page
    assert "your findings" not in page
    assert "your improvement plan" not in page


# --- requests --------------------------------------------------------------------------------------------------------


def test_nobody_asks_where_they_do_not_buy(programme):
    for factory in (programme.stranger, make.factory("KH-00008", is_closed=True, closed_on=date(2018, 1, 1))):
        address = reverse("access_request", args=[factory.code])
        assert browser(programme.linh).get(address).status_code == 404
        with pytest.raises(NotYourRequest):
            request_access(
                factory.pk, brand_id=programme.brand.pk, scope="plan", purpose="?", until_on=YEAR,
                actor=programme.linh, now=NOW,
            )  # fmt: skip
    assert browser(programme.karim).get(reverse("access_request", args=["KH-00002"])).status_code == 404
    with pytest.raises(NotYourRequest):
        asked(programme, actor=programme.karim)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"purpose": "  "}, "purpose"),
        ({"until_on": TODAY}, "until_on"),
        ({"until_on": date(2021, 6, 2)}, "until_on"),
    ],
)
def test_a_request_says_what_for_and_until_when(programme, said, field):
    with pytest.raises(RequestFaulty) as refused:
        asked(programme, **said)
    assert refused.value.field == field


def test_a_request_for_what_is_read_already_is_refused_and_one_for_more_or_longer_is_not(programme):
    given(programme, "findings", until_on=date(2018, 12, 31))
    with pytest.raises(AlreadyShared):
        asked(programme, scope="summary", until_on=date(2018, 12, 31))
    assert asked(programme, scope="summary").state == "pending"
    assert asked(programme, scope="plan", until_on=date(2018, 12, 1)).state == "pending"
    assert (
        AccessRequest.objects.filter(state="pending").count() == 1
    )  # the second took the place of the first


def test_a_brand_withdraws_its_request_once(programme, rosa):
    request = asked(programme)
    buyer = browser(programme.linh)
    page = reverse("access_request", args=["KH-00002"])
    assert filled(buyer, page, {}, form=0).status_code == 302
    assert AccessRequest.objects.get().state == "withdrawn"
    again = withdraw_access_request(request.pk, actor=programme.linh, now=NOW)

    assert again == Unchanged()
    with pytest.raises(RequestAnswered):
        decline_access(request.pk, word="No.", actor=rosa, now=NOW)
    with pytest.raises(RequestAnswered):
        given(programme, "plan", request_id=request.pk, actor=rosa)
    assert not Consent.objects.filter(factory=programme.quiet).exists()


def test_a_factory_declines_with_a_word_and_the_brand_reads_nothing(programme, rosa):
    request = asked(programme)
    mill = browser(rosa)
    address = reverse("decline_access", args=["KH-00002", request.pk])

    assert filled(mill, address, {"word": ""}).status_code == 422
    assert filled(mill, address, {"word": "Ask us after the audit."}).status_code == 302

    request.refresh_from_db()
    assert (request.state, request.answer) == ("declined", "Ask us after the audit.")
    assert decline_access(request.pk, word="Ask us after the audit.", actor=rosa, now=NOW) == Unchanged()
    assert f"{programme.quiet.name} has declined the request for access to its reports" in notices(
        programme.linh
    )
    assert "Ask us after the audit." in mill.get(reverse("report_access", args=["KH-00002"])).content.decode()


@pytest.mark.parametrize("role", [role for role in Role.values if role not in {Role.FACTORY, Role.GROUP}])
def test_only_the_factory_answers(programme, role):
    request = asked(programme)
    actor = make.user(role, factory=programme.quiet) if role == Role.WORKER else make.user(role)
    with pytest.raises(NotYourConsent):
        decline_access(request.pk, word="No.", actor=actor, now=NOW)


# --- grants ----------------------------------------------------------------------------------------------------------


def test_a_person_gives_for_a_year_unless_they_say_otherwise_and_never_for_more_than_three(programme, rosa):
    assert given(programme, "summary", until_on=None, actor=rosa).until_on == YEAR
    with pytest.raises(AccessTooLong):
        given(programme, "summary", until_on=date(2021, 6, 2), actor=rosa)
    with pytest.raises(AccessTooLong):
        given(programme, "summary", until_on=TODAY - timedelta(days=1), actor=rosa)


def test_both_are_reminded_and_the_factory_renews_in_one_press(programme, rosa):
    given(programme, "findings", until_on=date(2018, 12, 31), actor=rosa)
    assert notify_consents_ending(actor=None, now=NOW) == Unchanged(0)
    soon = datetime(2018, 12, 1, 9, tzinfo=UTC)
    with time_machine.travel(soon, tick=False):
        assert notify_consents_ending(actor=None, now=soon) == 1
        assert notify_consents_ending(actor=None, now=soon + timedelta(days=1)) == Unchanged(0)
        words = f"Northwind can read the reports of {programme.quiet.name} until 31 December 2018"
        assert words in notices(rosa, soon)
        assert words in notices(programme.linh, soon)

        mill = browser(rosa)
        page = mill.get(reverse("report_access", args=["KH-00002"]))
        assert "Renew until" in page.content.decode()
        place = next(at for at, form in enumerate(forms_of(page)) if form["data"].get("scope") == "findings")
        address = reverse("grant_access", args=["KH-00002", programme.brand.pk])
        for _pressed in range(2):
            assert send(mill, address, page, form=place).status_code == 302

    consent = Consent.objects.get(factory=programme.quiet)
    assert (consent.scope, consent.until_on) == ("findings", date(2019, 12, 31))
    assert Event.objects.filter(kind="consent.changed").count() == 1


def test_two_brands_that_become_one_read_the_less_of_the_two(programme):
    other = make.brand("Northwind Sourcing")
    make.sourcing(other, programme.quiet)
    make.consent(other, programme.quiet, scope="plan", from_on=date(2017, 1, 1))
    make.consent(programme.brand, programme.quiet, scope="summary", from_on=date(2018, 1, 1))

    merge_brands(other.pk, into_id=programme.brand.pk, reason="One", actor=None, now=NOW)

    assert consented_to([programme.brand.pk], TODAY).filter(pk=programme.quiet.pk).exists()
    assert not consented_to([programme.brand.pk], TODAY, "findings").filter(pk=programme.quiet.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", ["the same", "declined meanwhile"])
def test_two_people_answer_one_request_at_the_same_moment(answer):
    mill, brand = make.factory("KH-00001"), make.brand("Northwind")
    make.sourcing(brand, mill)
    buyer = make.user(Role.BRAND, brand=brand)
    rosa, dara = (make.user(Role.FACTORY, factory=mill) for _ in range(2))
    request = request_access(
        mill.pk, brand_id=brand.pk, scope="plan", purpose="?", until_on=YEAR, actor=buyer, now=NOW
    )

    def grant(actor):
        return lambda: give_consent(
            mill.pk, brand_id=brand.pk, from_on=TODAY, scope="summary", until_on=YEAR, request_id=request.pk,
            actor=actor, now=NOW,
        )  # fmt: skip

    second = grant(dara)
    if answer != "the same":
        second = lambda: decline_access(request.pk, word="No.", actor=dara, now=NOW)  # noqa: E731
    answers = at_once(grant(rosa), second)

    refused = [one for one in answers if isinstance(one, RequestAnswered)]
    state = AccessRequest.objects.get().state
    if answer == "the same":
        assert refused == []
        assert sum(isinstance(one, Unchanged) for one in answers) == 1
    else:
        assert len(refused) == 1
        assert Consent.objects.count() == (state == "granted")
    assert Event.objects.filter(kind__in=["consent.given", "access.declined"]).count() == 1


# --- the log ----------------------------------------------------------------------------------------------------------


def test_the_factory_reads_in_its_log_which_brand_looked_how_often(programme, rosa):
    make.sourcing(make.brand("Southwind Two"), programme.quiet)
    given(programme, "plan")
    inspector = make.user(Role.INSPECTOR)
    for user, page in (
        (programme.linh, "factory"),
        (programme.linh, "assessments:detail"),
        (inspector, "factory"),
    ):
        Access.objects.create(at=NOW, user=user, kind="page", page=page, factory_id=programme.quiet.pk)
    mill = browser(rosa)
    address = reverse("looks", args=["KH-00002"])

    whole = mill.get(address)
    assert [(one.who, one.looks) for one in whole.context["lookers"]] == [
        ("Northwind", 2),
        ("Labour inspector", 1),
    ]
    narrowed = mill.get(address, {"brand": "Northwind", "since": "2018-06-01", "until": "2018-06-01"})
    assert narrowed.context["counted"].number == 2
    assert mill.get(address, {"since": "2018-06-02"}).context["counted"].number == 0
    exported = mill.get(reverse("looks_export", args=["KH-00002"]), {"brand": "Northwind"})
    lines = b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("2018-06-01T16:00:00+07:00,Northwind,Brand,Factory page")
    assert address in mill.get(reverse("report_access", args=["KH-00002"])).content.decode()


def test_withdrawing_twice_is_withdrawing_once(programme, rosa):
    given(programme, "plan")
    withdraw_consent(programme.quiet.pk, brand_id=programme.brand.pk, actor=rosa, now=NOW)
    again = withdraw_consent(programme.quiet.pk, brand_id=programme.brand.pk, actor=rosa, now=NOW)
    assert again == Unchanged()
    assert Event.objects.filter(kind="consent.withdrawn").count() == 1


def test_a_person_of_two_brands_asks_for_each_of_them(programme, rosa):
    """One brand reads everything; the other, of the same person, reads nothing and is offered its own request."""
    other = make.brand("Zenith")
    make.sourcing(other, programme.quiet)
    make.place_at(programme.linh, brand=other)
    given(programme, "plan", until_on=YEAR, actor=rosa)
    linh, page = browser(programme.linh), reverse("factory", args=["KH-00002"])
    asks = {
        slug: f"{reverse('access_request', args=['KH-00002'])}?brand={slug}"
        for slug in ("northwind", "zenith")
    }

    shown = linh.get(page).content.decode()
    assert all(f'href="{address}"' in shown for address in asks.values())
    assert "Not shared with you" in shown
    filled(linh, asks["zenith"], {"purpose": "Our order of autumn"})

    request = AccessRequest.objects.get()
    assert (request.brand, request.state) == (other, "pending")
    assert "Your request" in linh.get(page).content.decode()
    assert "Withdraw the request" not in linh.get(asks["northwind"]).content.decode()
    filled(linh, asks["zenith"], {}, form=-2)
    request.refresh_from_db()
    assert request.state == "withdrawn"
