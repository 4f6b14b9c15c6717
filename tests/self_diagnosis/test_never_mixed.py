"""What a factory says of itself is in nothing that is assessed, counted, listed, exported or given out by the API."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import serializers
from django.core.management import call_command

from assessments.models import Assessment, Finding, Score, SheetRevision
from criteria.models import Evaluation
from criteria.projections import refresh_verdicts
from portal.models import Listing, PriorityEntry, SupplierProgress, SupplierReport
from portal.projections import refresh_priorities, refresh_progress, refresh_reports
from sector_tables.models import SectorCount
from self_diagnosis.commands.diagnoses import (
    complete_diagnosis,
    reopen_diagnosis,
    share_diagnosis,
    stop_sharing_diagnosis,
)
from tests.access.pages import PAGES
from tests.access.scene import scene
from tests.access.test_hidden_consequences import World, addresses_of, read_by, settle
from tests.make import NOW
from tests.self_diagnosis.doing import diagnosed

pytestmark = pytest.mark.django_db

READERS = ("brand", "adviser", "global")
# the pages on which a factory's own people work on it, and those that name what a device of one's own has sent
OF_THE_FACTORY = ("/self-diagnoses/",)


def rows() -> str:
    """Everything that is computed of evidence, as it is stored."""
    models = (
        Assessment, Finding, Score, SheetRevision, Evaluation, SectorCount, Listing, PriorityEntry,
        SupplierProgress, SupplierReport,
    )  # fmt: skip
    return "\n".join(serializers.serialize("json", model._default_manager.order_by("pk")) for model in models)


def verified() -> dict[str, Any]:
    """What `verify` says, without the numbers of events and of rows that it walked: a new event is one more of each."""
    out = io.StringIO()
    with suppress(SystemExit):  # the scene holds rows that no command wrote
        call_command("verify", json=True, stdout=out, stderr=io.StringIO())
    document = json.loads(out.getvalue())
    for walked in ("journal", "rows"):
        del document["checked"][walked]
    return document


def judged_again() -> None:
    """Everything that is computed is computed anew."""
    settle()
    refresh_verdicts(now=NOW)
    refresh_progress()
    refresh_reports()
    refresh_priorities(NOW.date())


def read_all(world: World, *readers: str) -> dict[str, dict[str, tuple[int, bytes]]]:
    return {
        reader: {
            address: answer
            for address, answer in read_by(world, reader).items()
            if not any(part in address for part in OF_THE_FACTORY)
        }
        for reader in readers
    }


@pytest.mark.long
@time_machine.travel(NOW, tick=False)
def test_nothing_assessed_knows_of_a_self_diagnosis_before_during_and_after_sharing() -> None:
    here = scene()
    mill, manager = here.mill, here.person("factory")
    stop_sharing_diagnosis(here.things["shared_diagnosis"].pk, actor=manager, now=NOW)
    world = World(here, dict(here.people), [mill], addresses_of(here))
    judged_again()
    before, stored, checked = read_all(world, *READERS), rows(), verified()
    assert "self_diagnosis" not in json.dumps(checked)
    exports = {route for route in PAGES if "export" in route}
    assert len(exports) >= 6
    assert all(any(status == 200 for status, _ in answers.values()) for answers in before.values())

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        diagnosis = diagnosed(mill, manager, note="Locked exits everywhere", question="OS-8-06")
        diagnosed(mill, here.person("worker"), note="Paid late", question="CO-1-02")
        reopen_diagnosis(here.things["shared_diagnosis"].pk, actor=manager, now=NOW)
        complete_diagnosis(diagnosis.pk, actor=manager, now=NOW)
        judged_again()
    assert rows() == stored
    assert verified() == checked
    assert differing(read_all(world, *READERS), before) == []

    share_diagnosis(diagnosis.pk, actor=manager, now=NOW)
    judged_again()
    assert rows() == stored
    assert verified() == checked
    # the adviser alone finds it, on the page of the factory alone
    home = f"/factories/{mill.code}/"
    assert differing(read_all(world, "adviser", "global"), before) == [("adviser", home)]

    stop_sharing_diagnosis(diagnosis.pk, actor=manager, now=NOW)
    assert differing(read_all(world, "adviser"), before) == []


def differing(after: dict[str, Any], before: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (reader, address)
        for reader, answers in after.items()
        for address, answer in answers.items()
        if before[reader][address] != answer
    ]
