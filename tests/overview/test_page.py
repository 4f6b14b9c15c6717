"""What the overview shows to whom, from how many statements, and what it says where there is nothing yet."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import Role
from overview.models import YearFigure
from overview.projections import refresh_year_figures
from overview.queries.figures import DURING, OVERDUE_ITEMS
from overview.tasks import refresh_every_year
from overview.tasks import refresh_year_figures as react
from sector_tables.projections import refresh_sector_counts
from tests import make
from tests.overview.test_figures import ADDRESS, content_of, figures_in
from tests.overview.world import COUNTRIES, THIS_YEAR, YEARS, draw

pytestmark = pytest.mark.django_db


def statements(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as ran:
        content_of(client, address)
    return len(ran)


def test_statements_do_not_grow_with_factories_nor_with_countries(client):
    make.factory(country="KH")
    client.force_login(make.user(Role.GLOBAL))
    content_of(client, ADDRESS)
    few = statements(client, ADDRESS)
    draw(3)
    refresh_year_figures(now=timezone.now())

    assert statements(client, ADDRESS) <= few + 1
    assert few < 40


def test_staff_of_a_country_read_nothing_of_others(client):
    draw(4)
    refresh_year_figures(now=timezone.now())
    client.force_login(make.user(Role.MANAGER, country="JO"))

    own = content_of(client, ADDRESS)

    assert "country=KH" not in own
    assert "Cambodia" not in own
    assert figures_in(content_of(client, f"{ADDRESS}?country=KH")) == figures_in(own)


def test_an_adviser_reads_neither_verdicts_nor_cases_nor_the_plan_of_others(client):
    draw(5)
    refresh_year_figures(now=timezone.now())
    client.force_login(make.user(Role.ADVISER))

    html = content_of(client, ADDRESS)

    for name in ("status=eligible", "status=close", "status=open_case", "/plan/?"):
        assert name not in html
    assert "status=recognised" in html


def test_an_empty_programme_says_what_comes_first(client):
    make.country("KH")
    client.force_login(make.user(Role.MANAGER))
    assert reverse("factory_lists:import") in content_of(client, ADDRESS)
    client.force_login(make.user(Role.ADVISER))
    html = content_of(client, ADDRESS)
    assert "A country manager imports" in html
    assert reverse("factory_lists:import") not in html


def test_clusters_are_the_lines_of_the_sector_table(client):
    mills = [make.factory(country="KH") for _ in range(6)]
    for place, mill in enumerate(mills):
        for year in YEARS[:2]:
            found = ["OS-8-06"] if place < year - YEARS[0] + 2 else []
            make.assessment(mill, assessed_on=date(year, 3, 1), findings=found, now=timezone.now())
    refresh_sector_counts(now=timezone.now())
    refresh_year_figures(now=timezone.now())
    client.force_login(make.user(Role.MANAGER))

    context = client.get(ADDRESS).context
    table = client.get(
        reverse("sector_tables:table"), {"country": "KH", "year": YEARS[1], "level": "cluster"}
    )

    by_name = {line.name: line for line in table.context["lines"]}
    assert {item["name"] for item in context["clusters"]} == set(by_name)
    for item in context["clusters"]:
        line = by_name[item["name"]].line
        assert item["url"].endswith(f"?country=KH&year={YEARS[1]}&level=cluster")
        share = item["values"][-1]["value"]
        assert share == {"n": line.noncompliant, "of": line.assessed}


def test_the_file_holds_what_the_page_shows_and_explains_its_columns(client):
    draw(6)
    refresh_year_figures(now=timezone.now())
    client.force_login(make.user(Role.MANAGER, country="VN"))

    answer = client.get(f"{ADDRESS}export/", {"format": "xlsx"})
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    head, *rows = book.get_sheet_by_index(0).to_python()
    shown = client.get(ADDRESS).context

    explained = [row[0] for row in book.get_sheet_by_index(1).to_python()[1 : len(head) + 1]]
    assert explained == head
    assert {row[0] for row in rows} == {"VN"}
    found = {(int(row[1]), row[3]): int(row[4]) for row in rows if not row[2].startswith("cluster_")}
    for line in shown["lines"]:
        for year, (number, _url) in zip(shown["years"], line["numbers"], strict=True):
            assert found[year, str(line["label"])] == number


def test_years_are_kept_counted_again_and_only_for_the_countries_concerned():
    kept = make.factory(country="KH", joined_on=date(YEARS[0], 1, 5))
    make.factory(country="VN", joined_on=date(YEARS[0], 1, 5))
    call_command("rebuild_year_figures", "--json")
    assert refresh_every_year() == YearFigure.objects.count()
    active = YearFigure.objects.filter(figure="active", year=YEARS[1])
    assert dict(active.values_list("country", "number")) == {"KH": 1, "VN": 1}

    make.factory(country="KH", joined_on=date(YEARS[0], 1, 5))
    make.factory(country="VN", joined_on=date(YEARS[0], 1, 5))
    react([kept.pk])

    assert dict(active.values_list("country", "number")) == {"KH": 2, "VN": 1}
    running = YearFigure.objects.filter(year=THIS_YEAR).values_list("figure", flat=True)
    assert set(running) == {*DURING, OVERDUE_ITEMS}  # how factories stand today is counted for each page
    assert not YearFigure.objects.filter(year__gt=THIS_YEAR).exists()
    assert not YearFigure.objects.filter(figure__in=("eligible", "close")).exists()  # nobody was judged


def test_items_of_plans_are_listed_through_all_factories_and_go_out_as_a_file(client):
    mill, abroad = make.factory(country="KH", name="Lotus"), make.factory(country="VN")
    today = timezone.now().date()
    make.plan_item(mill, "late", issue="Blocked exit", due_on=today - timedelta(days=9), now=timezone.now())
    make.plan_item(mill, "later", issue="No minutes", due_on=today + timedelta(days=9), now=timezone.now())
    make.plan_item(abroad, "far", issue="Elsewhere", due_on=today, now=timezone.now())
    client.force_login(make.user(Role.ADVISER))

    def listed(**asked):
        answer = client.get(reverse("overview:plan_items"), asked)
        return [item.issue for item in answer.context["items"]]

    assert listed() == ["No minutes", "Blocked exit"]
    assert listed(state="overdue") == ["Blocked exit"]
    assert listed(state="verified") == []
    assert listed(q="lotus", sort="-due") == ["No minutes", "Blocked exit"]
    assert listed(due="1999") == []
    assert set(listed(due="nonsense")) == {"Blocked exit", "No minutes"}
    file = client.get(reverse("overview:plan_items_export"), {"state": "overdue"})
    text = b"".join(file.streaming_content).decode()
    assert "Blocked exit" in text
    assert "No minutes" not in text


def test_countries_stand_side_by_side_where_there_are_several(client):
    draw(7)
    client.force_login(make.user(Role.GLOBAL))

    rows = client.get(ADDRESS).context["countries"]["rows"]

    assert [row["url"] for row in rows] == [f"?country={code}" for code in ("KH", "JO", "VN")]
    assert len(rows) == len(COUNTRIES)
    assert client.get(ADDRESS, {"country": "KH"}).context["countries"] is None


def test_without_any_plan_nobody_is_sent_to_take_a_filter_away(client):
    client.force_login(make.user("global"))
    address = reverse("overview:plan_items")

    assert "No plan yet" in client.get(address).content.decode()
    assert "Take a filter away" in client.get(address, {"state": "overdue"}).content.decode()
