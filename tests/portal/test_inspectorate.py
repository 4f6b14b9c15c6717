"""An inspectorate's first page: which issues recur where, each figure with its factories, and nothing of elsewhere."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse

from factories.projections import refresh_search_words
from portal.models import PriorityEntry
from portal.projections import refresh_priorities, refresh_reports, refresh_wording
from tests import make
from tests.portal.test_public_issues import YEARS, assessed, text
from tests.portal.world import TODAY, reading

pytestmark = pytest.mark.django_db
EXIT, HARASSMENT = "OS-8-06", "DI-3-09"


@pytest.fixture
def mills():
    """Two that repeat an issue in one part of the country, one that does not in another, and one abroad."""
    south = {"latitude": Decimal("11.55"), "longitude": Decimal("104.90")}
    north = {"latitude": Decimal("13.36"), "longitude": Decimal("103.86")}
    dyed = make.factory("KH-00011", name="Mekong Dyeing", **south)
    assessed(dyed, [EXIT], [HARASSMENT, EXIT], [EXIT])
    sewn = make.factory("KH-00012", name="Delta Sewing", **south)
    assessed(sewn, [], [EXIT], [EXIT, HARASSMENT])
    once = make.factory("KH-00013", name="Angkor Knit", **north)
    assessed(once, [EXIT], [], [EXIT])
    young = make.factory("KH-00014", name="Young Mill", **south)
    assessed(young, [HARASSMENT])
    abroad = make.factory("VN-00015", country="VN", name="Saigon Shirts")
    assessed(abroad, [HARASSMENT], [HARASSMENT], [HARASSMENT])
    refresh_reports()
    refresh_wording()
    refresh_search_words()
    return SimpleNamespace(dyed=dyed, sewn=sewn, once=once, young=young, abroad=abroad)


@pytest.fixture
def inspector(client, mills):
    person = make.user("inspector", country="KH")
    client.force_login(person)
    return client


def shown(client, **asked):
    page = client.get(reverse("inspectorate"), asked)
    assert page.status_code == 200
    return page


def line(page, code):
    return next((row["found"], row["recurring"]) for row in page.context["rows"] if row["code"] == code)


def codes(client, address):
    return re.findall(r'/factories/([A-Z]{2}-\d+)/"', client.get(address).content.decode())


def test_the_front_door_of_an_inspector_leads_there(inspector):
    assert inspector.get("/").url == reverse("inspectorate")


@pytest.mark.parametrize(("language", "name"), [("en", "Child Labour"), ("ar", "")])
def test_every_compliance_point_has_its_name_in_the_readers_language(inspector, language, name):
    inspector.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    form = shown(inspector).context["form"]
    points = {code: words for code, words in form.fields["issue"].choices if code.count("-") == 1}
    assert len(points) > 15  # those that no published assessment names as well
    names = {**points}
    assert not [code for code, words in names.items() if words == code]
    if language == "ar":
        assert not [words for words in names.values() if words.isascii()]
    assert name in "".join(names.values())


def test_issues_are_counted_by_point_and_question_with_those_of_two_or_more_published_cycles(inspector):
    page = shown(inspector)

    assert line(page, EXIT) == (3, 2)  # a first assessment is confidential, and repeats nothing
    assert line(page, "OS-8") == (3, 2)
    assert line(page, HARASSMENT) == (1, 0)
    assert page.context["published"] == 3
    assert "Blocked or locked exits" in text(page)
    assert "Emergency Preparedness" in text(page)


def test_every_figure_leads_to_exactly_its_factories_and_their_file(inspector):
    page = shown(inspector)
    figures = [
        (row[name], row[f"{name}_url"]) for row in page.context["rows"] for name in ("found", "recurring")
    ]
    figures += [
        (row[name], row[f"{name}_url"])
        for row in page.context["regions"]
        for name in ("number", "found", "recurring")
    ]
    for number, address in figures:
        assert len(codes(inspector, address)) == number, address
        path, _, query = address.partition("?")
        export = inspector.get(f"{path}export/?{query}&format=csv")
        rows = csv.DictReader(io.StringIO(b"".join(export.streaming_content).decode("utf-8-sig")))
        assert len(list(rows)) == number
        assert f'href="{address.replace("&", "&amp;")}"' in page.content.decode() or number == 0


def test_the_parts_of_the_country_add_up_and_follow_the_issue(inspector):
    rows = shown(inspector, issue=HARASSMENT).context["regions"]

    assert sorted((row["number"], row["found"], row["recurring"]) for row in rows) == [(1, 0, 0), (2, 1, 0)]
    points = shown(inspector, issue=EXIT, result="again").context["points"]
    assert [point["value"] for point in points] == [2]
    assert codes(inspector, points[0]["url"]) == ["KH-00012", "KH-00011"]


def test_nothing_of_another_country_changes_a_byte(inspector, mills):
    urls = [reverse("inspectorate"), reverse("issue_factories"), reverse("priority")]
    refresh_priorities(TODAY)

    def seen():
        return [inspector.get(url).content.partition(b"<main")[2] for url in urls]

    before = seen()
    assert "Saigon" not in str(before)
    for number in range(6):
        other = make.factory(f"VN-0010{number}", country="VN")
        assessed(other, [EXIT], [EXIT, HARASSMENT, "OS-8-05"], [EXIT, "OS-8-05", "CL-1-01"])
    refresh_reports()
    refresh_priorities(TODAY)

    assert seen() == before


def test_drafts_open_windows_and_first_assessments_are_not_counted(inspector, mills):
    before = [row["found"] for row in shown(inspector).context["rows"]]
    for state, mill in (("draft", mills.once), ("submitted", mills.dyed), ("comment_window", mills.sewn)):
        make.assessment(mill, assessed_on=YEARS[3], cycle=4, state=state, findings=[HARASSMENT, "OS-8-05"])
        refresh_reports([mill.pk])
        assert [row["found"] for row in shown(inspector).context["rows"]] == before
    assert "Young Mill" not in text(inspector.get(reverse("issue_factories")))


def test_the_rank_of_the_priority_list_is_one_within_the_country(client):
    for country in ("KH", "VN"):
        for number in range(12):
            factory = make.factory(f"{country}-100{number:02}", country=country)
            everywhere = make.layout(country).codes
            found = everywhere[:120] if number == 0 else everywhere[:4]
            make.assessment(factory, assessed_on=YEARS[3], cycle=1, findings=found)
    refresh_priorities(TODAY)
    second = PriorityEntry.objects.get(rank=2)
    client.force_login(make.user("inspector", country=second.country))

    export = client.get(reverse("priority_export"), {"format": "csv"})

    rows = list(csv.DictReader(io.StringIO(b"".join(export.streaming_content).decode("utf-8-sig"))))
    assert [row["rank"] for row in rows] == ["1"]


def test_the_pages_cost_the_same_for_many_factories(inspector):
    def statements():
        with reading() as asked:
            shown(inspector)
            inspector.get(reverse("issue_factories"), {"issue": EXIT})
        return len(asked)

    statements()
    few = statements()
    for number in range(25):
        assessed(
            make.factory(f"KH-002{number:02}", name=f"Mill {number}"), [EXIT], [EXIT], [EXIT, HARASSMENT]
        )
    refresh_reports()

    assert statements() == few


@pytest.mark.parametrize("role", ["brand", "factory", "worker", "group", "admin"])
@pytest.mark.parametrize("route", ["inspectorate", "issue_factories", "issue_factories_export"])
def test_it_does_not_exist_for_others(client, db, role, route):
    client.force_login(make.user(role))

    assert client.get(reverse(route)).status_code == 404


def test_without_published_results_the_page_says_so(client, db):
    client.force_login(make.user("inspector"))

    assert "Nothing is published yet" in text(client.get(reverse("inspectorate")))
