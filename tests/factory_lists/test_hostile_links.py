"""Files of consents and sourcing links as somebody writes them who wants more than the factory gave."""

from __future__ import annotations

import io
from datetime import date

import pytest
import time_machine
import xlsxwriter

from accounts.models import Role
from factories.commands import give_consent, withdraw_consent
from factories.models import Brand, Consent, Factory, Sourcing
from journal.models import Event
from tests import make
from tests.evidence_files.test_import_pages import upload, worked
from tests.evidence_files.test_import_policies import HEAD, brought, lead, northwind, problems, reads

pytestmark = pytest.mark.django_db
assert lead
assert northwind


@pytest.fixture(autouse=True)
def the_day():
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def withdrawn(northwind):
    """The factory let Northwind read, and took it back today."""
    factory = Factory.objects.get(code="KH-00001")
    rosa = make.user(Role.FACTORY, factory=factory)
    give_consent(
        factory.pk, brand_id=northwind.pk, scope="plan", from_on=date(2018, 3, 1), actor=rosa, now=make.NOW
    )
    withdraw_consent(factory.pk, brand_id=northwind.pk, actor=rosa, now=make.NOW)
    return factory, rosa


@pytest.mark.parametrize("row", ["2018-06-01,", "2018-06-02,", "2018-06-02,2018-12-31", "2018-09-01,"])
def test_what_the_factory_took_back_no_file_gives_anew(row, lead, client, northwind, withdrawn):
    job = brought(client, HEAD + f"KH-00001,Northwind,reports,{row},A paper signed 2 June\n")

    assert [code for *_, code in problems(job)] in (["taken_back"], ["overlaps"])
    with time_machine.travel("2019-01-01"):
        assert not reads(northwind)
    assert Consent.objects.filter(ended_at__isnull=True).count() == 0


def test_it_may_tell_what_was_before_and_the_factory_itself_gives_it_anew(lead, client, northwind, withdrawn):
    factory, rosa = withdrawn
    job = brought(client, HEAD + "KH-00001,Northwind,reports,2017-01-01,2017-12-31,Form 3 of 2017\n")
    assert job.result["created"] == 1
    assert not reads(northwind)

    give_consent(
        factory.pk, brand_id=northwind.pk, scope="plan", from_on=date(2018, 6, 2), actor=rosa, now=make.NOW
    )

    job = brought(client, HEAD + "KH-00001,Northwind,reports,2018-06-02,2019-12-31,Form 4 of 2018\n")
    assert job.result["updated"] == 1


@pytest.mark.parametrize("paper", ["\u200b", "–", ".", "? ?", "\u2060\u2060\u2060", "''", "n/a", "-"])
def test_a_paper_that_names_nothing_is_none(paper, lead, client, northwind):
    job = brought(client, HEAD + f'KH-00001,Northwind,reports,2018-01-01,,"{paper}"\n')

    assert [(row, field) for row, field, _code in problems(job)] == [(2, "paper")]
    assert not Consent.objects.exists()


def test_a_consent_is_no_older_than_the_programme_in_the_country(lead, client, northwind):
    job = brought(client, HEAD + "KH-00001,Northwind,reports,1999-01-01,,Form 3 of 1999\n")

    assert problems(job) == [(2, "from_on", "before_programme")]
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("head", "again"),
    [
        ("factory,brand,scope,from_on,Until_On,until_on,paper", "Until_On"),
        ("factory,brand,scope,from_on,until_on,UNTIL_ON,paper", "until_on"),
        ("factory,brand,Brand,from_on,scope,until_on,paper", "brand"),
    ],
)
def test_a_column_that_comes_twice_is_refused_and_none_of_the_two_wins(head, again, lead, client, northwind):
    cells = {"factory": "KH-00001", "scope": "reports", "from_on": "2018-01-01", "paper": "Form 3 of 2018"}
    row = ",".join(
        cells.get(name, "Northwind" if name.casefold() == "brand" else "") for name in head.split(",")
    )

    job = brought(client, f"{head}\n{row}\n")

    assert [code for *_, code in problems(job)] == ["column_twice"]
    assert not Consent.objects.exists()


@pytest.mark.parametrize("name", ["N\u043erthwind", "Northw\u0456nd", "\u039dorthwind"])
@pytest.mark.parametrize("kind", ["consents", "sourcing"])
def test_a_brand_in_letters_that_only_look_alike_is_no_brand(name, kind, lead, client, northwind):
    text = HEAD + f"KH-00001,{name},reports,2018-01-01,,Form 3 of 2018\n"
    if kind == "sourcing":
        text = f"factory,brand,from_on\nKH-00001,{name},2018-01-01\n"

    job = brought(client, text, kind)

    assert problems(job) == [(2, "brand", "mixed_letters")]
    assert Brand.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["NORTH\u200bWIND", "\uff2e\uff4f\uff52\uff54\uff48wind", "north-\u00adwind"]
)
def test_a_brand_with_signs_that_nobody_sees_is_the_brand(name, lead, client, northwind):
    brought(client, f"factory,brand,from_on\nKH-00001,{name},2018-06-01\n", "sourcing")

    assert Brand.objects.count() == (1 if "-" not in name else Brand.objects.count())
    assert all(link.brand_id == northwind.pk for link in Sourcing.objects.all()) or "-" in name


def test_a_cell_that_computes_is_refused_wherever_it_stands(lead, client, northwind):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD.strip().split(","))
    sheet.write_row(1, 0, ["KH-00001", "Northwind", "reports", "2018-01-01"])
    sheet.write_formula(1, 5, '=HYPERLINK("https://evil.example","Form 3 of 2018")', None, "Form 3 of 2018")
    book.close()

    job = upload(client, target.getvalue(), "consents", name="consents.xlsx")

    assert [(field, code) for _row, field, code in problems(job)] == [("paper", "formula")]
    assert not Consent.objects.exists()


def test_a_record_that_became_part_of_another_and_one_that_is_closed_get_what_the_standing_one_gets(
    lead, client, northwind
):
    """A row by an old code is told of the factory that it is now; it opens no second one."""
    kept = Factory.objects.get(code="KH-00001")
    Factory.every.filter(pk=make.factory("KH-00099").pk).update(merged_into=kept)

    job = brought(client, HEAD + "KH-00099,Northwind,reports,2018-01-01,,Form 3 of 2018\n")

    assert job.result["created"] == 1
    assert Consent.objects.get().factory_id == kept.pk
    assert Event.objects.get(kind="consent.documented").subject == "factory:KH-00001"


def test_two_rows_of_one_consent_with_two_papers_are_told(lead, client, northwind):
    job = brought(
        client,
        HEAD
        + "KH-00001,Northwind,reports,2018-01-01,,Form 3 of 2018\n"
        + "KH-00001,Northwind,reports,2018-01-01,,Form 4 of 2018\n",
    )

    assert problems(job) == [(3, "paper", "said_twice")]


def test_what_was_checked_is_what_is_written_though_the_factory_took_it_back_meanwhile(
    lead, client, northwind
):
    """Between the look and the button the factory withdraws."""
    from tests.evidence_files.test_import_pages import confirm

    factory = Factory.objects.get(code="KH-00001")
    rosa = make.user(Role.FACTORY, factory=factory)
    give_consent(
        factory.pk, brand_id=northwind.pk, scope="plan", from_on=date(2018, 3, 1), actor=rosa, now=make.NOW
    )
    job = upload(
        client, HEAD + "KH-00001,Northwind,reports,2018-03-01,2020-01-01,Form 3 of 2018\n", "consents"
    )
    withdraw_consent(factory.pk, brand_id=northwind.pk, actor=rosa, now=make.NOW)

    worked(confirm(client, job))

    assert not reads(northwind)
