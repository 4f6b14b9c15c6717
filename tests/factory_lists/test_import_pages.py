"""A factory list through the pages: uploaded, read, mapped, compared row by row, written whole or in part."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
import xlsxwriter
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import Role
from factories.models import Brand, Factory, Workforce
from factory_lists.models import ListLayout
from factory_lists.tasks import RETENTION
from journal import jobs
from journal.models import Event, Job
from tests import make

pytestmark = pytest.mark.django_db

LISTS = Path(__file__).resolve().parents[2] / "data" / "factory-lists"
FOREIGN = (
    "Supplier list of Northwind;;;;;;;;\n"
    ";;;;;;;;\n"
    "Factory_Name;Country/Region;Street;City;Province;Postcode;Total Workers;% female;code\n"
    "Lotus Garments;Cambodia;12 Mill Road;Phnom Penh;;12000;977;82%;NW-1\n"
    "Orchid Knit;Viet Nam;Lot 7;Bien Hoa;Dong Nai;76000;1,750;60%;NW-2\n"
    "Jasmine;Atlantis;1 Sea Street;;;;5;50%;NW-3\n"
)


class Browser:
    """Somebody with a browser: forms are sent with the token that the page holds, as CSRF protection wants."""

    def __init__(self, user) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(user)
        self.page = None

    def get(self, address, **headers):
        self.page = self.client.get(address, headers=headers)
        return self.page

    def send(self, address, button="", **fields):
        """Send the page's form that goes to an address, with its own values where no others are given."""
        form = self._form(address, button)
        data = {**form, **fields}
        if button:
            data[button] = "1"
        response = self.client.post(address, data)
        self.page = response
        return response

    def _form(self, address, button):
        for form in re.findall(r"<form.*?</form>", self.page.text, re.DOTALL):
            action = re.search(r'action="([^"]*)"', form[: form.index(">")])
            target = unescape(action[1]) if action else self.page.request["PATH_INFO"]
            fits = f'name="{button}"' in form if button else 'name="again"' not in form
            if target == address and 'method="post"' in form[: form.index(">")] and fits:
                return values_of(form)
        raise AssertionError(f"no form of the page goes to {address} with {button!r}")

    def work(self, response):
        """The job that a form began, after a worker did it; then its page."""
        assert response.status_code == 302, response.text
        job = Job.objects.get(pk=UUID(re.search(r"[0-9a-f-]{36}", response["Location"])[0]))
        jobs.run(job.pk, clock=timezone.now)
        job.refresh_from_db()
        self.get(response["Location"])
        return job


def values_of(form: str) -> dict[str, str]:
    values = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        if name and 'type="file"' not in tag:
            value = re.search(r'value="([^"]*)"', tag)
            values[name[1]] = unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"\s+selected', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        values[name] = unescape(chosen[1])
    return values


@pytest.fixture
def lead():
    return Browser(make.user(Role.GLOBAL))


def uploaded(browser, content, name="list.csv", **fields):
    """The job that read the file."""
    content = content if isinstance(content, bytes) else content.encode()
    browser.get(reverse("factory_lists:import"))
    return browser.work(
        browser.send(reverse("factory_lists:import"), file=SimpleUploadedFile(name, content), **fields)
    )


def compared(browser, read, **fields):
    return browser.work(browser.send(reverse("factory_lists:import_columns", args=[read.pk]), **fields))


def written(browser, check, button=""):
    return browser.work(browser.send(reverse("factory_lists:import_write", args=[check.pk]), button))


def test_a_foreign_list_is_read_mapped_compared_and_its_right_rows_come_in(lead):
    read = uploaded(lead, FOREIGN, source="Northwind", day="2024-05-31")

    assert read.result["layout"]["head_row"] == 3
    assert read.result["layout"]["separator"] == ";"
    assert {c["column"]: c["target"] for c in read.result["columns"]} == {
        "Factory_Name": "name",
        "Country/Region": "country",
        "Street": "street",
        "City": "city",
        "Province": "province",
        "Postcode": "postcode",
        "Total Workers": "workers",
        "% female": "women_percent",
        "code": "",
    }
    assert "their own reference" in lead.page.text

    check = compared(lead, read)

    assert "Import the rows without problems" in lead.page.text
    assert "did you mean" not in lead.page.text.lower()  # nothing is near Atlantis
    assert "&#x27;Atlantis&#x27; is no country" in lead.page.text
    assert not Factory.objects.exists()

    done = written(lead, check, "partial")

    assert "The list is imported." in lead.page.text
    assert done.result["applied"]
    assert set(
        Factory.objects.values_list("name", "country", "address", "workers", "women_workers", "described_on")
    ) == {
        ("Lotus Garments", "KH", "12 Mill Road, Phnom Penh, 12000", 977, 801, date(2024, 5, 31)),
        ("Orchid Knit", "VN", "Lot 7, Bien Hoa, Dong Nai, 76000", 1750, 1050, date(2024, 5, 31)),
    }
    assert set(Workforce.objects.values_list("counted_on", flat=True)) == {date(2024, 5, 31)}
    assert (
        Event.objects.filter(kind="factory.registered").values_list("actor_id", flat=True)[0] == done.actor_id
    )


def test_the_rest_is_given_back_in_the_file_s_own_columns_and_comes_in_once_mended(lead):
    check = compared(lead, uploaded(lead, FOREIGN))
    done = written(lead, check, "partial")

    rest = b"".join(
        lead.client.get(reverse("factory_lists:import_rest", args=[done.pk, "csv"])).streaming_content
    )
    workbook = b"".join(
        lead.client.get(reverse("factory_lists:import_rest", args=[done.pk, "xlsx"])).streaming_content
    )
    head, row = list(csv.reader(io.StringIO(rest.decode("utf-8-sig"))))

    assert head == [
        "Factory_Name", "Country/Region", "Street", "City", "Province", "Postcode", "Total Workers", "% female",
        "code", "problem",
    ]  # fmt: skip
    assert row[:2] == ["Jasmine", "Atlantis"]
    assert "is no country" in row[-1]
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    assert book.get_sheet_by_index(0).to_python()[1][:2] == ["Jasmine", "Atlantis"]

    mended = rest.decode().replace("Atlantis", "Lesotho")
    written(lead, compared(lead, uploaded(lead, mended)))

    assert Factory.objects.get(name="Jasmine").country_id == "LS"


def test_a_source_s_next_list_is_read_as_its_last_one_was_corrected(lead):
    content = "Unit;Where;Note\nLotus;KH;x\n"
    read = uploaded(lead, content, source="Northwind")
    assert [c["target"] for c in read.result["columns"]] == ["", "", ""]
    compared(lead, read, column_0="name", column_1="country")

    again = uploaded(lead, content.replace("Lotus", "Orchid"), source="NORTHWIND")

    assert [c["target"] for c in again.result["columns"]] == ["name", "country", ""]
    assert "as in the last list of this source" in lead.page.text
    assert ListLayout.objects.count() == 1
    other = uploaded(lead, content, source="Southwind")
    assert [c["target"] for c in other.result["columns"]] == ["", "", ""]


def test_what_was_chosen_survives_a_refusal(lead):
    read = uploaded(lead, "Unit;Where\nLotus;KH\n")

    refused = lead.send(
        reverse("factory_lists:import_columns", args=[read.pk]),
        column_0="name",
        source="Northwind",
        day="2024-05-31",
    )

    assert refused.status_code == 422
    assert "No column holds the country" in refused.text
    assert '<option value="name" selected>' in refused.text
    assert 'value="Northwind"' in refused.text
    assert 'value="2024-05-31"' in refused.text
    compared(lead, read, column_1="country")  # the form still holds the name


@pytest.mark.parametrize("day", ["2999-01-01", "31.12.2020x"])
def test_a_day_that_has_not_come_or_is_none_is_refused_beside_its_field(lead, day):
    read = uploaded(lead, "name,country\nLotus,KH\n")

    refused = lead.send(reverse("factory_lists:import_columns", args=[read.pk]), day=day)

    assert refused.status_code == 422
    assert day in refused.text


def test_two_columns_that_hold_what_one_alone_can_are_refused(lead):
    read = uploaded(lead, "name,country,other\nLotus,KH,x\n")

    refused = lead.send(reverse("factory_lists:import_columns", args=[read.pk]), column_2="name")

    assert refused.status_code == 422
    assert "Two columns hold this" in refused.text


def test_another_encoding_sheet_or_head_row_is_read_again(lead):
    read = uploaded(lead, "name,country\nCafé,KH\n".encode("cp1252"))
    assert "The encoding is a guess" in lead.page.text

    again = lead.work(
        lead.send(
            reverse("factory_lists:import_columns", args=[read.pk]), "again", encoding="cp1251", head_row="1"
        )
    )

    assert again.result["columns"][0]["samples"] == ["Cafй"]
    assert not again.result["guessed"]


def test_of_several_sheets_the_likeliest_is_proposed_and_another_can_be_chosen(lead):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet("Notes").write_column(0, 0, ["About this list", "It is public."])
    sheet = book.add_worksheet("Tier 1")
    sheet.merge_range(0, 0, 0, 3, "Tier 1 factories")
    sheet.write_row(2, 0, ["Factory Name", "Country", "Address"])
    sheet.write_row(3, 0, ["Lotus", "KH", "1 Mill Road"])
    book.add_worksheet("Tier 2").write_row(0, 0, ["Mill", "Place"])
    book.close()

    read = uploaded(lead, target.getvalue(), "list.xlsx")

    assert (read.result["layout"]["sheet"], read.result["layout"]["head_row"]) == ("Tier 1", 3)
    again = lead.work(
        lead.send(
            reverse("factory_lists:import_columns", args=[read.pk]), "again", sheet="Tier 2", head_row="1"
        )
    )
    assert [c["column"] for c in again.result["columns"]] == ["Mill", "Place"]


def test_each_row_of_the_preview_says_what_it_would_change(lead):
    known = (
        "code,name,country,address,workers\n"
        "KH-00001,Lotus Garments,KH,12 Mill Road Meanchey Phnom Penh,900\n"
        "KH-00002,Orchid,KH,9 River Street Kandal,\n"
    )
    written(lead, compared(lead, uploaded(lead, known)))
    content = (
        "name,country,address,workers\n"
        "Lotus Garments,KH,12 Mill Road Meanchey Phnom Penh,977\n"
        "Orchid,KH,9 River Street Kandal,\n"
        "Lotus Garments,KH,Another Street 44 Kampot,\n"
        "Jasmine,KH,1 Sea Street,\n"
        "Lily,Bangaldesh,2 Sea Street,many\n"
        "Lily,Bangaldesh,2 Sea Street,\n"
    )
    check = compared(lead, uploaded(lead, content))
    address = reverse("factory_lists:import_preview", args=[check.pk])

    assert {k: v["count"] for k, v in check.result["pages"].items()} == {
        "changed": 1, "unchanged": 1, "suspected": 1, "new": 2, "problem": 1, "noted": 1,
    }  # fmt: skip
    assert re.search(r"<del>900</del>\s*<ins>977</ins>", lead.get(f"{address}?show=changed").text)
    assert "Perhaps Lotus Garments (KH-00001): the same name" in lead.get(f"{address}?show=suspected").text
    assert "nothing new" in lead.get(f"{address}?show=unchanged").text
    assert "is not a whole number" in lead.get(f"{address}?show=problem").text
    assert "is read as Bangladesh" in lead.get(f"{address}?show=noted").text
    assert lead.get(f"{address}?show=nonsense&page=-3").status_code == 200


def test_a_big_list_is_shown_in_pages(lead):
    rows = "".join(f"Factory {n},KH,{n} Long Street Phnom Penh\n" for n in range(1, 251))
    check = compared(lead, uploaded(lead, f"name,country,address\n{rows}"))
    address = reverse("factory_lists:import_preview", args=[check.pk])

    last = lead.get(f"{address}?show=new&page=3").text

    assert "201–250" in last
    assert "Factory 250" in last
    assert "Factory 200<" not in last


def test_writing_looks_at_the_register_again(lead):
    check = compared(lead, uploaded(lead, "code,name,country\nKH-00001,Lotus,KH\n"))
    make.factory("KH-00001", name="Lotus", country="VN")

    done = written(lead, check)

    assert "The register has changed since you looked" in lead.page.text
    assert not done.result["applied"]
    assert default_storage.exists(done.parameters["file"])
    assert Factory.objects.get().country_id == "VN"


def test_the_upload_is_kept_until_it_is_applied_or_dropped_or_a_week_old(lead):
    check = compared(lead, uploaded(lead, "name,country\nLotus,KH\n"))
    assert default_storage.exists(check.parameters["file"])
    written(lead, check)
    assert not default_storage.exists(check.parameters["file"])

    read = uploaded(lead, "name,country\nOrchid,KH\n")
    lead.send(reverse("factory_lists:import_drop", args=[read.pk]))
    assert not default_storage.exists(read.parameters["file"])

    old = uploaded(lead, "name,country\nJasmine,KH\n")
    Job.objects.filter(pk=old.pk).update(queued_at=timezone.now() - 2 * RETENTION)
    uploaded(lead, "name,country\nLily,KH\n")
    assert not default_storage.exists(old.parameters["file"])


def test_a_step_can_be_stopped_and_then_writes_nothing(lead):
    read = uploaded(lead, "name,country\nLotus,KH\n")
    response = lead.send(reverse("factory_lists:import_columns", args=[read.pk]))
    check = Job.objects.get(kind="check-factory-list")
    lead.get(response["Location"])

    lead.send(reverse("factory_lists:import_cancel", args=[check.pk]))
    jobs.run(check.pk, clock=timezone.now)

    check.refresh_from_db()
    assert check.state == Job.State.CANCELLED
    assert "Back to the columns" in lead.get(reverse("factory_lists:import_preview", args=[check.pk])).text


def test_a_long_list_shows_how_far_it_is_and_can_be_stopped_in_the_midst_of_comparing(lead):
    rows = "".join(f"Lotus {number},KH,{number} Mill Road\n" for number in range(2_000))
    read = uploaded(lead, f"name,country,address\n{rows}")
    lead.send(reverse("factory_lists:import_columns", args=[read.pk]))
    check = Job.objects.get(kind="check-factory-list")
    address, seen = reverse("factory_lists:import_preview", args=[check.pk]), []

    def clock():
        check.refresh_from_db()
        if check.done_units not in {*seen, None}:
            seen.append(check.done_units)
        if check.done_units == 3_000 and not check.cancel_requested:
            assert f'max="4000" value="{check.done_units}"' in lead.get(address).text
            lead.send(reverse("factory_lists:import_cancel", args=[check.pk]))
        return timezone.now()

    jobs.run(check.pk, clock=clock)

    check.refresh_from_db()
    assert check.state == Job.State.CANCELLED
    assert 3_000 in seen
    assert 4_000 not in seen
    assert not Factory.objects.exists()


def test_a_preview_takes_the_same_number_of_statements_however_long_the_list(lead):
    head = "code,name,country,brands,workers\n"
    rows = [f"KH-{number},Lotus {number},KH,Northlight,{number}\n" for number in range(1, 301)]
    written(lead, compared(lead, uploaded(lead, head + "".join(rows))))

    statements = []
    for part in (rows[:1], rows):
        changed = "".join(row.replace("Lotus", "Orchid").replace("\n", "1\n") for row in part)
        read = uploaded(lead, head + changed)
        response = lead.send(reverse("factory_lists:import_columns", args=[read.pk]))
        check = re.search(r"[0-9a-f-]{36}", response["Location"])[0]
        with CaptureQueriesContext(connection) as asked:
            jobs.run(UUID(check), clock=timezone.now)
        assert Job.objects.get(pk=check).result["updated"] == len(part)
        statements.append(len(asked))

    assert statements[0] == statements[1]


def test_brands_that_the_list_would_add_are_named_before_anything_is_written(lead):
    check = compared(lead, uploaded(lead, "name,country,brands\nLotus,KH,Northlight\n"))
    assert "1 brand is not known yet and will be added: Northlight." in lead.page.text
    written(lead, check)

    compared(
        lead, uploaded(lead, "name,country,brands\nLotus,KH,NORTHLIGHT; Nortlight\nOrchid,KH,nortlight\n")
    )

    assert "1 brand is not known yet and will be added: Nortlight." in lead.page.text
    assert list(Brand.objects.values_list("name", flat=True)) == ["Northlight"]


def test_of_many_new_brands_the_first_are_named(lead):
    rows = "".join(f"Lotus,KH,Brand {number:03}\n" for number in range(30))

    compared(lead, uploaded(lead, f"name,country,brands\n{rows}"))

    assert "30 brands are not known yet and will be added: Brand 000, " in lead.page.text
    assert "Brand 019, …." in lead.page.text


def test_while_a_step_runs_the_page_asks_again_and_gets_the_part_alone(lead):
    check = compared(lead, uploaded(lead, "name,country\nLotus,KH\n"))
    Job.objects.filter(pk=check.pk).update(state=Job.State.RUNNING, result=None, done_units=1, total_units=2)
    address = reverse("factory_lists:import_preview", args=[check.pk])

    assert 'hx-trigger="every 1s"' in lead.get(address).text
    part = lead.get(address, hx_request="true").text
    assert "<html" not in part
    assert "hx-get" in part


def test_a_country_manager_brings_in_factories_of_their_countries_alone():
    make.factory("VN-00001", name="Secret Mill", country="VN", address="1 Hidden Road Hue")
    manager = Browser(make.user(Role.MANAGER, country="KH"))
    content = "code,name,country\n,Lotus,KH\n,Orchid,VN\nVN-00001,Lotus Two,KH\n"

    check = compared(manager, uploaded(manager, content))
    text = manager.get(reverse("factory_lists:import_preview", args=[check.pk]) + "?show=problem").text

    assert check.result["faulty"] == 2
    assert "is not a country of yours" in text
    assert "Secret Mill" not in text
    assert "VN-00001 is in" not in text
    written(manager, check, "partial")
    assert set(Factory.objects.values_list("name", flat=True)) == {"Lotus", "Secret Mill"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04 no workbook", "is not a whole workbook"),
        (b"\xd0\xcf\x11\xe0 old", "is not a whole Excel file"),
        (b"\n \n", "the file is empty"),
        (b'name,country\n"Lotus,KH\n', "quotation marks"),
    ],
)
def test_a_file_that_is_no_list_is_told(lead, content, told):
    read = uploaded(lead, content)
    if "columns" in (read.result or {}):
        compared(lead, read)

    assert told in lead.page.text
    assert not Factory.objects.exists()


@pytest.mark.parametrize(
    ("name", "rows", "created", "suspected"),
    [("contributor-2.csv", 83, 79, 3), ("12.xls", 15, 15, 0), ("contributor-5.csv", 64, 64, 0)],
)
def test_real_lists_come_in_through_the_pages(lead, name, rows, created, suspected):
    check = compared(lead, uploaded(lead, (LISTS / name).read_bytes(), name))
    done = written(lead, check)

    assert (done.result["rows"], done.result["created"], done.result["faulty"]) == (rows, created, 0)
    assert done.result["suspected"] == suspected
    assert Factory.objects.count() == created


def test_the_list_of_factories_leads_there_for_whoever_may(lead):
    address = reverse("factory_lists:import")
    assert address in lead.get(reverse("factory_table:list")).text
    assert address not in Browser(make.user(Role.ADVISER)).get(reverse("factory_table:list")).text
