"""A file does nothing that the pages would refuse: consents are the factory's act, cases are closed by the manager."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from advisory.models import ZeroToleranceCase
from countries.queries.local_time import LocalDays
from factories.commands import give_consent, withdraw_consent
from factories.models import Consent, Factory
from factories.policies.consents import NotYourConsent, NotYourFile
from factory_lists.commands.link_lists import import_consents, import_sourcing
from journal import deliveries
from journal.commands import Unchanged
from journal.models import Event
from notifications import tasks
from notifications.inbox import items, notices_for
from portal.projections import refresh_reports
from tests import make
from tests.assessments.files import run, write
from tests.evidence_files.test_import_pages import confirm, shown, upload, worked
from tests.people.make import browser, forms_of, send

pytestmark = pytest.mark.django_db

assert tasks  # registers the reaction

PAPER = "Consent form 17 of 2018, kept in Phnom Penh"
HEAD = "factory,brand,scope,from_on,until_on,paper\n"
SECRET = "LOCKED-EXIT"


@pytest.fixture(autouse=True)
def the_day():
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def lead(client):
    lead = make.user(Role.GLOBAL)
    client.force_login(lead)
    return lead


@pytest.fixture
def northwind():
    """A brand that buys from KH-00001 and may read nothing."""
    factory, brand = make.factory("KH-00001"), make.brand("Northwind")
    make.assessment(factory, findings={"OS-8-06": SECRET})
    make.sourcing(brand, factory)
    refresh_reports()
    return brand


def reads(brand):
    reader = browser(make.user(Role.BRAND, brand=brand))
    return SECRET in reader.get(reverse("factory", args=["KH-00001"])).content.decode()


def brought(client, text, kind="consents"):
    """The file checked and, if it may be, written through the pages; the last job."""
    job = upload(client, text, kind)
    return worked(confirm(client, job)) if job.result["problem_count"] == 0 else job


def problems(job):
    return [(problem["row"], problem["field"], problem["code"]) for problem in job.result["problems"]]


def consents_page(person):
    visitor = browser(person)
    address = reverse("report_access", args=["KH-00001"])
    return visitor, address, visitor.get(address)


def notices(person):
    while deliveries.deliver("notifications.notify_people", now=timezone.now()):
        pass
    every = items(notices_for(person, LocalDays(timezone.now())), person)
    return [item for item in every if "consent" in item.sentence]


# --- consents ---------------------------------------------------------------------------------------------------------


def test_a_consent_without_its_paper_opens_nothing(lead, client, northwind):
    job = brought(client, "factory,brand,scope,from_on\nKH-00001,Northwind,reports,2018-01-01\n")

    assert problems(job) == [(2, "paper", "paper_missing")]
    assert "Name the signed document" in shown(client, job).content.decode()
    assert confirm(client, job).status_code == 404
    assert not Consent.objects.exists()


def test_a_consent_with_its_paper_is_documented_outside_and_the_factory_is_notified_and_withdraws_it(
    lead, client, northwind
):
    factory = Factory.objects.get(code="KH-00001")
    rosa, cousin = make.user(Role.FACTORY, factory=factory), make.user(Role.FACTORY, factory=make.factory())
    worker = make.user(Role.WORKER, factory=factory)
    assert not reads(northwind)

    job = brought(client, HEAD + f'KH-00001,Northwind,reports,2018-01-01,,"{PAPER}"\n')

    assert job.result["created"] == 1
    assert reads(northwind)
    event = Event.objects.get(kind="consent.documented")
    assert (event.actor_id, event.data["paper"], event.data["brand"]) == (lead.pk, PAPER, "Northwind")
    assert not Event.objects.filter(kind="consent.given").exists()

    (notice,) = notices(rosa)
    assert "Northwind" in notice.sentence
    assert notice.url == reverse("report_access", args=["KH-00001"])
    assert notices(cousin) == notices(worker) == []

    visitor, address, page = consents_page(rosa)
    assert f"Documented outside: the programme took this consent from {PAPER}" in page.content.decode()
    address = reverse("withdraw_access", args=["KH-00001", northwind.pk])
    page = visitor.get(address)
    assert send(visitor, address, page, form=len(forms_of(page)) - 1).status_code == 302
    assert not reads(northwind)

    again = upload(client, HEAD + f'KH-00001,Northwind,reports,2018-01-01,,"{PAPER}"\n', "consents")
    under_another_day = upload(client, HEAD + "KH-00001,Northwind,reports,2018-02-01,,Form 18\n", "consents")
    assert (again.result["created"], again.result["unchanged"]) == (0, 1)
    assert problems(under_another_day) == [(2, "from_on", "overlaps")]
    assert not reads(northwind)


@pytest.mark.parametrize(
    ("known", "row"),
    [
        ({"until_on": date(2018, 7, 1)}, "2015-01-01,2019-07-01"),  # longer than the factory gave it
        ({"until_on": date(2018, 7, 1)}, "2015-01-01,"),  # without an end
        ({"until_on": date(2018, 5, 1)}, "2018-05-02,"),  # again after it ended
        ({}, "2015-01-01,2018-05-31"),  # ended by a file
    ],
)
def test_what_the_factory_gave_is_not_changed_without_a_paper(lead, client, northwind, known, row):
    factory = make.factory("KH-00002")
    given = make.consent(northwind, factory, **known)

    job = brought(client, HEAD + f"KH-00002,Northwind,reports,{row},\n")

    assert problems(job) == [(2, "paper", "paper_missing")]
    assert list(Consent.objects.values_list("pk", "until_on", "is_documented_outside")) == [
        (given.pk, given.until_on, False)
    ]


def test_a_row_that_changes_nothing_needs_no_paper(lead, client, northwind):
    make.consent(northwind, make.factory("KH-00002"))

    job = upload(client, HEAD + "KH-00002,Northwind,reports,2015-01-01,,\n", "consents")

    assert job.result["problem_count"] == 0
    assert job.result["unchanged"] == 1


@pytest.mark.parametrize("which", ["begins later", "brand does not buy"])
def test_the_factory_withdraws_before_anything_is_read(lead, client, northwind, which):
    """A consent that begins later, or goes to a brand whose link comes later, is on the page and can be withdrawn."""
    factory = Factory.objects.get(code="KH-00001")
    rosa = make.user(Role.FACTORY, factory=factory)
    brand = "Northwind" if which == "begins later" else "Later Brand"
    begins = date(2018, 9, 1) if which == "begins later" else date(2018, 1, 1)
    brought(client, HEAD + f"KH-00001,{brand},reports,{begins},,Form 3\n")

    visitor, _address, page = consents_page(rosa)
    consent = Consent.objects.get()
    address = reverse("withdraw_access", args=["KH-00001", consent.brand_id])
    assert address in page.content.decode()
    page = visitor.get(address)
    send(visitor, address, page, form=len(forms_of(page)) - 1)

    consent.refresh_from_db()
    assert consent.ended_at is not None
    assert "Form 3" not in consents_page(rosa)[2].content.decode()


def test_a_brand_that_does_not_buy_there_is_given_no_consent(northwind):
    factory = Factory.objects.get(code="KH-00001")
    rosa, brand = make.user(Role.FACTORY, factory=factory), make.brand()
    make.consent(brand, factory)
    visitor = browser(rosa)
    page = visitor.get(reverse("withdraw_access", args=["KH-00001", brand.pk]))
    token = forms_of(page)[0]["data"]["csrfmiddlewaretoken"]

    answer = visitor.post(
        reverse("grant_access", args=["KH-00001", brand.pk]),
        {"scope": "summary", "until_on": "2019-01-01", "csrfmiddlewaretoken": token},
    )

    assert answer.status_code == 404


def test_what_the_factory_gives_itself_is_documented_outside_no_more(northwind):
    factory = Factory.objects.get(code="KH-00001")
    make.consent(northwind, factory, until_on=date(2018, 12, 31))
    Consent.objects.update(is_documented_outside=True, paper="Form 3")
    rosa = make.user(Role.FACTORY, factory=factory)

    give_consent(
        factory.pk, brand_id=northwind.pk, scope="plan", from_on=date(2018, 6, 1), actor=rosa, now=make.NOW
    )

    assert Consent.objects.values_list("until_on", "is_documented_outside", "paper").get() == (
        date(2019, 6, 1),
        False,
        "",
    )


def test_the_command_line_brings_consents_without_a_paper_and_the_factory_is_notified_all_the_same(
    northwind, tmp_path
):
    factory = Factory.objects.get(code="KH-00001")
    rosa = make.user(Role.FACTORY, factory=factory)
    row = {"factory": "KH-00001", "brand": "Northwind", "scope": "reports", "from_on": "2018-01-01"}

    assert run("import_evidence", "consents", write(tmp_path / "consents.csv", [row])).code == 0

    assert Consent.objects.get().is_documented_outside
    assert len(notices(rosa)) == 1
    assert (
        "Documented outside: the programme took this consent from a list"
        in consents_page(rosa)[2].content.decode()
    )


@pytest.mark.parametrize("role", [role for role in Role.values if role not in {Role.FACTORY, Role.GROUP}])
def test_nobody_but_the_factory_gives_or_withdraws(role, northwind):
    consent = make.consent(northwind, make.factory("KH-00002"))
    actor = make.user(role)

    with pytest.raises(NotYourConsent):
        give_consent(
            consent.factory_id,
            brand_id=northwind.pk,
            scope="plan",
            from_on=date(2018, 6, 1),
            actor=actor,
            now=make.NOW,
        )
    with pytest.raises(NotYourConsent):
        withdraw_consent(consent.factory_id, brand_id=northwind.pk, actor=actor, now=make.NOW)


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.GLOBAL])
def test_files_of_links_come_from_the_global_team_alone(role):
    for bring in (import_consents, import_sourcing):
        with pytest.raises(NotYourFile):
            bring([], actor=make.user(role), now=make.NOW)
    assert isinstance(import_consents([], actor=make.user(Role.GLOBAL), now=make.NOW), Unchanged)


# --- zero-tolerance cases ---------------------------------------------------------------------------------------------

CASES = "factory,opened_on,closed_on,trigger\n"


@pytest.mark.parametrize(
    ("closed_on", "row"),
    [
        (None, "2018-05-01,2018-05-20"),  # closed
        (date(2018, 5, 20), "2018-05-01,"),  # opened again
        (date(2018, 5, 20), "2018-05-01,2018-05-02"),  # closed on another day
    ],
)
def test_a_file_neither_closes_a_case_nor_changes_its_end(lead, client, closed_on, row):
    case = make.case(make.factory("KH-00001"), opened_on=date(2018, 5, 1), trigger="child labour")
    ZeroToleranceCase.objects.filter(pk=case.pk).update(closed_on=closed_on)
    other = f"KH-00002,{make.NOW.date() - timedelta(days=9)},,forced labour\n"
    make.factory("KH-00002")

    job = brought(client, CASES + other + f"KH-00001,{row},child labour\n", "zero-tolerance")

    assert problems(job) == [(3, "closed_on", "not_allowed")]
    assert "The country manager closes a zero-tolerance case" in shown(client, job).content.decode()
    assert list(ZeroToleranceCase.objects.values_list("pk", "closed_on", "superseded_at")) == [
        (case.pk, closed_on, None)
    ]


def test_a_file_opens_cases_brings_closed_ones_of_old_and_repeats_what_is_known(lead, client):
    for code in ("KH-00001", "KH-00002"):
        make.factory(code)
    rows = CASES + "KH-00001,2018-05-01,,child labour\nKH-00002,2016-05-01,2016-07-01,forced labour\n"

    first, again = brought(client, rows, "zero-tolerance"), upload(client, rows, "zero-tolerance")

    assert (first.result["created"], first.result["problem_count"]) == (2, 0)
    assert (again.result["unchanged"], again.result["problem_count"]) == (2, 0)


def test_a_file_without_the_column_leaves_closed_cases_closed(lead, client):
    case = make.case(make.factory("KH-00001"), opened_on=date(2018, 5, 1), trigger="child labour")
    ZeroToleranceCase.objects.filter(pk=case.pk).update(closed_on=date(2018, 5, 20))

    job = upload(client, "factory,opened_on,trigger\nKH-00001,2018-05-01,child labour\n", "zero-tolerance")

    assert (job.result["unchanged"], job.result["problem_count"]) == (1, 0)
