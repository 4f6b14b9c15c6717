"""When two records of a factory are merged, no table is forgotten."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from betterwork.immediate_reactions import IMMEDIATE
from betterwork.merging import RULES
from duplicates.domain.merge_rules import Fate, RowConflict
from factories.models import Brand, Factory


def references(to: type[models.Model] = Factory) -> set[tuple[str, str]]:
    """Every column that refers to a factory, or to another model, as (table, column)."""
    return {
        (model._meta.label, column.name)
        for model in apps.get_models()
        for column in model._meta.get_fields()
        if isinstance(column, models.ForeignKey) and column.related_model is to
    }


def test_merging_names_every_column_that_refers_to_a_factory():
    assert {(rule.table, key) for rule in RULES for key in rule.keys} == references()


def test_a_refusal_says_why_and_what_to_do():
    assert [rule.table for rule in RULES if rule.clash is RowConflict.REFUSE and not rule.because] == []


def test_evidence_has_a_name_and_a_day_for_pages():
    assert [rule.table for rule in RULES if rule.evidence and not (rule.label and rule.day)] == []


def test_what_follows_later_rows_is_a_column_of_its_table():
    for rule in RULES:
        for name in rule.behind:
            apps.get_model(rule.table)._meta.get_field(name.removesuffix("_id"))


def test_only_the_machinery_itself_stands_apart():
    apart = {rule.table for rule in RULES if rule.fate is Fate.APART}

    assert apart == {"factories.Factory", "factories.DuplicatePair", "duplicates.FactoryMerge"}


def test_every_app_above_the_registry_that_names_a_brand_moves_its_rows_when_brands_are_merged():
    naming = {table.partition(".")[0] for table, _ in references(Brand)} - {"factories"}
    moving = {path.partition(".")[0] for path in IMMEDIATE["brand.merged"]}

    assert naming == moving
