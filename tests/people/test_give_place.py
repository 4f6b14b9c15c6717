"""`give_place`: an operator gives a place from the shell, by the role's kind of place."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from factories.queries import brands_of, visible_to
from journal.models import Event
from tests import make

pytestmark = pytest.mark.django_db


def give(*arguments: str) -> str:
    out = StringIO()
    call_command("give_place", *arguments, stdout=out)
    return out.getvalue().strip()


def test_a_place_given_twice_is_given_once():
    mill, person = make.factory(), make.user("factory")

    first, again = give(person.email, mill.code), give(person.email, mill.code)

    assert (first, again) == ("Given.", "They had it already.")
    assert list(visible_to(person)) == [mill]
    assert Event.objects.filter(subject=f"user:{person.pk}", kind="membership.added").count() == 1


def test_a_brand_is_found_by_its_name():
    brand, person = make.brand("Northwind"), make.user("brand")

    give(person.email, "northwind", "--administrator")

    assert list(brands_of(person)) == [brand]


def test_what_cannot_be_given_is_said():
    person, everywhere = make.user("brand"), make.user("global")

    with pytest.raises(CommandError, match="check the address"):
        give("nobody@example.org", "KH")
    with pytest.raises(CommandError, match="is no brand here"):
        give(person.email, "Southwind")
    with pytest.raises(CommandError, match="whole programme"):
        give(everywhere.email, "KH")
