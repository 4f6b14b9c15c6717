"""No table is forgotten: it holds facts bound to events, or copies that are made anew, or it says why neither."""

from __future__ import annotations

from django.apps import apps

from betterwork.covered_rows import COVERED, NO_FACTS, REBUILT
from betterwork.projection_checks import COPIES
from tests.architecture.reading import APPS

MOST_LEFT_OUT = 10


def test_every_table_stands_in_exactly_one_list():
    ours = sorted(model._meta.label for app in APPS for model in apps.get_app_config(app).get_models())

    assert sorted([*COVERED, *REBUILT, *NO_FACTS]) == ours


def test_few_columns_of_covered_tables_are_left_out():
    left_out = [(label, name) for label, names in COVERED.items() for name in names]

    assert len(left_out) <= MOST_LEFT_OUT
    for label, name in left_out:
        apps.get_model(label)._meta.get_field(name)


def test_every_copy_is_made_anew_by_verify():
    compared = {table for copied in COPIES for table in copied.tables}

    assert compared == set(REBUILT) - {"assessments.Score"}  # which verify computes from the sheets
