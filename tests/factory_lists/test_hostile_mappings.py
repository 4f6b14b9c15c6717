"""A mapping that somebody else chose, or that chose for another file, decides nothing unseen."""

from __future__ import annotations

import pytest

from accounts.models import Role
from factories.models import Factory
from factory_lists.models import ListLayout
from tests import make
from tests.factory_lists.test_import_pages import Browser, compared, uploaded
from tests.factory_lists.test_list_days import listed, run

pytestmark = pytest.mark.django_db
assert listed

LIST = "Unit;Where;Contact at home\nLotus;KH;Dara, 12 Private Lane\n"
POISON = {"column_0": "name", "column_1": "country", "column_2": "address"}
"""What is private of a person becomes the address that everybody reads."""
UNREAD = ["", "", ""]
POISONED = ["name", "country", "address"]


def targets(browser, **more) -> list[str]:
    return [
        column["target"] for column in uploaded(browser, LIST, source="Northwind", **more).result["columns"]
    ]


def poisoned_by(user) -> None:
    browser = Browser(user)
    compared(browser, uploaded(browser, LIST, source="Northwind"), **POISON)


@pytest.mark.parametrize(
    ("chose", "reads", "proposed"),
    [
        (("manager", "VN"), ("manager", "KH"), UNREAD),
        (("manager", "KH"), ("global", ""), UNREAD),
        (("manager", "KH"), ("manager", "KH"), POISONED),  # a colleague, who sees it and goes on
        (("global", ""), ("manager", "KH"), POISONED),
    ],
)
def test_what_one_country_chose_steers_no_other(chose, reads, proposed):
    person = [
        make.user(role, country=country) if country else make.user(role) for role, country in (chose, reads)
    ]

    poisoned_by(person[0])

    assert targets(Browser(person[1])) == proposed


def test_nobody_writes_over_how_another_reads():
    lead, manager = make.user(Role.GLOBAL), make.user(Role.MANAGER, country="KH")
    browser = Browser(lead)
    compared(browser, uploaded(browser, LIST, source="Northwind"), column_0="name", column_1="country")

    poisoned_by(manager)

    assert targets(Browser(lead)) == ["name", "country", ""]
    assert ListLayout.objects.count() == 2


def test_the_command_line_follows_no_country_unseen(listed):
    """There nobody looks at the mapping before the rows are written."""
    poisoned_by(make.user(Role.MANAGER, country="KH"))

    told = run(listed(LIST), "--source", "Northwind")

    assert told["created"] == 0
    assert not Factory.objects.exists()


def test_columns_whose_names_fold_alike_keep_each_their_own(listed):
    text = "Factory name;Country;Workers!;Workers\nLotus;KH;5;977\n"
    browser = Browser(make.user(Role.GLOBAL))
    read = uploaded(browser, text, source="Northwind")
    compared(browser, read, column_0="name", column_1="country", column_2="", column_3="workers")

    again = uploaded(browser, text, source="Northwind")

    assert [column["target"] for column in again.result["columns"]] == ["name", "country", "", "workers"]


def test_a_file_whose_columns_stand_otherwise_is_not_read_by_it():
    lead = make.user(Role.GLOBAL)
    poisoned_by(lead)
    browser = Browser(lead)

    turned = uploaded(
        browser, "Contact at home;Where;Unit\nDara, 12 Private Lane;KH;Lotus\n", source="Northwind"
    )

    assert [column["target"] for column in turned.result["columns"]] == UNREAD


def test_a_mapping_to_what_no_column_may_hold_is_not_followed():
    """A row of the table as nobody could have written it on the page."""
    lead = make.user(Role.GLOBAL)
    poisoned_by(lead)
    ListLayout.objects.update(columns={"Unit": "name", "Where": "country", "Contact at home": "is_demo"})

    assert targets(Browser(lead)) == ["name", "country", ""]
