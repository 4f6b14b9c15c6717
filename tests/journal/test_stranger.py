"""A stranger checks a factory's history with the stand-alone script and the seals that were published."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from factories.models import Factory
from journal.chains.hashes import canonical
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
    code = Factory.objects.get(pk=mill).code
    happenings = [
        Happening("factory.corrected", f"factory:{code}", mill, {"what": "name"}),
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
    assert "KH-99042: 12 events in 3 chains are as sealed on 2018-06-03" in done.stdout
    assert "4 later events are not sealed yet" in done.stdout


def test_the_history_names_no_person_and_says_nothing_of_another_factory(handed_over):
    text = handed_over[0].read_text()

    assert "Two exits" in text
    assert "4 events are a hash alone" in check(*handed_over).stdout
    assert "Chea" not in text
    assert "SECRET-OF-ANOTHER" not in text


def test_a_copy_of_last_weeks_seals_is_enough(handed_over, settings):
    history, seals = handed_over
    first = json.loads(seals.read_text())["seals"][0]
    seals.write_text(json.dumps(first) + "\n")

    done = check(history, seals, "--key", public_of(settings.SEAL_KEY))

    assert done.returncode == 0
    assert "The newest of your published seals is of 2018-06-01" in done.stdout


OWN, VISIT = 1, 2  # places of chains, which are in the order of their names


def _event(document, chain=0, event=0):
    return document["chains"][chain]["events"][event]


FORGED = {
    "what an event says": lambda d: _event(d, VISIT)["data"].update(note="Four exits"),
    "who acted": lambda d: _event(d, VISIT).update(actor=4711),
    "when it was": lambda d: _event(d, VISIT).update(at="2018-05-01T00:00:00.000000Z"),
    "an event left out": lambda d: d["chains"][VISIT]["events"].pop(1),
    "the last sealed event left out": lambda d: d["chains"][VISIT].update(
        events=d["chains"][VISIT]["events"][:2]
    ),
    "an event put in": lambda d: d["chains"][VISIT]["events"].insert(0, _event(d, VISIT)),
    "an earlier end": lambda d: d["chains"][VISIT].update(sealed=2),
    "the proof": lambda d: d["chains"][VISIT]["proof"]["path"].reverse(),
    "a short proof": lambda d: d["chains"][VISIT]["proof"]["path"].pop(),
    "a root": lambda d: d["seals"][-1].update(root="f" * 64),
    "a seal left out": lambda d: d["seals"].pop(1),
    "a signature": lambda d: d["seals"][-1].update(signature="00" * 64),
    "another programme's seals": lambda d: d.update(seals=[]),
    "a chain that is said not to be sealed": lambda d: d["chains"][VISIT].update(sealed=0, proof=None),
    "a chain that is said to be less than nothing": lambda d: d["chains"][VISIT].update(sealed=-1),
    "other words beside the true hash": lambda d: _event(d, VISIT).update(
        hidden=body_of("visit:1", 1, _event(d, VISIT)), data={"note": "Four exits"}
    ),
    "a number that is none": lambda d: d["chains"][VISIT].update(sealed=True),
    "a word that no hash covers": lambda d: _event(d, VISIT).update(note="Four exits"),
    "another factory's name": lambda d: d.update(factory="KH-00001"),
    "a name that is drawn": lambda d: d.update(factory="KH-99042\x1b[2J"),
    "no chain at all": lambda d: d.update(chains=[]),
    "one chain twice": lambda d: d["chains"].append(d["chains"][VISIT]),
    "the factory's own chain left out": lambda d: d["chains"].pop(OWN),
    "half a sign": lambda d: _event(d, VISIT)["data"].update(note="\ud800"),
    "a sign written otherwise": lambda d: _event(d, VISIT)["data"].update(note="Two\u00a0exits"),
    "a seal's day told twice": lambda d: d["seals"].append(d["seals"][-1]),
    "seals in another order": lambda d: d["seals"].reverse(),
    "no seals' list": lambda d: d.update(seals={}),
    "a proof of nothing": lambda d: d["chains"][VISIT].update(proof=None),
    "a proof of other things": lambda d: d["chains"][VISIT]["proof"].update(bucket=[1]),
    "what an event says taken out": lambda d: d["chains"][OWN]["events"].__setitem__(
        1, {"hidden": body_of("factory:KH-99042", 2, d["chains"][OWN]["events"][1])}
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_history_is_refused(what, handed_over):
    history, seals = handed_over

    done = check(changed(history, FORGED[what]), seals)

    refused(done)


RAW = {  # what a JSON library reads in silence, and another reads otherwise
    "a name twice": ('"note": "Two exits"', '"note": "Four exits", "note": "Two exits"'),
    "no number": ('"sealed": 3', '"sealed": NaN'),
    "a number without end": ('"sealed": 3', '"sealed": 1e999'),
    "a number of many digits": ('"sealed": 3', '"sealed": 3' + "0" * 5000),
    "a deep well": ('"sealed": 3', '"sealed": ' + "[" * 100_000 + "]" * 100_000),
    "half a document": ('"chains"', ""),
}


@pytest.mark.parametrize("what", RAW)
def test_what_two_programs_may_read_differently_is_refused(what, handed_over):
    history, seals = handed_over
    before, after = RAW[what]
    text = history.read_text()
    assert before in text
    history.write_text(text.replace(before, after, 1))

    refused(check(history, seals))


def test_another_factorys_bundle_is_not_passed_off_as_this_ones(handed_over, tmp_path):
    """A chain of another factory, true and proven, is put among those of this one."""
    history, seals = handed_over
    rival = Factory.objects.exclude(code="KH-99042").get()
    tell(rival.pk, rival.pk, actor=None, now=NOW + timedelta(days=4))
    seal((NOW + timedelta(days=4)).date(), now=NOW + timedelta(days=4))
    for code, path in (("KH-99042", history), (rival.code, tmp_path / "rival.json")):
        call_command("export_history", code, str(path))
    seals.write_text(json.dumps(published_document()))
    other = json.loads((tmp_path / "rival.json").read_text())["chains"]
    assert check(history, seals).returncode == 0

    mixed = changed(
        history, lambda d: d["chains"].append(next(c for c in other if "factory:" in c["subject"]))
    )

    assert f"factory:{rival.code}: it tells of another factory" in refused(check(mixed, seals)).stderr


def test_a_factory_that_another_became_part_of_shows_both_chains(handed_over, tmp_path):
    history, seals = handed_over
    kept, part = Factory.objects.get(code="KH-99042"), make.factory("KH-99043", name="Fictional Part")
    merged(kept.pk, part.pk, actor=None, now=NOW + timedelta(days=4))
    Factory.every.filter(pk=part.pk).update(merged_into=kept)
    seal((NOW + timedelta(days=4)).date(), now=NOW + timedelta(days=4))
    call_command("export_history", "KH-99042", str(history))
    seals.write_text(json.dumps(published_document()))

    done = check(history, seals)

    assert (done.returncode, done.stderr) == (0, "")
    assert "in 4 chains" in done.stdout


@command
def merged(kept: int, part: int, *, actor: None, now: datetime) -> None:
    data = {"kept": "KH-99042", "dropped": "KH-99043"}
    happenings = [
        Happening("factory.merged", "factory:KH-99042", kept, data),
        Happening("factory.merged_away", "factory:KH-99043", part, data),
    ]
    record_many(happenings, actor=actor, at=now)


def test_a_history_that_ends_before_what_was_published_says_so(handed_over):
    """An old history, true in itself, hides what came later."""
    history, seals = handed_over
    later = NOW + timedelta(days=5)
    seal(later.date(), now=later)
    seals.write_text(json.dumps(published_document()))

    done = check(history, seals)

    assert done.returncode == 0
    assert "Seals were published until 2018-06-06: ask for a history that goes so far." in done.stdout


def test_published_seals_that_contradict_each_other_or_hold_false_keys_are_refused(handed_over, settings):
    history, seals = handed_over
    document = json.loads(seals.read_text())
    other = {**document, "seals": [*document["seals"], {**document["seals"][0], "root": "0" * 64}]}
    seals.write_text(json.dumps(other))
    assert "two different seals" in refused(check(history, seals)).stderr

    (known,) = document["keys"]
    seals.write_text(json.dumps({**document, "keys": {known: public_of(new_key())}}))
    refused(check(history, seals))

    seals.write_text(json.dumps(document))
    refused(check(history, seals, "--key", "no key"))
    refused(check(history, seals, "--key", public_of(new_key())))
    refused(check(history, seals.with_name("missing.json")))


def refused(done):
    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    return done


def body_of(subject: str, sequence: int, event) -> str:
    """The true hash of an event, which stands in its place and hides what it says."""
    body = [
        subject, sequence, event["kind"], event["factory"], event["actor"], event["actor_commitment"],
        event["at"], event["data"], event["rows"],
    ]  # fmt: skip
    return sha256(canonical(body).encode()).hexdigest()


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
