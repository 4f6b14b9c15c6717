"""Every copy made anew: how far it is can be seen, and killed in the middle it goes on where it was."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone

from assessments.models import Score
from betterwork.projection_checks import COPIES, CopiedRows, rows_of
from portal import projections
from portal.models import Listing, SupplierProgress, SupplierReport
from portal.projections import rebuild
from tests import make
from tests.processes import database_url
from tests.recognition.make import eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db(transaction=True)

SLOWLY = """
import os, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "betterwork.settings"
django.setup()
from portal.projections import rebuild
rebuild.FACTORIES = 2
keep = rebuild._keep
def kept(mark):
    keep(mark)
    time.sleep(0.5)
rebuild._keep = kept
from django.core.management import call_command
call_command("rebuild_projections")
"""


@pytest.fixture
def programme() -> None:
    """Nine factories: two of them recognised, one with a case, all with copies that are wrong."""
    for number in range(1, 10):
        mill = eligible_factory(f"KH-{number:05}", latest=["WT-2-01"] if number % 2 else [])
        judged(mill)
        if number <= 2:
            recognition(mill, "published")
    SupplierReport.objects.all().delete()
    SupplierProgress.objects.update(outcome="altered")
    Listing.objects.update(name="altered")


def copies() -> CopiedRows:
    """What stands in all tables that a rebuild makes."""
    return {
        name: rows
        for copied in COPIES
        if not copied.tables[0].startswith("sector_tables")
        for name, rows in rows_of(copied).items()
    }


def emptied() -> None:
    for copied in COPIES:
        for table in copied.tables:
            QuerySet(apps.get_model(table)).delete()


def slow_rebuild() -> subprocess.Popen[str]:
    """The command in a process of its own, with slices of two factories and a pause after each."""
    return subprocess.Popen(
        [sys.executable, "-c", SLOWLY],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def rebuilt(*arguments: str) -> tuple[dict[str, int], list[str]]:
    """What the command says at its end, and on its way."""
    out, err = StringIO(), StringIO()
    call_command("rebuild_projections", "--json", *arguments, stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue().splitlines()


def test_killed_in_the_middle_it_goes_on_where_it_was_and_ends_as_in_one_go(
    programme: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied()
    counts, said = rebuilt()
    in_one_go = copies()
    assert said[-1].startswith("9 of 9 factories")
    assert counts["listings"] == 2
    emptied()

    with slow_rebuild() as killed:
        assert killed.stderr
        seen = [killed.stderr.readline() for _ in range(2)]
        killed.kill()

    assert seen[-1].startswith("4 of 9 factories"), seen
    assert 4 <= SupplierReport.objects.count() < 9
    touched: list[Any] = []
    reports = rebuild.OF_FACTORIES["reports"]
    monkeypatch.setattr(
        rebuild,
        "OF_FACTORIES",
        {**rebuild.OF_FACTORIES, "reports": lambda ids: touched.extend(ids) or reports(ids)},
    )
    counted, said = rebuilt()

    assert re.match(r"going on with the rebuild begun at .*, 4 of 9 factories done", said[0]), said
    assert len(touched) == 5
    assert copies() == in_one_go
    assert counted == counts


def test_a_rebuild_that_came_to_its_end_begins_again(programme: None) -> None:
    rebuilt()
    SupplierProgress.objects.update(outcome="altered")

    _, said = rebuilt()

    assert not said[0].startswith("going on")
    assert not SupplierProgress.objects.filter(outcome="altered").exists()


@pytest.mark.parametrize("why", ["asked for", "another release", "long ago"])
def test_one_that_stopped_is_not_gone_on_with(
    programme: None, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    monkeypatch.setattr(rebuild, "FACTORIES", 2)
    steps = projections.rebuild_all(now=timezone.now())
    for _ in range(3):
        next(steps)
    SupplierProgress.objects.update(outcome="altered")
    if why == "another release":
        monkeypatch.setattr(rebuild, "_software", lambda: "another")
    if why == "long ago":
        rebuild.Rebuild.objects.update(begun_at=timezone.now() - rebuild.OLDEST * 2)

    _, said = rebuilt(*["--anew"] * (why == "asked for"))

    assert not said[0].startswith("going on")
    assert not SupplierProgress.objects.filter(outcome="altered").exists()


def test_a_factory_that_came_meanwhile_has_its_copies_too(
    programme: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "FACTORIES", 2)
    steps = projections.rebuild_all(now=timezone.now())
    next(steps)
    next(steps)
    new = make.factory("KH-00077")
    make.assessment(new)

    for _ in steps:
        pass

    assert SupplierReport.objects.filter(factory=new).exists()


def test_one_factory_has_its_scores_again_too(programme: None) -> None:
    rows = Score.objects.order_by("assessment__factory__code")
    one, other = rows[0], rows[len(rows) - 1]
    Score.objects.update(noncompliant=77)

    rebuilt("--factory", one.assessment.factory.code)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.noncompliant == 77, other.noncompliant) == (False, 77)
