"""What a brand commits to: made once, read by the factory, reported back, and nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from buyers.commands.commitments import make_commitment
from buyers.models import BuyerCommitment
from buyers.queries.commitments import commitments_to, own_commitments
from duplicates.commands.merging import merge_factories
from factories.commands import merge_brands, withdraw_consent
from factories.models import Factory
from journal.models import Event
from notifications.inbox import items, notices_for
from notifications.notices import notify_people
from tests import make
from tests.duplicates.merging import pair_of
from tests.portal.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
TEXT = "Paid within 30 days of delivery."
DUE = TODAY + timedelta(days=60)


@pytest.fixture
def programme():
    """Without verdicts: what brands commit to needs none."""
    with time_machine.travel(NOW, tick=False):
        supplier, quiet = (
            make.factory("KH-00001", name="Near Mill"),
            make.factory("KH-00002", name="Quiet Mill"),
        )
        brand, other = make.brand("Northwind"), make.brand("Southwind")
        for factory in (supplier, quiet):
            make.sourcing(brand, factory)
            make.sourcing(other, factory)
        make.consent(brand, supplier)
        make.consent(other, supplier)
        yield World(
            supplier, None, supplier, quiet, quiet, brand,  # type: ignore[arg-type]  # no recognition is needed
            make.user("brand", brand=brand), make.user("brand", brand=other),
        )  # fmt: skip


def filled(programme, **changes):
    return {
        "once": str(uuid4()), "brand": programme.brand.pk, "kind": "payment", "text": TEXT, "due_on": DUE.isoformat(),
        **changes,
    }  # fmt: skip


def page(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def committed(programme, factory=None):
    return make_commitment(
        (factory or programme.supplier).pk, commitment_id=uuid4(), brand_id=programme.brand.pk, kind="payment",
        text=TEXT, due_on=DUE, actor=programme.linh, now=NOW,
    )  # fmt: skip


def address_of(programme):
    return reverse("factory", args=[programme.supplier.code])


def test_a_brand_commits_once_and_the_factory_reads_it_with_the_brands_name(client, programme):
    client.force_login(programme.linh)
    sent = filled(programme)
    for _again in range(2):
        assert client.post(reverse("commit", args=[programme.supplier.code]), sent).status_code == 302
    assert BuyerCommitment.objects.count() == Event.objects.filter(kind="commitment.made").count() == 1

    for role in ("factory", "worker"):
        own = page(client, make.user(role, factory=programme.supplier), address_of(programme))
        assert TEXT in own
        assert "Northwind" in own


def test_another_brand_reads_nothing_of_it(client, programme):
    before = page(client, programme.karim, address_of(programme))
    committed(programme)
    after = page(client, programme.karim, address_of(programme))
    assert without_tokens(after) == without_tokens(before)
    assert TEXT in page(client, programme.linh, address_of(programme))


def without_tokens(text):
    return [line for line in text.splitlines() if "csrf" not in line.lower()]


def test_the_factorys_people_are_told_and_read_who_about_what(programme):
    owner = make.user("factory", factory=programme.supplier)
    committed(programme)
    notify_people([], now=NOW)
    sentences = [item.sentence for item in items(notices_for(owner, TODAY), owner)]
    assert sentences == ["Northwind commits to something for Near Mill: Time of payment"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"text": "  "}, 422),
        ({"due_on": "2018-01-01"}, 409),
        ({"due_on": "2030-01-01"}, 409),
        ({"kind": "x"}, 422),
    ],
)
def test_what_cannot_be_committed_to_is_said_and_what_was_typed_stays(client, programme, changes, status):
    client.force_login(programme.linh)
    answer = client.post(reverse("commit", args=[programme.supplier.code]), filled(programme, **changes))
    assert answer.status_code == status
    assert "error" in answer.content.decode()
    assert not BuyerCommitment.objects.exists()


def test_it_is_reported_as_not_yet_then_done_and_then_stands(client, programme):
    row = committed(programme)
    address = reverse("report_commitment", args=[programme.supplier.code, row.pk])
    client.force_login(programme.linh)
    for state, note in (
        ("not_yet", "From March on."),
        ("not_yet", "From March on."),
        ("done", ""),
        ("stopped", "No."),
    ):
        client.post(address, {"state": state, "note": note})
    row.refresh_from_db()
    assert row.state == "done"
    assert Event.objects.filter(kind="commitment.reported").count() == 2
    assert not Event.objects.filter(kind="commitment.ended").exists()


def test_nothing_is_reported_that_was_not_chosen(client, programme):
    row = committed(programme)
    client.force_login(programme.linh)
    html = client.get(address_of(programme)).content.decode()
    form = html[html.index(f'id="state-{row.pk}"') :]
    assert re.search(r"<option value=\"([^\"]*)\"", form)[1] == ""  # "done" cannot be taken back

    address = reverse("report_commitment", args=[programme.supplier.code, row.pk])
    answer = client.post(address, {"state": "", "note": ""}, follow=True)
    assert "Say whether it is done." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "made"


def test_whoever_ends_it_writes_a_word(client, programme):
    row = committed(programme)
    address = reverse("report_commitment", args=[programme.supplier.code, row.pk])
    client.force_login(programme.linh)
    client.post(address, {"state": "stopped", "note": " "})
    row.refresh_from_db()
    assert row.state == "made"
    client.post(address, {"state": "stopped", "note": "We close the line."})
    assert "We close the line." in page(
        client, make.user("factory", factory=programme.supplier), address_of(programme)
    )


def test_with_the_consent_the_brands_pages_end_and_the_factory_keeps_the_word_given(client, programme):
    row = committed(programme)
    owner = make.user("factory", factory=programme.supplier)
    withdraw_consent(programme.supplier.pk, brand_id=programme.brand.pk, actor=owner, now=NOW)

    assert TEXT not in page(client, programme.linh, address_of(programme))
    report = reverse("report_commitment", args=[programme.supplier.code, row.pk])
    assert client.post(report, {"state": "done"}).status_code == 404
    assert client.get(reverse("commit", args=[programme.supplier.code])).status_code == 404
    assert TEXT in page(client, owner, address_of(programme))


def test_it_is_not_made_where_nothing_is_shared(client, programme):
    client.force_login(programme.linh)
    address = reverse("commit", args=[programme.quiet.code])
    assert client.post(address, filled(programme)).status_code == 404


def test_a_merged_brand_and_a_merged_factory_keep_it(client, programme):
    row = committed(programme)
    into = make.brand("Northwind Group")
    make.sourcing(into, programme.quiet)
    merge_brands(programme.brand.pk, into_id=into.pk, reason="One", actor=None, now=NOW)
    assert [one.brand.name for one in commitments_to(programme.supplier.pk)] == ["Northwind Group"]
    assert list(own_commitments(programme.linh, programme.supplier.pk)) == [row]
    client.force_login(programme.linh)
    client.post(reverse("report_commitment", args=[programme.supplier.code, row.pk]), {"state": "done"})
    row.refresh_from_db()
    assert row.state == "done"

    bare = make.factory("KH-00009", name="Near Mill Two")
    merge_factories(pair_of(bare, programme.supplier).pk, keep_id=bare.pk, actor=None, now=NOW)
    assert commitments_to(Factory.objects.get(code=bare.code).pk) == [row]
