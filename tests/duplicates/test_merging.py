"""Two records become one factory, and two again: nothing lost, nothing left, and later evidence where it belongs."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from accounts.models import Role
from advisory.commands.plan.thread import write_on_plan_item
from advisory.models import PlanFile, PlanItem, PlanMessage
from assessments.models import Assessment, Finding
from duplicates.commands.links_merged import Disagreeing
from duplicates.commands.merging import (
    MergedFurther,
    NotAPair,
    PairDecided,
    mark_as_two_factories,
    merge_factories,
    raise_pair,
    split_factories,
)
from duplicates.commands.moving_rows import Clashing
from duplicates.queries.merges import surviving_factory
from factories.models import (
    Consent,
    Factory,
    FormerName,
    Identifier,
    Membership,
    Sourcing,
    Workforce,
)
from factories.same_transaction.merged import MergedAway
from journal.models import Event
from tests import make
from tests.duplicates.merging import LATER, days, dump, pair_of, twins
from tests.journal.covering import covered
from tests.recognition.make import judged

pytestmark = pytest.mark.django_db(transaction=True)


def fill(factory: Factory, day: int) -> None:
    """Evidence and links of every kind, on days of its own."""
    made = make.assessment(factory, assessed_on=days(day), findings={"OS-8-06": "One exit was locked."})
    make.evidence_file(made, "OS-8-06")
    make.visit(factory, visited_on=days(day + 1))
    make.visit_finding(factory, "OS-8-06", visited_on=days(day + 1))
    make.plan_item(factory, "1")
    make.plan_item(factory, "1", status="in_progress", now=make.NOW + timedelta(minutes=5))
    make.plan_file(factory, "1")
    make.committee(factory, reviewed_on=days(day))
    make.systems(factory, reviewed_on=days(day))
    make.learning(factory, held_on=days(day))
    make.user(Role.FACTORY, factory=factory)
    Workforce.objects.create(factory=factory, counted_on=days(day), workers=100 + day, recorded_at=make.NOW)


@pytest.fixture
def full():
    """Two records of one factory with evidence, links, an identifier and an open pair."""
    kept, dropped = twins()
    fill(kept, 0)
    fill(dropped, 10)
    brand, second = make.brand(), make.brand()
    make.sourcing(brand, kept)
    make.sourcing(brand, dropped, from_on=days(-800))
    make.sourcing(second, dropped)
    make.consent(second, dropped)
    for factory, value in ((kept, "KH2019085D0JW43"), (dropped, "KH2020001AAAAAX")):
        Identifier.objects.create(factory=factory, scheme="os_id", value=value, from_on=days(0))
    return kept, dropped, pair_of(kept, dropped)


def merged(full, **said):
    kept, _, pair = full
    return merge_factories(pair.pk, keep_id=kept.pk, actor=None, now=LATER, **said)


def test_everything_moves_and_the_old_code_leads_on(full):
    kept, dropped, _ = full
    merged(full)

    for model in (Assessment, Finding, PlanItem, PlanFile, Membership, Sourcing, Consent, Workforce):
        assert not model.objects.filter(factory=dropped).exists(), model
    assert Assessment.objects.filter(factory=kept).count() == 2
    assert not Factory.objects.filter(pk=dropped.pk).exists()
    assert surviving_factory(dropped.code) == kept
    assert Identifier.objects.filter(factory=kept, scheme="programme", value=dropped.code).exists()
    assert Identifier.objects.filter(factory=kept, scheme="os_id", until_on=None).count() == 1
    assert FormerName.objects.get(factory=kept).name == "Lotus Garments Co"
    assert Event.objects.filter(kind="factory.merged", factory_id=kept.pk).count() == 1


def test_items_of_both_plans_with_one_number_stand_beside_each_other_with_what_was_said_of_each(full):
    kept, dropped, _ = full
    for factory in (kept, dropped):
        write_on_plan_item(
            factory.pk, ref="1", message_id=uuid4(), kind="message", text=f"Of {factory.code}",
            actor=make.user(Role.FACTORY, factory=factory), now=LATER,
        )  # fmt: skip
    merged(full)

    refs = set(PlanItem.objects.filter(factory=kept, superseded_at=None).values_list("ref", flat=True))
    assert refs >= {"1", f"1 {dropped.code}"}
    assert set(PlanFile.objects.values_list("ref", flat=True)) == {"1", f"1 {dropped.code}"}
    assert dict(PlanMessage.objects.values_list("text", "ref")) == {
        f"Of {kept.code}": "1",
        f"Of {dropped.code}": f"1 {dropped.code}",
    }


def test_two_open_links_of_one_brand_are_one(full):
    kept, *_ = full
    merged(full)

    brand = Sourcing.objects.filter(factory=kept).order_by("pk").first().brand
    assert Sourcing.objects.filter(factory=kept, brand=brand, until_on=None).count() == 1


def test_a_merge_taken_back_leaves_every_table_as_it_was(full):
    before = dump()
    merge = merged(full, values=["name", "workers"], reason="Seen on the spot")
    assert dump() != before

    split_factories(merge.pk, actor=None, now=LATER)

    assert dump() == before


def test_of_a_merge_taken_back_only_the_evidence_recorded_since_is_new(full):
    kept, dropped, _ = full
    before = dump()
    merge = merged(full)
    make.visit(kept, visited_on=days(40), now=LATER)
    make.plan_item(
        kept, f"1 {dropped.code}", status="done", done_on=days(60), now=LATER
    )  # goes on with the other's plan

    split_factories(merge.pk, actor=None, now=LATER)

    after = dump()
    differing = {table for table in before if before[table] != after[table]}
    assert differing == {"advisory.AdvisoryVisit", "advisory.PlanItem"}
    table = "advisory.AdvisoryVisit"
    [new] = [row for row in after[table] if row not in before[table]]
    assert new["fields"]["factory"] == kept.pk
    assert {row.factory_id for row in PlanItem.objects.filter(status="done")} == {dropped.pk}


def test_what_was_recorded_since_goes_with_the_other_where_people_say_so(full):
    kept, dropped, _ = full
    merge = merged(full)
    later = make.assessment(kept, assessed_on=days(50), findings={"OS-8-06": "Again."}, now=LATER)

    split_factories(merge.pk, take={"assessments.Assessment": [str(later.pk)]}, actor=None, now=LATER)

    later.refresh_from_db()
    assert later.factory_id == dropped.pk
    assert {row.factory_id for row in Finding.objects.filter(assessment=later)} == {dropped.pk}


def test_merged_twice_and_taken_back_in_order(full):
    kept, dropped, _ = full
    third = make.factory(name="Lotus Garments Three")
    first = merged(full)
    before = dump(without=("factories.DuplicatePair",))
    again = merge_factories(pair_of(kept, third).pk, keep_id=third.pk, actor=None, now=LATER)

    assert surviving_factory(dropped.code) == third
    with pytest.raises(MergedFurther):
        split_factories(first.pk, actor=None, now=LATER)
    split_factories(again.pk, actor=None, now=LATER)
    assert dump(without=("factories.DuplicatePair",)) == before


def test_an_assessment_on_the_same_day_in_both_is_for_people_to_settle():
    kept, dropped = twins()
    for factory in (kept, dropped):
        make.assessment(factory, assessed_on=days(1))
    before = dump()
    pair = pair_of(kept, dropped)

    with pytest.raises(Clashing, match="on one day"):
        merge_factories(pair.pk, keep_id=kept.pk, actor=None, now=LATER)

    pair.delete()
    assert dump() == before


def test_a_consent_that_one_record_took_back_is_not_given_again_by_merging():
    kept, dropped = twins()
    brand = make.brand()
    make.consent(brand, kept, until_on=days(0))
    make.consent(brand, dropped)

    with pytest.raises(Disagreeing, match=brand.name):
        merge_factories(pair_of(kept, dropped).pk, keep_id=kept.pk, actor=None, now=LATER)


def test_factories_of_two_countries_are_no_pair():
    one, other = make.factory(), make.factory(country="VN")

    with pytest.raises(NotAPair):
        raise_pair(one.pk, other_id=other.pk, reason="?", actor=None, now=LATER)


def test_who_comes_second_learns_that_it_was_decided(full):
    merged(full)

    with pytest.raises(PairDecided):
        mark_as_two_factories(full[2].pk, reason="Two", actor=None, now=LATER)


def test_nothing_is_entered_for_a_record_that_became_part_of_another(full):
    _, dropped, _ = full
    merged(full)

    with pytest.raises(MergedAway, match=full[0].code):
        make.committee(dropped, reviewed_on=days(60), now=LATER)


def test_two_factories_stay_two_and_nobody_is_asked_again(full):
    pair = full[2]
    mark_as_two_factories(pair.pk, reason="Two gates, two managers", actor=None, now=LATER)

    pair.refresh_from_db()
    assert (pair.state, pair.reason) == ("different", "Two gates, two managers")
    assert Event.objects.filter(kind="duplicate.different").count() == 2


def test_verify_is_silent_after_a_merge_and_after_taking_it_back(full):
    kept, dropped, _ = full
    judged(kept, dropped)
    covered()
    call_command("verify")
    merge = merged(full)
    call_command("verify")
    judged(kept)
    call_command("verify")
    split_factories(merge.pk, actor=None, now=LATER)
    call_command("verify")
    judged(kept, dropped)
    call_command("verify")
