"""A stranger checks a factory's history with the stand-alone script and the seals that were published."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from journal.commands import command
from journal.events import Happening, record_many
from journal.models import Event, Seal
from journal.seals.queries import published_document
from journal.seals.sealing import seal
from journal.seals.signing import new_key, public_of
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 6, 1, 21, 0, tzinfo=UTC)
SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check_history.py"


@command
def tell(mill: int, other: int, *, actor, now: datetime) -> None:
    """Events of a chain of the mill's own, and of one that tells of another factory too."""
    happenings = [
        Happening("mill.visited", "visit:1", mill, {"note": "Two exits"}),
        Happening("judged", "criteria:high/1.0", mill, {"outcome": "eligible"}),
        Happening("judged", "criteria:high/1.0", other, {"outcome": "SECRET-OF-ANOTHER"}),
    ]
    record_many(happenings, actor=actor, at=now)


@pytest.fixture
def handed_over(settings, tmp_path):
    """Paths of a factory's exported history and of the published seals."""
    settings.SEAL_KEY = new_key()
    mill, other = make.factory("KH-99042"), make.factory()
    chea = make.user("adviser", name="Chea Sok")
    for day in range(3):
        tell(mill.pk, other.pk, actor=chea, now=NOW + timedelta(days=day))
        seal((NOW + timedelta(days=day)).date(), now=NOW + timedelta(days=day))
    tell(mill.pk, other.pk, actor=chea, now=NOW + timedelta(days=3))
    history, seals = tmp_path / "history.json", tmp_path / "seals.json"
    call_command("export_history", "KH-99042", str(history))
    seals.write_text(json.dumps(published_document()))
    return history, seals


def check(history: Path, seals: Path, *more: str) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-I", str(SCRIPT), str(history), "--published", str(seals), *more]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)


def changed(path: Path, how) -> Path:
    document = json.loads(path.read_text())
    how(document)
    path.write_text(json.dumps(document))
    return path


def test_a_true_history_is_proven_and_what_is_not_sealed_yet_is_told(handed_over):
    done = check(*handed_over)

    assert (done.returncode, done.stderr) == (0, "")
    assert "KH-99042: 9 events in 2 chains are as sealed on 2018-06-03" in done.stdout
    assert "3 later events are not sealed yet" in done.stdout


def test_the_history_names_no_person_and_says_nothing_of_another_factory(handed_over):
    text = handed_over[0].read_text()

    assert "Two exits" in text
    assert "Chea" not in text
    assert "SECRET-OF-ANOTHER" not in text


def test_a_copy_of_last_weeks_seals_is_enough(handed_over, settings):
    history, seals = handed_over
    first = json.loads(seals.read_text())["seals"][0]
    seals.write_text(json.dumps(first) + "\n")

    done = check(history, seals, "--key", public_of(settings.SEAL_KEY))

    assert done.returncode == 0
    assert "The newest of your published seals is of 2018-06-01" in done.stdout


def _event(document, chain=0, event=0):
    return document["chains"][chain]["events"][event]


FORGED = {
    "what an event says": lambda d: _event(d, 1)["data"].update(note="Four exits"),
    "who acted": lambda d: _event(d, 1).update(actor=4711),
    "when it was": lambda d: _event(d, 1).update(at="2018-05-01T00:00:00.000000Z"),
    "an event left out": lambda d: d["chains"][1]["events"].pop(1),
    "the last sealed event left out": lambda d: d["chains"][1].update(events=d["chains"][1]["events"][:2]),
    "an event put in": lambda d: d["chains"][1]["events"].insert(0, _event(d, 1)),
    "an earlier end": lambda d: d["chains"][1].update(sealed=2),
    "the proof": lambda d: d["chains"][1]["proof"]["path"].reverse(),
    "a short proof": lambda d: d["chains"][1]["proof"]["path"].pop(),
    "a root": lambda d: d["seals"][-1].update(root="f" * 64),
    "a seal left out": lambda d: d["seals"].pop(1),
    "a signature": lambda d: d["seals"][-1].update(signature="00" * 64),
    "another programme's seals": lambda d: d.update(seals=[]),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_history_is_refused(what, handed_over):
    history, seals = handed_over

    done = check(changed(history, FORGED[what]), seals)

    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_history_of_a_database_that_was_forged_from_end_to_end_is_refused(handed_over, tmp_path):
    """With the programme's own key: only the seals that were published before tell."""
    from tests.journal.test_seals import forge_seals, rehash

    _, seals = handed_over
    Event.objects.filter(subject="visit:1", sequence=1).update(data={"note": "Four exits"})
    rehash("visit:1")
    forge_seals()
    call_command("export_history", "KH-99042", str(tmp_path / "forged.json"))

    done = check(tmp_path / "forged.json", seals)

    assert done.returncode == 1
    assert "seal of 2018-06-01: it is not the one that was published" in done.stderr


def test_before_the_first_seal_there_is_nothing_to_prove(tmp_path):
    make.factory("KH-99042")

    with pytest.raises(CommandError, match="seal_day"):
        call_command("export_history", "KH-99042", str(tmp_path / "history.json"))
    assert not Seal.objects.exists()
