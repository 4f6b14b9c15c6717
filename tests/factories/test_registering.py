"""One factory at a time: registered, named by others, counted, corrected, closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from factories.commands import (
    add_membership,
    assign_identifier,
    close_factory,
    correct_factory,
    record_workforce,
    register_factory,
    register_group,
    retire_identifier,
)
from factories.commands.head_counts import MoreWomenThanWorkers
from factories.commands.identifiers import BadIdentifier, IdentifierTaken
from factories.commands.registering import CodeTaken, UnknownFactoryCountry
from factories.domain.os_id import check_character
from factories.models import Factory, Identifier, Membership, Workforce
from factories.queries import with_identifier
from journal.commands import Unchanged
from journal.models import Event
from tests import make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY


def an_os_id(tail: str = "AAAAA") -> str:
    stem = f"KH2019085{tail}"
    return stem + check_character(stem)


def register(**said) -> Factory:
    return register_factory(**{"name": "Lotus", "country": "KH", **said}, actor=None, now=NOW)


def kinds() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_a_factory_without_a_code_gets_the_country_s_next_one():
    register(code="KH-00041")
    register(code="KH-SPECIAL")

    assert register().code == "KH-00042"
    assert register(country="VN").code == "VN-00001"
    assert kinds() == ["factory.registered"] * 4


def test_a_code_is_one_factory_s():
    register(code="KH-7")

    with pytest.raises(CodeTaken):
        register(code="KH-7")


@pytest.mark.parametrize("country", ["", "XX", "Cambodia", "kh"])
def test_a_factory_stands_in_a_country_by_its_code(country):
    with pytest.raises(UnknownFactoryCountry):
        register(country=country)


def test_an_os_id_is_one_factory_s_and_must_hold():
    made = register(os_id=an_os_id().lower())

    with pytest.raises(IdentifierTaken, match=made.code):
        register(os_id=an_os_id())
    with pytest.raises(BadIdentifier):
        register(os_id="KH2019085AAAAA0")

    assert Factory.objects.get() == made
    assert Identifier.objects.get().value == an_os_id()


def test_a_new_os_id_replaces_the_old_and_both_find_the_factory():
    made = register(os_id=an_os_id())
    later = TODAY + timedelta(days=90)

    assign_identifier(made.pk, scheme="os_id", value=an_os_id("BBBBB"), from_on=later, actor=None, now=NOW)
    again = assign_identifier(
        made.pk, scheme="os_id", value=an_os_id("BBBBB"), from_on=later, actor=None, now=NOW
    )

    assert list(Identifier.objects.order_by("id").values_list("value", "until_on")) == [
        (an_os_id(), later - timedelta(days=1)),
        (an_os_id("BBBBB"), None),
    ]
    assert isinstance(again, Unchanged)
    assert Factory.objects.get(pk__in=with_identifier(an_os_id())) == made
    assert Factory.objects.get(pk__in=with_identifier(an_os_id("BBBBB").lower())) == made
    assert kinds() == ["factory.registered", "identifier.given"]


def test_an_os_id_taken_away_is_free_for_another():
    one, other = register(os_id=an_os_id()), register(name="Orchid")

    retire_identifier(one.pk, scheme="os_id", until_on=TODAY, actor=None, now=NOW)
    again = retire_identifier(one.pk, scheme="os_id", until_on=TODAY, actor=None, now=NOW)
    assign_identifier(other.pk, scheme="os_id", value=an_os_id(), from_on=TODAY, actor=None, now=NOW)

    assert again == Unchanged()
    assert Identifier.objects.get(until_on__isnull=True).factory == other


@pytest.mark.parametrize(
    ("scheme", "value"), [("gln", "9506000134353"), ("gln", "KH"), ("os_id", "9506000134352"), ("duns", "1")]
)
def test_an_identifier_must_hold_in_its_scheme(scheme, value):
    made = register()

    with pytest.raises(BadIdentifier):
        assign_identifier(made.pk, scheme=scheme, value=value, from_on=TODAY, actor=None, now=NOW)


def test_a_factory_may_have_a_gln_beside_its_os_id():
    made = register(os_id=an_os_id())

    assign_identifier(made.pk, scheme="gln", value="9506000 134352", from_on=TODAY, actor=None, now=NOW)

    assert set(Identifier.objects.filter(until_on__isnull=True).values_list("value", flat=True)) == {
        an_os_id(),
        "9506000134352",
    }


def test_the_newest_head_count_is_the_factory_s():
    made = register()

    def count(on: date, workers: int, women: int | None):
        return record_workforce(
            made.pk, counted_on=on, workers=workers, women_workers=women, actor=None, now=NOW
        )

    count(date(2018, 1, 1), 900, 700)
    count(date(2017, 1, 1), 500, None)
    again = count(date(2017, 1, 1), 500, None)
    made.refresh_from_db()

    assert (made.workers, made.women_workers) == (900, 700)
    assert Workforce.objects.count() == 2
    assert isinstance(again, Unchanged)
    assert kinds() == ["factory.registered", "workforce.recorded", "workforce.recorded"]


def test_women_are_among_the_workers():
    made = register()

    with pytest.raises(MoreWomenThanWorkers):
        record_workforce(made.pk, counted_on=TODAY, workers=5, women_workers=6, actor=None, now=NOW)
    with pytest.raises(MoreWomenThanWorkers):
        register(name="Orchid", workers=5, women_workers=6)

    assert not Workforce.objects.exists()


def test_a_corrected_name_is_found_by_its_new_spelling():
    made = register()

    correct_factory(made.pk, name="Orchid Garments Ltd.", actor=None, now=NOW)
    again = correct_factory(made.pk, name="Orchid Garments Ltd.", actor=None, now=NOW)

    made.refresh_from_db()
    assert made.match_name == "orchid garments"
    assert isinstance(again, Unchanged)
    with pytest.raises(TypeError):
        correct_factory(made.pk, code="KH-9", actor=None, now=NOW)


def test_a_factory_closes_once():
    made = register()

    close_factory(made.pk, closed_on=TODAY, actor=None, now=NOW)
    again = close_factory(made.pk, closed_on=TODAY, actor=None, now=NOW)

    made.refresh_from_db()
    assert (made.is_closed, made.closed_on) == (True, TODAY)
    assert isinstance(again, Unchanged)
    assert kinds() == ["factory.registered", "factory.closed"]


def test_somebody_belongs_once():
    made, somebody = register(), make.user("factory")

    member = add_membership(somebody.pk, factory_id=made.pk, actor=None, now=NOW)
    again = add_membership(somebody.pk, factory_id=made.pk, actor=None, now=NOW)

    assert again == Unchanged(member)
    assert Membership.objects.filter(user=somebody).count() == 1
    assert kinds()[-1:] == ["membership.added"]


def test_a_group_takes_its_factories_in():
    one, other = register(), register(name="Orchid")

    group = register_group(name="Fictional Holding", factory_ids=[one.pk, other.pk], actor=None, now=NOW)
    again = register_group(name="Fictional Holding", factory_ids=[one.pk, other.pk], actor=None, now=NOW)

    assert Factory.objects.filter(group=group).count() == 2
    assert isinstance(again, Unchanged)
