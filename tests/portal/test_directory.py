"""The brands' directory: choices with counts, cards that say something, four side by side, and the same as a file."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from factories.models import Factory
from portal.projections import refresh_reports
from tests import make
from tests.portal.world import reading
from tests.stories.make import story

pytestmark = pytest.mark.django_db

CODES = ["VN-00001", "KH-00001", "KH-00002", "KH-00003"]


def text(response):
    plain = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", plain))


@pytest.fixture
def linh(client, programme):
    client.force_login(programme.linh)
    Factory.objects.filter(code="KH-00003").update(products="Zips; shirts")
    return client


def choices(page, name):
    select = re.search(rf'<select name="{name}".*?</select>', page.content.decode(), flags=re.DOTALL)
    return [
        unescape(label).strip() for label in re.findall(r"<option[^>]*>(.*?)</option>", select[0], re.DOTALL)
    ]


def workbook(client, **asked):
    response = client.get(reverse("directory_export"), {"format": "xlsx", **asked})
    return b"".join(response.streaming_content)


def sheets(raw):
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    return [book.get_sheet_by_index(place).to_python() for place in range(len(book.sheet_names))]


# --- counts ----------------------------------------------------------------------------------------------------------


def test_every_choice_says_how_many_it_leaves_with_the_other_filters_as_they_are(linh):
    page = linh.get(reverse("directory"))
    assert choices(page, "country") == ["All countries", "Cambodia (3)", "Vietnam (1)"]
    assert choices(page, "recognised") == ["All", "Recognised (1)"]
    assert choices(page, "mine") == ["All", "My suppliers (3)"]

    narrowed = linh.get(reverse("directory"), {"country": "KH", "mine": "yes"})
    assert choices(narrowed, "country") == ["All countries", "Cambodia (2)", "Vietnam (1)"]
    assert choices(narrowed, "recognised") == ["All", "Recognised (0)"]
    assert choices(narrowed, "mine") == ["All", "My suppliers (2)"]


def test_products_are_counted_and_lead_to_their_factories(linh):
    page = linh.get(reverse("directory"), {"country": "KH"})

    zips = next(one for one in page.context["products"] if one["code"] == "zips")
    assert zips["value"] == 1
    narrowed = linh.get(reverse("directory") + zips["url"])
    assert [row.factory.code for row in narrowed.context["rows"]] == ["KH-00003"]


@pytest.mark.parametrize("name", ["country", "recognised", "mine"])
def test_a_count_is_the_number_of_rows_behind_it(linh, name):
    for address in ("", "?product=zips", "?q=KH-00001"):
        page = linh.get(reverse("directory") + address)
        for value, label in page.context["form"].fields[name].widget.choices:
            if value:
                number = int(re.search(r"\((\d+)\)$", str(label))[1])
                separator = "&" if address else "?"
                behind = linh.get(f"{reverse('directory')}{address}{separator}{name}={value}")
                assert behind.context["counted"].number == number


# --- cards and comparison --------------------------------------------------------------------------------------------


def test_a_card_says_since_when_what_was_found_and_the_story(linh, programme):
    story(programme.recognised, "published", title="Every voice counts")

    page = text(linh.get(reverse("directory")))

    assert re.search(
        r"Every voice counts .* None of 29 issues found assessed \d+ April 2018 .*Recognised since", page
    )
    assert "1 of 21 issues found" in page


def test_four_at_most_stand_side_by_side_with_what_is_public(linh, programme):
    make.factory("KH-00004", name="One too many")

    page = linh.get(reverse("directory_compare"), {"compare": [*CODES, "KH-00004"], "country": "KH"})

    assert [row.factory.code for row in page.context["rows"]] == [
        factory.code for factory in Factory.objects.filter(code__in=CODES).order_by("name", "id")
    ]
    (line,) = page.context["lines"]
    assert line.title == "Blocked or locked exits"
    assert sorted(line.outcomes) == ["", "met", "not_met", "not_met"]
    assert "LOCKED-EXIT" not in text(page)  # not even of the supplier that shares it
    assert page.context["back"].startswith("/directory/?compare=VN-00001&")
    assert "country=KH" in page.context["back"]


def test_what_is_chosen_stays_chosen_in_the_list(linh):
    page = linh.get(
        reverse("directory"), {"country": "VN", "compare": ["VN-00001", "KH-00001"]}
    ).content.decode()

    assert re.search(r'name="compare"\s+value="VN-00001" checked', page)
    assert '<input type="hidden" name="compare" value="KH-00001">' in page  # it is not on this page
    assert '<input type="hidden" name="country" value="VN">' in page


def test_a_closed_or_unknown_factory_is_not_compared(linh):
    make.factory("KH-00009", is_closed=True, closed_on=date(2018, 1, 1))

    page = linh.get(reverse("directory_compare"), {"compare": ["KH-00009", "XX-1"]})

    assert "Nothing is chosen" in text(page)


# --- files -----------------------------------------------------------------------------------------------------------


def test_the_workbook_has_the_pages_rows_cell_by_cell(linh):
    page = linh.get(reverse("directory"), {"sort": "name"})
    head, *rows = sheets(workbook(linh, sort="name"))[0]

    shown = page.context["rows"]
    assert len(rows) == len(shown) == page.context["counted"].number
    for cells, row in zip(rows, shown, strict=True):
        factory, published = row.factory, row.published
        as_told = {
            "code": factory.code, "name": factory.name, "country": factory.country_id,
            "address": factory.address, "lat": _number(factory.latitude), "lng": _number(factory.longitude),
            "workers": factory.workers, "women_workers": factory.women_workers, "products": factory.products,
            "recognised_on": factory.recognised_on or "", "my_supplier": "yes" if factory.mine else "no",
            "cycle": published.cycle if published else "",
            "assessed_on": published.assessed_on if published else "",
            "public_issues_found": published.found if published else "",
            "public_issues_asked": published.asked if published else "",
        }  # fmt: skip
        assert dict(zip(head, cells, strict=True)) == as_told
    page_text = text(page)
    for cells in rows:
        assert all(str(cell) in page_text for cell in cells[:2])


def _number(value):
    return "" if value is None else float(value)


def test_the_workbook_has_types_widths_a_frozen_head_and_explains_its_columns(linh):
    raw = workbook(linh, country="VN")
    (head, row), columns = sheets(raw)

    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        first, second = (packed.read(f"xl/worksheets/sheet{place}.xml").decode() for place in (1, 2))
    for xml in (first, second):
        assert '<pane ySplit="1" topLeftCell="A2"' in xml
        assert 'state="frozen"' in xml
    assert re.search(r'<col min="2" max="2" width="34', first)
    by_name = dict(zip(head, row, strict=True))
    assert isinstance(by_name["recognised_on"], date)
    assert isinstance(by_name["workers"], float)
    explained = {name: (meaning, unit) for name, meaning, unit in columns[1:] if name}
    assert explained.keys() >= by_name.keys()
    assert explained["workers"] == ("Workers", "people")
    assert explained["Address of the list"][0].endswith("/directory/?country=VN")


def test_csv_and_workbook_have_the_same_head_and_rows(linh):
    response = linh.get(reverse("directory_export"), {"format": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    head, *rows = sheets(workbook(linh))[0]

    assert lines[0].split(",") == head
    assert len(lines) == 1 + len(rows)


# --- nobody reads what is hidden -------------------------------------------------------------------------------------


def test_findings_that_are_not_public_change_nothing_in_directory_and_comparison(linh, programme):
    addresses = [
        reverse("directory"),
        reverse("directory_compare") + "?compare=KH-00002&compare=KH-00003",
        reverse("directory_export") + "?format=csv",
    ]

    def read():
        answers = []
        for address in addresses:
            response = linh.get(address)
            raw = b"".join(response.streaming_content) if response.streaming else response.content
            answers.append(re.sub(rb'nonce="[^"]*"|"X-CSRFToken": "[^"]*"|value="[^"]{60,}"', b"", raw))
        return answers

    before = read()
    make.assessment(
        programme.quiet, assessed_on=date(2018, 5, 20), cycle=3, findings=["FA-1-01"], state="comment_window"
    )
    make.assessment(programme.stranger, assessed_on=date(2018, 5, 20), cycle=1, findings=["FA-1-01"])
    make.case(programme.quiet)
    refresh_reports()

    assert read() == before


def test_the_page_asks_as_often_for_few_as_for_many(linh):
    def asked():
        counts = []
        for address in (
            reverse("directory"),
            reverse("directory_compare") + "?compare=VN-00001&compare=KH-00001",
        ):
            with reading() as statements:
                linh.get(address)
            counts.append(len(statements))
        return counts

    asked()
    before = asked()
    for number in range(20):
        make.factory(f"KH-8{number:04}", products="shirts")

    assert asked() == before
    assert max(before) <= 25
