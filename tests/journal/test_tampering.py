"""Whoever writes to the database past the commands is found: every column of every table that holds a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from advisory.models import AdvisoryVisit
from assessments.models import Finding
from assessments.queries.verification import score_faults
from betterwork.covered_rows import COVERED
from betterwork.projection_checks import COPIES, differences, rebuilt_rows, rows_of
from factories.models import Factory
from factory_advisers.models import FactoryAdviser
from journal.chains.faults import Break
from journal.chains.verification import walk
from journal.models import ChainHead, Delivery, Event, RowDigests, Seal, SealedHead
from journal.row_digests.coverage import CoveredTable, covered_tables
from journal.row_digests.verification import digest_faults, faults_of
from journal.seals.sealing import seal
from journal.seals.signing import new_key
from journal.seals.verification import seal_faults
from obligations.commands.delegations import set_delegation
from tests import make
from tests.access.scene import scene
from tests.journal.covering import NOW, bind_everything
from tests.journal.tampering import Refused, alter, delete, insert, invented, undone

pytestmark = pytest.mark.django_db

NO_FACTS = {
    # columns in which nothing is found, with the reason; together with those of `COVERED` at most ten
    "journal.ChainHead.id": "a number that nothing refers to",
    "journal.RowDigests.id": "a number that nothing refers to",
    "journal.SealedHead.id": "a number that nothing refers to",
    "journal.Seal.id": "a number to which only the day's heads refer, and these are checked",
    "sector_tables.SectorCount.id": "a number that nothing refers to, new with each count",
    "sector_tables.SectorCount.counted_at": "when it was counted, which no fact says",
}


@pytest.fixture
def programme():
    """A programme with at least one row in every table, as if commands had written all of them."""
    scene()
    absent, colleague = (make.user("adviser", country="KH") for _ in range(2))
    days = {"from_on": NOW.date(), "until_on": NOW.date()}
    set_delegation(colleague.pk, **days, actor=absent, now=NOW)
    FactoryAdviser.objects.all().delete()
    FactoryAdviser.objects.create(  # one that ended: its end can be altered as well
        factory=Factory.objects.first(),
        adviser=absent,
        from_on=make.date(2017, 1, 1),
        assigned_at=NOW,
        assigned_by=colleague,
        ended_on=NOW.date(),
        ended_at=NOW,
        ended_by=colleague,
    )
    for label in COVERED:
        model = apps.get_model(label)
        if not models.QuerySet(model).exists():
            invented(model)
    of_a_visit = Finding.objects.filter(assessment__isnull=False).first()
    of_a_visit.pk, of_a_visit.assessment, of_a_visit.visit = None, None, AdvisoryVisit.objects.first()
    of_a_visit.save(force_insert=True)
    bind_everything(actor=None, now=NOW)
    call_command("rebuild_projections")
    call_command("rebuild_sector_counts")
    Delivery.objects.update(state="done")


def named(found: Iterable[Break]) -> set[str]:
    return {fault.subject for fault in found}


def columns(model: type[models.Model]) -> Iterator[models.Field]:
    left_out = {*COVERED.get(model._meta.label, ())}
    for field in model._meta.concrete_fields:
        if field.name not in left_out and f"{model._meta.label}.{field.name}" not in NO_FACTS:
            yield field


def unseen_in(table: CoveredTable) -> Iterator[str]:
    for field in columns(table.model):
        with undone():
            try:
                key = alter(table.model, field)
            except Refused as refused:
                yield f"refused: {refused}"
                continue
            if f"{table.label}:{key}" not in named(faults_of(table)):
                yield f"{table.label}.{field.name} altered"
    for tampering in (insert, delete):
        with undone():
            key = tampering(table.model)
            if f"{table.label}:{key}" not in named(faults_of(table)):
                yield f"{table.label} {tampering.__name__}"


@pytest.mark.usefixtures("programme")
def test_every_column_of_every_covered_table():
    tables = covered_tables().values()
    assert [table.label for table in tables if named(faults_of(table))] == []

    assert [missed for table in tables for missed in unseen_in(table)] == []


@pytest.mark.usefixtures("programme")
def test_every_column_of_every_copy():
    missed = []
    for copied in COPIES:
        wanted = rebuilt_rows(copied, NOW)
        assert rows_of(copied) == wanted
        for table in copied.tables:
            missed += unseen_in_copy(
                apps.get_model(table), lambda w=wanted, c=copied: differences(rows_of(c), w)
            )
    missed += unseen_in_copy(apps.get_model("assessments.Score"), score_faults)

    assert missed == []


def unseen_in_copy(model: type[models.Model], faults) -> Iterator[str]:
    acts = [
        (f"{model._meta.label}.{field.name}", lambda f=field: alter(model, f)) for field in columns(model)
    ]
    acts += [(f"{model._meta.label} {act.__name__}", lambda a=act: a(model)) for act in (insert, delete)]
    for name, act in acts:
        with undone():
            try:
                act()
            except Refused:
                yield f"refused: {name}"
                continue
            if not any(not isinstance(each, int) for each in faults()):
                yield name


def test_every_column_of_the_journal_itself(settings, three_days):
    assert journal_faults() == []

    missed = []
    for model in (Event, ChainHead, RowDigests, Seal, SealedHead):
        missed += unseen_in_copy(model, journal_faults)

    assert missed == []


@pytest.fixture
def three_days(settings):
    settings.SEAL_KEY = new_key()
    make.country("KH")
    for day in (1, 2, 3):
        bind_everything(actor=None, now=NOW.replace(day=day))
        seal(NOW.date().replace(day=day), now=NOW.replace(day=day))


def journal_faults() -> list[Break]:
    return [*walk(), *seal_faults(), *digest_faults()]


def test_few_columns_are_left_out():
    assert len(NO_FACTS) + sum(len(names) for names in COVERED.values()) <= 10
