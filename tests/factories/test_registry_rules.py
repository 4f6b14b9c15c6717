"""What the registry never holds: two open links of one brand, two counts of a day, a former name that finds nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from factories.commands import (
    add_brand,
    correct_factory,
    end_sourcing,
    give_consent,
    move_factory,
    record_workforce,
    register_factory,
    rename_brand,
    rename_factory,
    start_sourcing,
)
from factories.domain.periods import overlapping, union
from factories.models import Brand, Consent, Factory, FormerName, Identifier, Sourcing, Workforce
from factories.policies.registry import NotYourRegistry
from factories.queries.columns import head_counts
from factories.queries.lookups import factories_by_name
from factory_lists.commands.link_lists import import_consents, import_sourcing
from factory_lists.domain.link_rows import CONSENTS, SOURCING, read_links
from files.workbook.tables import table_of
from journal.commands import Unchanged
from journal.models import Event
from tests import make

NOW, TODAY = make.NOW, make.TODAY
HEAD = "factory,brand,from_on,until_on\n"


@pytest.fixture
def mill(db) -> Factory:
    return make.factory("KH-00017", name="Lotus Fictional Mill", address="12 Street 271, Phnom Penh")


def imported(text: str, *, consents: bool = False):
    table = table_of(text.encode())
    rows, problems, _ = read_links(CONSENTS if consents else SOURCING, table.columns, table.rows)
    assert problems == []
    done = (import_consents if consents else import_sourcing)(rows, actor=None, now=NOW)
    return done.value if isinstance(done, Unchanged) else done


@pytest.fixture
def listed(tmp_path: Path, capsys):
    """Imports a factory list by the command; gives its JSON."""

    def run(text: str) -> dict:
        (tmp_path / "list.csv").write_text(text)
        call_command("import_factories", str(tmp_path / "list.csv"), "--json")
        return json.loads(capsys.readouterr().out)

    return run


ROW = 'KH-00017,Lotus Fictional Mill,KH,"12 Street 271, Phnom Penh"'


# --- one link a brand and factory -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_case_14_a_file_with_two_open_links_is_refused_and_the_end_leaves_none_open(tmp_path: Path, capsys):
    """../shared/cases/14: overlapping periods of one relation, by the commands that an operator types."""
    files = {
        "f.csv": 'code,name,country,address\nKH-C14,Case Fourteen Garment,KH,"Street 14, Phnom Penh"\n',
        "two.csv": HEAD + "KH-C14,Nordic Test Wear,2018-01-01,\nKH-C14,Nordic Test Wear,2018-03-01,\n",
        "end.csv": HEAD + "KH-C14,Nordic Test Wear,2018-01-01,2018-12-31\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    call_command("import_factories", str(tmp_path / "f.csv"))

    with pytest.raises(SystemExit):
        call_command("import_evidence", "sourcing", str(tmp_path / "two.csv"))
    said = capsys.readouterr().err
    assert "two.csv:3:from_on" in said
    assert "overlaps the link of Nordic Test Wear and KH-C14 from 2018-01-01 on" in said
    assert not Sourcing.objects.exists()
    assert not Brand.objects.exists()

    call_command("import_evidence", "sourcing", str(tmp_path / "end.csv"))
    assert [(link.from_on, link.until_on) for link in Sourcing.objects.all()] == [
        (date(2018, 1, 1), date(2018, 12, 31))
    ]


def test_a_row_that_overlaps_a_registered_link_is_a_problem(mill):
    make.sourcing(make.brand("Northlight"), mill, from_on=date(2017, 1, 1))

    outcome = imported(HEAD + "KH-00017,NORTHLIGHT,2018-01-01,\n")

    assert [(p.row, p.field, p.code) for p in outcome.problems] == [(2, "from_on", "overlaps")]
    assert Sourcing.objects.count() == 1


@pytest.mark.django_db
def test_the_day_that_a_list_assumed_is_corrected_by_the_first_file_that_names_one(listed):
    listed("code,name,country,address,brands,joined_on\n" + ROW + ",Northlight,2015-02-01\n")
    assert listed("code,name,country,address,brands\n" + ROW + ",Northlight\n")["updated"] == 0

    first = imported(HEAD + "KH-00017,Northlight,2016-01-01,\n")
    again = imported(HEAD + "KH-00017,Northlight,2016-01-01,\n")
    later = imported(HEAD + "KH-00017,Northlight,2017-01-01,\n")

    assert (first.created, first.updated, first.problems) == (0, 1, ())
    assert (again.updated, again.unchanged) == (0, 1)
    assert [problem.code for problem in later.problems] == ["overlaps"]
    assert [(link.from_on, link.until_on) for link in Sourcing.objects.all()] == [(date(2016, 1, 1), None)]


def test_a_file_may_end_one_link_and_begin_the_next(mill):
    make.sourcing(make.brand("Northlight"), mill, from_on=date(2017, 1, 1))

    outcome = imported(HEAD + "KH-00017,Northlight,2018-01-01,\nKH-00017,Northlight,2017-01-01,2017-12-31\n")

    assert (outcome.created, outcome.updated, outcome.problems) == (1, 1, ())
    assert Sourcing.objects.filter(until_on__isnull=True).count() == 1


def test_consents_do_not_overlap_either(mill):
    head = "factory,brand,scope,from_on,until_on\n"

    outcome = imported(
        head + "KH-00017,Northlight,reports,2018-01-01,\nKH-00017,Northlight,reports,2018-03-01,\n",
        consents=True,
    )

    assert [(p.row, p.code) for p in outcome.problems] == [(3, "overlaps")]
    assert not Consent.objects.exists()


def test_a_consent_given_before_one_that_was_to_begin_later_is_one(mill):
    brand = make.brand("Northlight")
    make.sourcing(brand, mill)
    make.consent(brand, mill, from_on=TODAY + timedelta(days=20))

    give_consent(mill.pk, brand_id=brand.pk, scope="plan", from_on=TODAY, actor=None, now=NOW)

    standing = Consent.objects.filter(ended_at__isnull=True)
    assert [(consent.from_on, consent.until_on) for consent in standing] == [(TODAY, None)]
    # the one that was to begin is kept, and opens nothing
    assert Consent.objects.count() == 2


@pytest.mark.parametrize("make_link", [make.sourcing, make.consent])
def test_the_database_holds_one_open_link(mill, make_link):
    brand = make.brand("Northlight")
    make_link(brand, mill)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_link(brand, mill, from_on=date(2018, 1, 1))


def test_the_database_holds_one_os_id_a_factory_and_several_earlier_codes(mill):
    def give(scheme, value):
        return Identifier.objects.create(factory=mill, scheme=scheme, value=value, from_on=TODAY)

    give("programme", "A-1")
    give("programme", "A-2")
    give("gln", "1")
    with pytest.raises(IntegrityError), transaction.atomic():
        give("gln", "2")


def test_a_factory_list_with_a_brand_s_former_name_begins_no_second_link(mill, listed):
    brand = add_brand(name="Northlight", actor=None, now=NOW)
    start_sourcing(mill.pk, brand="Northlight", from_on=date(2017, 1, 1), actor=None, now=NOW)
    rename_brand(brand.pk, name="Aurora", reason="", actor=None, now=NOW)

    listed(f"code,name,country,address,brands\n{ROW},Northlight\n")

    assert Sourcing.objects.count() == 1


DAYS = st.integers(0, 60).map(lambda n: date(2018, 1, 1) + timedelta(days=n))
PERIODS = st.tuples(DAYS, st.none() | st.integers(0, 20)).map(
    lambda p: (p[0], None if p[1] is None else p[0] + timedelta(days=p[1]))
)


@given(st.lists(PERIODS, max_size=6))
def test_a_union_covers_the_same_days_without_overlaps(periods):
    found = union(periods)
    days = [date(2018, 1, 1) + timedelta(days=n) for n in range(100)]

    def covered(some):
        return [any(start <= day and (end is None or day <= end) for start, end in some) for day in days]

    assert covered(found) == covered(periods)
    assert not any(overlapping(one, other) for i, one in enumerate(found) for other in found[i + 1 :])


# --- former names in lists --------------------------------------------------------------------------------------------


def test_a_list_with_the_former_name_finds_the_factory_and_changes_nothing_back(mill, listed):
    correct_factory(mill.pk, address="12 Street 271, Phnom Penh 1", actor=None, now=NOW)
    rename_factory(mill.pk, name="Orchid Apparel", from_on=TODAY, reason="", actor=None, now=NOW)
    move_factory(mill.pk, address="7 Road 4, Kandal", from_on=TODAY, reason="", actor=None, now=NOW)

    old = 'name,country,address,workers\nLotus Fictional Mill,KH,"12 Street 271, Phnom Penh 1",640\n'
    outcome = listed(old)

    mill.refresh_from_db()
    assert (outcome["created"], outcome["updated"]) == (0, 1)
    assert (mill.name, mill.address, mill.workers) == ("Orchid Apparel", "7 Road 4, Kandal", 640)
    assert FormerName.objects.count() == 2


def test_an_earlier_code_names_the_factory_in_every_file(mill, listed):
    Identifier.objects.create(factory=mill, scheme="programme", value="BW-1", from_on=TODAY, until_on=TODAY)

    assert factories_by_name(["BW-1"])["BW-1"].code == mill.code
    assert imported(HEAD + "BW-1,Northlight,2018-01-01,\n").created == 1
    assert listed("code,name,country,address\n" + ROW.replace("KH-00017", "BW-1") + "\n")["created"] == 0


# --- head counts ------------------------------------------------------------------------------------------------------


def counted_as_known(mill, known_at):
    counts = head_counts([mill.pk], known_at=known_at)
    return [(count.workers, count.women_workers) for count in counts]


def test_what_was_known_before_a_count_was_corrected_is_still_known(mill):
    later = NOW + timedelta(days=3)
    count = {"counted_on": TODAY, "actor": None}
    record_workforce(mill.pk, workers=700, women_workers=600, now=NOW, **count)
    record_workforce(mill.pk, workers=720, women_workers=600, now=later, **count)

    assert counted_as_known(mill, None) == [(720, 600)]
    assert counted_as_known(mill, NOW + timedelta(days=1)) == [(700, 600)]
    assert counted_as_known(mill, later) == [(720, 600)]


def test_a_list_corrects_the_count_of_its_day_and_keeps_the_first(mill, listed):
    for workers in (640, 650, 650):
        listed(f"code,name,country,address,workers\n{ROW},{workers}\n")

    rows = Workforce.objects.order_by("pk")
    assert [(row.workers, row.superseded_at is None) for row in rows] == [(640, False), (650, True)]


# --- who, and what the journal holds ----------------------------------------------------------------------------------


def test_commands_refuse_whoever_does_not_keep_the_entry(mill):
    with pytest.raises(NotYourRegistry):
        rename_factory(mill.pk, name="X", from_on=TODAY, reason="x", actor=make.user("adviser"), now=NOW)
    with pytest.raises(NotYourRegistry):
        register_factory(name="X", country="KH", actor=make.user("manager", country="VN"), now=NOW)
    with pytest.raises(NotYourRegistry):
        end_sourcing(mill.pk, brand_id=make.brand().pk, until_on=TODAY, actor=make.user("reviewer"), now=NOW)


def test_an_event_holds_old_and_new_values(mill):
    correct_factory(mill.pk, products="Shirts", joined_on=date(2016, 1, 1), actor=None, now=NOW)

    data = Event.objects.get(kind="factory.corrected").data
    assert data["old"] == {"products": "", "joined_on": None}
    assert data["new"] == {"products": "Shirts", "joined_on": "2016-01-01"}
    json.dumps(data)
