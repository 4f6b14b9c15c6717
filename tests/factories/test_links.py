"""Who buys from whom and who may read: one link at a time, and by file."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from factories.commands import end_sourcing, give_consent, start_sourcing, withdraw_consent
from factories.commands.consents import NotSourcing
from factories.commands.links import EndsBeforeStart, SourcedThen
from factories.models import Brand, Consent, Sourcing
from factories.queries import consented_to, sourced_by
from factory_lists.commands.link_lists import import_consents, import_sourcing
from factory_lists.domain.link_rows import CONSENTS, SOURCING, read_links
from files.workbook.tables import table_of
from journal.commands import Unchanged
from journal.models import Event
from tests import make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def kinds() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def reads(brand: Brand, on: date = TODAY) -> bool:
    """Whether the brand may read anybody's reports on a day."""
    return consented_to([brand.pk], on).exists()


def test_a_brand_begins_to_buy_once():
    kh = make.factory()

    link = start_sourcing(kh.pk, brand="Northlight", from_on=TODAY, actor=None, now=NOW)
    again = start_sourcing(kh.pk, brand="NORTHLIGHT", from_on=TOMORROW, actor=None, now=NOW)

    assert isinstance(link, Sourcing)
    assert again == Unchanged(link)
    assert kinds() == ["sourcing.started"]
    assert list(sourced_by([link.brand_id], TODAY)) == [kh]
    assert not sourced_by([link.brand_id], YESTERDAY).exists()


def test_a_brand_that_stopped_may_begin_again_on_a_later_day_only():
    kh, northlight = make.factory(), make.brand("Northlight")
    make.sourcing(northlight, kh, until_on=TODAY)

    with pytest.raises(SourcedThen, match="choose a later day"):
        start_sourcing(kh.pk, brand="Northlight", from_on=TODAY, actor=None, now=NOW)
    start_sourcing(kh.pk, brand="Northlight", from_on=TOMORROW, actor=None, now=NOW)

    assert Sourcing.objects.count() == 2


def test_the_end_of_buying_ends_the_reading():
    kh, northlight = make.factory(), make.brand()
    make.sourcing(northlight, kh)
    make.consent(northlight, kh)

    end_sourcing(kh.pk, brand_id=northlight.pk, until_on=YESTERDAY, actor=None, now=NOW)
    again = end_sourcing(kh.pk, brand_id=northlight.pk, until_on=YESTERDAY, actor=None, now=NOW)

    assert not reads(northlight)
    assert reads(northlight, YESTERDAY)
    assert Consent.objects.get().until_on == YESTERDAY
    assert again == Unchanged()
    assert kinds() == ["sourcing.ended", "consent.withdrawn"]


def test_buying_cannot_end_before_it_began():
    kh, northlight = make.factory(), make.brand()
    make.sourcing(northlight, kh, from_on=TODAY)

    with pytest.raises(EndsBeforeStart):
        end_sourcing(kh.pk, brand_id=northlight.pk, until_on=YESTERDAY, actor=None, now=NOW)

    assert Sourcing.objects.get().until_on is None


def test_a_consent_that_begins_after_the_last_day_of_buying_never_stands():
    kh, northlight = make.factory(), make.brand()
    make.sourcing(northlight, kh)
    make.consent(northlight, kh, from_on=TODAY)

    end_sourcing(kh.pk, brand_id=northlight.pk, until_on=YESTERDAY, actor=None, now=NOW)

    assert not Consent.objects.exists()


def test_a_factory_lets_a_brand_read_only_while_it_buys():
    kh, northlight, orrery = make.factory(), make.brand(), make.brand()
    make.sourcing(northlight, kh)

    given = give_consent(kh.pk, brand_id=northlight.pk, scope="plan", from_on=TODAY, actor=None, now=NOW)
    with pytest.raises(NotSourcing):
        give_consent(kh.pk, brand_id=orrery.pk, scope="plan", from_on=TODAY, actor=None, now=NOW)
    again = give_consent(kh.pk, brand_id=northlight.pk, scope="plan", from_on=TODAY, actor=None, now=NOW)

    assert again == Unchanged(given)
    assert reads(northlight)
    assert not reads(northlight, YESTERDAY)
    assert not reads(orrery)


def test_a_consent_that_would_end_goes_on_when_given_again():
    kh, northlight = make.factory(), make.brand()
    make.sourcing(northlight, kh)
    make.consent(northlight, kh, until_on=TOMORROW)

    give_consent(kh.pk, brand_id=northlight.pk, scope="plan", from_on=TODAY, actor=None, now=NOW)

    assert Consent.objects.get().until_on is None
    assert kinds() == ["consent.changed"]


@pytest.mark.parametrize("from_on", [TODAY - timedelta(days=400), TODAY])
@pytest.mark.parametrize("until_on", [None, TOMORROW])
def test_a_consent_taken_back_is_gone_from_this_very_day(from_on, until_on):
    kh, northlight = make.factory(), make.brand()
    make.sourcing(northlight, kh)
    make.consent(northlight, kh, from_on=from_on, until_on=until_on)
    assert reads(northlight)

    withdraw_consent(kh.pk, brand_id=northlight.pk, actor=None, now=NOW)
    again = withdraw_consent(kh.pk, brand_id=northlight.pk, actor=None, now=NOW)

    assert not reads(northlight)
    assert again == Unchanged()
    assert kinds() == ["consent.withdrawn"]


def test_a_consent_without_a_link_opens_nothing():
    kh, northlight = make.factory(), make.brand()
    make.consent(northlight, kh)

    assert not reads(northlight)


# --- files --------------------------------------------------------------------------------------------------------


def sourcing_of(text: str, **said):
    """Import a sourcing file."""
    table = table_of(text.encode())
    rows, problems, _ = read_links(SOURCING, table.columns, table.rows)
    assert problems == []
    done = import_sourcing(rows, actor=None, now=NOW, **said)
    return done.value if isinstance(done, Unchanged) else done


def counts(outcome) -> tuple[int, int, int, int]:
    return outcome.rows, outcome.created, outcome.updated, outcome.unchanged


HEAD = "factory,brand,from_on,until_on\n"


def test_the_same_file_again_changes_nothing():
    make.factory("KH-7")
    text = HEAD + "KH-7,Northlight,2017-01-01,\nkh-7,Orrery,2016-01-01,2017-12-31\n"

    first, second = sourcing_of(text), sourcing_of(text)

    assert counts(first) == (2, 2, 0, 0)
    assert counts(second) == (2, 0, 0, 2)
    assert Event.objects.count() == 2
    assert sorted(Brand.objects.values_list("name", flat=True)) == ["Northlight", "Orrery"]


def test_a_row_may_give_and_take_a_last_day():
    make.factory("KH-7")
    sourcing_of(HEAD + "KH-7,Northlight,2017-01-01,\n")

    ended = sourcing_of(HEAD + "KH-7,NORTHLIGHT,2017-01-01,2018-01-31\n")
    reopened = sourcing_of(HEAD + "KH-7,Northlight,2017-01-01,\n")

    assert counts(ended) == counts(reopened) == (1, 0, 1, 0)
    assert Sourcing.objects.get().until_on is None
    assert kinds() == ["sourcing.started", "sourcing.ended", "sourcing.started"]


def test_rows_that_repeat_count_as_unchanged_and_rows_that_differ_are_a_problem():
    make.factory("KH-7")

    repeated = sourcing_of(HEAD + "KH-7,Northlight,2017-01-01,\n" * 2)
    differing = sourcing_of(HEAD + "KH-7,Orrery,2017-01-01,\nKH-7,ORRERY,2017-01-01,2018-01-01\n")

    assert counts(repeated) == (2, 1, 0, 1)
    assert [(p.row, p.field, p.code) for p in differing.problems] == [(3, "until_on", "said_twice")]
    assert not Brand.objects.filter(name="Orrery").exists()


def test_every_factory_that_is_not_registered_is_told_and_nothing_is_written():
    make.factory("KH-7")

    outcome = sourcing_of(
        HEAD + "KH-8,Northlight,2017-01-01,\nKH-7,Northlight,2017-01-01,\nKH-9,Orrery,2017-01-01,\n"
    )

    assert [(p.row, p.code) for p in outcome.problems] == [(2, "no_such_factory"), (4, "no_such_factory")]
    assert not Sourcing.objects.exists()
    assert not Brand.objects.exists()
    assert not Event.objects.exists()


def test_a_dry_run_counts_and_writes_nothing():
    make.factory("KH-7")

    outcome = sourcing_of(HEAD + "KH-7,Northlight,2017-01-01,\n", dry_run=True)

    assert counts(outcome) == (1, 1, 0, 0)
    assert not Sourcing.objects.exists()
    assert not Brand.objects.exists()


def test_consents_come_in_by_file_with_their_scope():
    kh, chea = make.factory("KH-7"), make.user("global")
    table = table_of(
        b"factory,brand,scope,from_on,until_on,paper\nKH-7,Northlight,Reports,2018-01-01,,Form 17 of 2018\n"
    )
    rows, _, _ = read_links(CONSENTS, table.columns, table.rows)

    import_consents(rows, actor=chea, now=NOW)
    sourcing_of(HEAD + "KH-7,Northlight,2017-01-01,\n")

    consent = Consent.objects.get()
    assert (consent.factory, consent.scope, consent.recorded_by) == (kh, "plan", chea)
    assert (consent.is_documented_outside, consent.paper) == (True, "Form 17 of 2018")
    assert reads(consent.brand)


@pytest.mark.parametrize(
    ("columns", "text", "problem"),
    [
        (SOURCING, "factory,brand\nKH-7,Northlight\n", (1, "from_on", "column_missing")),
        (SOURCING, HEAD + "KH-7,Northlight,2018-02-01,2018-01-01\n", (2, "until_on", "ends_before_start")),
        (SOURCING, HEAD + ",Northlight,2018-02-01,\n", (2, "factory", "blank")),
        (SOURCING, HEAD + "KH-7,***,2018-02-01,\n", (2, "brand", "no_name")),
        (SOURCING, HEAD + "KH-7,#REF!,2018-02-01,\n", (2, "brand", "formula")),
        (SOURCING, HEAD + "KH-7,Northlight,soon,\n", (2, "from_on", "not_a_day")),
        (
            CONSENTS,
            "factory,brand,scope,from_on\nKH-7,Northlight,all,2018-02-01\n",
            (2, "scope", "no_such_scope"),
        ),
    ],
)
def test_what_is_wrong_with_a_link_is_told_by_row_and_column(columns, text, problem):
    table = table_of(text.encode())

    rows, problems, _ = read_links(columns, table.columns, table.rows)

    assert [(p.row, p.field, p.code) for p in problems] == [problem]
    assert rows == []


def test_links_come_in_by_command_and_go_out_as_they_came(tmp_path):
    make.factory("KH-7")
    came, went = tmp_path / "came.csv", tmp_path / "went.csv"
    came.write_text(HEAD + "KH-7,Northlight,2017-01-01,2018-01-31\nKH-7,Orrery,2016-01-01,\n")
    out = io.StringIO()

    call_command("import_evidence", "sourcing", str(came), "--json", stdout=out)
    call_command("export", "sourcing", str(went), stdout=io.StringIO())

    assert json.loads(out.getvalue())["created"] == 2
    assert went.read_text(encoding="utf-8-sig") == came.read_text()
