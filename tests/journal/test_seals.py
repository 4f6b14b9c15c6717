"""Daily seals: what an attacker with the whole database can do, and by what they are found."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from factories.commands.consents import give_consent, withdraw_consent
from factories.models import Consent
from journal.chains.hashes import canonical, commitment, link_hash
from journal.chains.verification import walk
from journal.commands import command
from journal.events import body_of, record
from journal.models import ChainHead, Event, RowDigests, Seal, SealedHead
from journal.row_digests.coverage import covered_tables
from journal.row_digests.verification import faults_of
from journal.seals.anchors import anchors_in, publish, published
from journal.seals.merkle import HeadTree
from journal.seals.sealing import hash_of, seal
from journal.seals.signing import is_signed_by, new_key, public_keys, public_of, signed
from journal.seals.verification import seal_faults
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 6, 1, 21, 0, tzinfo=UTC)
DAY = date(2018, 6, 1)


@command
def tell(subject: str, *, n: int = 1, actor: None = None, now: datetime = NOW) -> None:
    record("thing.done", subject=subject, actor=actor, at=now, data={"n": n})


@pytest.fixture(autouse=True)
def key(settings):
    settings.SEAL_KEY = new_key()
    return settings.SEAL_KEY


@pytest.fixture
def three_days():
    for day in range(3):
        for thing in ("thing:1", "thing:2", f"thing:of-day-{day}"):
            tell(thing, n=day, now=NOW + timedelta(days=day))
        seal(DAY + timedelta(days=day), now=NOW + timedelta(days=day))


def codes(anchors=()):
    """(what, how) of everything found in the chains and seals."""
    return {(found.subject, found.code) for found in (*walk(), *seal_faults(anchors))}


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount


def rehash(subject: str) -> None:
    """Chain a subject's events anew, as whoever knows the source can."""
    previous = ""
    for event in Event.objects.filter(subject=subject).order_by("sequence"):
        event.actor_commitment = commitment(event.actor_salt, event.actor_name, event.actor_address)
        event.previous_hash = previous
        event.hash = previous = link_hash(previous, body_of(event))
        event.save()
    ChainHead.objects.filter(subject=subject).update(hash=previous)


def forge_seals() -> None:
    """Make all seals anew over the chains as they stand, signed with the key there is."""
    previous, tree = "", HeadTree()
    for made in Seal.objects.order_by("day"):
        for head in SealedHead.objects.filter(seal=made):
            head.hash = Event.objects.get(subject=head.subject, sequence=head.sequence).hash
            head.save()
            tree.set(head.subject, head.sequence, head.hash)
        made.root, made.previous_hash = tree.root(), previous
        made.hash = previous = hash_of(made)
        made.save()
    for made in Seal.objects.all():
        made.key_id, made.signature = signed(made.hash)
        made.save()


@pytest.mark.usefixtures("three_days")
class TestWhatIsFound:
    def test_nothing_where_nothing_was_done(self):
        assert codes(published(made) for made in Seal.objects.all()) == set()

    def test_a_chain_that_was_hashed_anew(self):
        sql("UPDATE journal_event SET kind = 'thing.undone' WHERE subject = 'thing:1' AND sequence = 1")
        rehash("thing:1")

        assert codes() == {("thing:1", "rewritten")}

    def test_a_chain_deleted_with_its_head(self):
        sql("DELETE FROM journal_event WHERE subject = 'thing:of-day-1'")
        sql("DELETE FROM journal_chainhead WHERE subject = 'thing:of-day-1'")

        assert codes() == {("thing:of-day-1", "sealed_missing")}

    def test_a_head_that_was_moved_back(self):
        sql("UPDATE journal_chainhead SET sequence = 1 WHERE subject = 'thing:1'")

        assert codes() == {("thing:1", "head_moved")}

    def test_a_seal_that_is_missing(self):
        second = Seal.objects.get(day=date(2018, 6, 2))
        SealedHead.objects.filter(seal=second).delete()
        second.delete()

        assert ("seal:2018-06-03", "forked") in codes()

    @pytest.mark.parametrize("column", ["root", "heads", "events", "sealed_at", "previous_hash", "hash"])
    def test_a_seal_that_was_altered(self, column):
        other = {"heads": 99, "events": 99, "sealed_at": NOW}.get(column, "f" * 64)
        Seal.objects.filter(day=date(2018, 6, 2)).update(**{column: other})

        assert "seal:2018-06-02" in {subject for subject, _ in codes()}

    def test_the_heads_of_a_seal_that_were_altered(self):
        sql("UPDATE journal_sealedhead SET hash = %s WHERE subject = 'thing:of-day-1'", "f" * 64)

        assert {("thing:of-day-1", "rewritten"), ("seal:2018-06-02", "not_of_its_heads")} <= codes()

    def test_a_signature_taken_away(self):
        Seal.objects.filter(day=date(2018, 6, 2)).update(signature="", key_id="")

        assert codes() == {("seal:2018-06-02", "unsigned")}

    def test_a_signature_of_a_key_that_nobody_knows(self, settings, key):
        settings.SEAL_KEY = new_key()
        seal(date(2018, 6, 4), now=NOW)
        settings.SEAL_KEY = key

        assert codes() == {("seal:2018-06-04", "key_unknown")}


@pytest.mark.usefixtures("three_days")
class TestAForgedHistory:
    """Somebody who can write to every table rewrites an event, all hashes after it and every seal."""

    def forged(self) -> None:
        sql("UPDATE journal_event SET kind = 'thing.undone' WHERE subject = 'thing:1' AND sequence = 1")
        rehash("thing:1")
        forge_seals()

    def test_without_the_key_the_signatures_tell(self, settings, key):
        settings.SEAL_KEY = new_key()
        self.forged()
        settings.SEAL_KEY = key

        assert {code for _, code in codes()} == {"key_unknown"}

    def test_even_with_the_key_the_seals_kept_outside_tell(self, key):
        outside = [published(made) for made in Seal.objects.order_by("day")]

        self.forged()

        assert codes() == set()  # inside nothing is wrong any more
        days = {f"seal:2018-06-0{day}" for day in (1, 2, 3)}
        assert codes(outside) == {(day, "not_as_published") for day in days}

    def test_a_last_seal_that_was_removed_is_missed_by_the_seals_kept_outside(self):
        outside = [published(made) for made in Seal.objects.order_by("day")]
        SealedHead.objects.filter(seal__day=date(2018, 6, 3)).delete()
        Seal.objects.filter(day=date(2018, 6, 3)).delete()

        assert codes(outside) == {("seal:2018-06-03", "missing")}

    def test_verify_compares_with_the_programmes_own_file_and_with_any_other(self, settings, tmp_path, key):
        settings.SEAL_ANCHOR_PATH = str(tmp_path / "seals.jsonl")
        publish()
        copy = tmp_path / "saved-last-week.json"
        copy.write_text(json.dumps({"seals": [published(made) for made in Seal.objects.order_by("day")[:1]]}))
        self.forged()

        found = verify()
        assert [each["id"] for each in found if each["code"] == "not_as_published"] == [
            "seal:2018-06-01", "seal:2018-06-02", "seal:2018-06-03",
        ]  # fmt: skip
        settings.SEAL_ANCHOR_PATH = ""
        assert [each["id"] for each in verify("--anchors", str(copy))] == ["seal:2018-06-01"]

    def test_a_file_of_published_seals_that_is_gone_is_told(self, settings, tmp_path):
        settings.SEAL_ANCHOR_PATH = str(tmp_path / "seals.jsonl")

        assert [each["code"] for each in verify()] == ["anchors_missing"]


def verify(*arguments: str) -> list[dict[str, str]]:
    out = StringIO()
    with suppress(SystemExit):
        call_command("verify", "--json", *arguments, stdout=out, stderr=StringIO())
    return [each for each in json.loads(out.getvalue())["problems"] if each["kind"] == "journal"]


class TestKeys:
    def test_after_a_rotation_the_seals_of_the_former_key_count_on(self, settings, key):
        tell("thing:1")
        seal(DAY, now=NOW)
        settings.SEAL_KEY, settings.SEAL_PUBLIC_KEYS = new_key(), [public_of(key)]
        tell("thing:1")
        seal(DAY + timedelta(days=1), now=NOW)

        assert codes() == set()
        assert len(set(Seal.objects.values_list("key_id", flat=True))) == 2

    def test_without_a_key_seals_are_chained_and_not_signed(self, settings):
        settings.SEAL_KEY = ""
        tell("thing:1")
        seal(DAY, now=NOW)

        assert codes() == set()
        assert Seal.objects.get().signature == ""

    def test_a_new_key_is_in_a_file_of_its_owner_and_never_over_another(self, tmp_path, settings):
        out, path = StringIO(), tmp_path / "seal_key"
        call_command("create_seal_key", str(path), stdout=out)

        assert path.stat().st_mode & 0o077 == 0
        settings.SEAL_KEY = path.read_text().strip()
        (name, public), *_ = public_keys().items()
        assert name in out.getvalue()
        assert public in out.getvalue()
        assert is_signed_by(public, "said", signed("said")[1])
        with pytest.raises(CommandError, match="there already"):
            call_command("create_seal_key", str(path))


class TestPublishing:
    @pytest.fixture(autouse=True)
    def _sealed(self, three_days):
        pass

    def test_a_file_gets_each_day_once(self, settings, tmp_path):
        settings.SEAL_ANCHOR_PATH = str(tmp_path / "seals.jsonl")
        publish()
        publish()

        held = list(anchors_in(tmp_path / "seals.jsonl"))
        assert [each["day"] for each in held] == ["2018-06-01", "2018-06-02", "2018-06-03"]

    def test_mail_brings_the_newest(self, settings):
        settings.SEAL_ANCHOR_MAIL = ["notary@example.org"]
        publish()

        (letter,) = mail.outbox
        assert letter.to == ["notary@example.org"]
        assert json.loads(letter.body)["day"] == "2018-06-03"

    def test_a_place_that_cannot_be_written_stops_nothing(self, settings, tmp_path, caplog):
        settings.SEAL_ANCHOR_PATH = str(tmp_path / "nowhere" / "seals.jsonl")
        settings.SEAL_ANCHOR_MAIL = ["notary@example.org"]
        publish()

        assert len(mail.outbox) == 1
        assert "could not be published" in caplog.text

    def test_everybody_reads_them(self, client):
        newest = Seal.objects.order_by("-day").first()

        assert newest.hash in client.get(reverse("seals")).content.decode()
        document = client.get(reverse("seals_document")).json()
        assert document["seals"] == [published(made) for made in Seal.objects.order_by("day")]
        assert document["keys"] == public_keys()
        feed = client.get(reverse("seals_feed")).content.decode()
        assert canonical(published(newest)).replace('"', "&quot;") in feed or newest.signature in feed


def swap_numbers(first: Event, second: Event) -> None:
    """Exchange the numbers of two events, with the digests of rows that refer to them."""
    third = Event.objects.order_by("-pk")[0].pk + 1
    for before, after in ((first.pk, third), (second.pk, first.pk), (third, second.pk)):
        RowDigests.objects.filter(event_id=before).update(event_id=after)
        sql("UPDATE journal_event SET id = %s WHERE id = %s", after, before)


def test_events_of_a_chain_whose_order_was_changed_are_found(three_days):
    first, last = Event.objects.filter(subject="thing:1").order_by("pk")[::2]

    swap_numbers(first, last)

    assert ("thing:1", "order_changed") in codes()


def test_events_of_different_chains_whose_order_was_changed_are_found_by_the_day_that_sealed_them(three_days):
    assert codes() == set()

    swap_numbers(Event.objects.get(subject="thing:of-day-0"), Event.objects.get(subject="thing:of-day-2"))

    assert ("seal:2018-06-03", "order_changed") in codes()


def test_a_consent_withdrawn_does_not_come_back_by_making_its_end_the_earlier_event():
    """What a row was before is a row that an event recorded: only the order says that it is over."""
    mill, brand = make.factory(), make.brand("Northwind")
    make.sourcing(brand, mill)
    people = make.user("factory", factory=mill)
    give_consent(mill.pk, brand_id=brand.pk, scope="plan", from_on=DAY, actor=people, now=NOW)
    given = Consent.objects.values().get()
    withdraw_consent(mill.pk, brand_id=brand.pk, actor=people, now=NOW)
    before, after = Event.objects.filter(kind__startswith="consent.").order_by("pk")

    Consent.objects.update(**given)
    swap_numbers(before, after)

    assert not list(faults_of(covered_tables()["factories_consent"]))
    assert (before.subject, "order_changed") in codes()
