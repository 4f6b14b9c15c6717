"""Is it one factory or two? What imports raise, what people decide, and what pages show."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import Role
from assessments.models import Assessment
from duplicates.commands.merging import PairDecided, mark_as_two_factories, merge_factories
from duplicates.models import FactoryMerge
from factories.models import DuplicatePair, Factory
from factories.same_transaction.merged import MergedAway
from tests import make
from tests.at_once import at_once
from tests.duplicates.merging import LATER, days, pair_of, twins
from tests.factory_lists.test_importing import Told

CASES = Path(__file__).parents[1] / "factory_lists" / "cases"
ROOT = Path(__file__).resolve().parents[2]


def signed_in(role=Role.GLOBAL, **of) -> Client:
    """A browser that keeps to the tokens of the forms that it was shown."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user(role, **of))
    return client


def sent(client, page, address, **said):
    """Send a form that the page shows at an address."""
    assert f'action="{address}"' in page.content.decode() or page.request["PATH_INFO"] == address
    token = page.context["csrf_token"]
    return client.post(address, {**said, "csrfmiddlewaretoken": str(token)}, follow=True)


# --- lists --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_spellings_of_one_factory_are_suspected_each_once():
    """Case 04: units in Roman numbers, joined words, legal forms written out, the country in the name."""
    told = Told(CASES / "04" / "list.csv")

    assert told.counts == (14, 14, 0, 0)
    assert told.json["suspected"] == 7
    codes = dict(DuplicatePair.objects.values_list("second__code", "first__code"))
    assert codes == {f"VN-{n:05}": f"VN-{n - 1:05}" for n in range(2, 15, 2)}


@pytest.mark.django_db
def test_a_list_with_an_earlier_name_finds_the_factory():
    """Case 03."""
    for name in ("a.csv", "b.csv"):
        Told(CASES / "03" / name)
    told = Told(CASES / "03" / "c.csv")

    assert told.json["unchanged"] == 1 or told.json["suspected"] == 1
    if told.json["suspected"]:
        assert DuplicatePair.objects.get().because == "former_name"


@pytest.mark.django_db
def test_two_factories_are_told_apart_for_good():
    """Case 02, through the pages."""
    for name in ("first.csv", "second.csv"):
        Told(CASES / "02" / name)
    client = signed_in()
    first, second = Factory.objects.order_by("pk")
    listed = client.get("/factories/", {"state": "suspected"}).content.decode()
    assert first.code in listed
    assert second.code in listed
    pair = DuplicatePair.objects.get()
    for one, other in ((first, second), (second, first)):
        page = client.get(f"/factories/{one.code}/").content.decode()
        assert f"{other.name} ({other.code})" in page.replace("&amp;", "&")
        assert f"/factories/duplicates/{pair.pk}/" in page
    page = client.get(f"/factories/duplicates/{pair.pk}/")
    assert "the same name at another address" in page.content.decode()

    sent(client, page, f"/factories/duplicates/{pair.pk}/apart/", reason="Two gates")

    assert DuplicatePair.objects.get().state == "different"
    assert "erhaps registered twice: " not in client.get(f"/factories/{second.code}/").content.decode()
    again = Told(CASES / "02" / "second.csv")
    assert (again.json["unchanged"], again.json["suspected"]) == (1, 0)
    assert not DuplicatePair.objects.filter(state="open").exists()


@pytest.mark.django_db
def test_one_factory_is_merged_on_the_page_and_its_old_code_still_finds_it():
    for name in ("first.csv", "second.csv"):
        Told(CASES / "02" / name)
    client = signed_in()
    first, second = Factory.objects.order_by("pk")
    make.assessment(second, assessed_on=days(0))
    pair = DuplicatePair.objects.get()
    page = client.get(f"/factories/duplicates/{pair.pk}/")
    assert page.context["merge_form"].initial["keep"] == str(second.pk)  # it has more

    done = sent(
        client, page, f"/factories/duplicates/{pair.pk}/same/",
        keep=str(first.pk), value_address=str(second.pk), reason="One gate",
    )  # fmt: skip

    assert done.redirect_chain == [(f"/factories/{first.code}/", 302)]
    first.refresh_from_db()
    assert first.address == "Building 9, Test SEZ, Kampong Speu"
    assert Assessment.objects.get().factory == first
    assert client.get(f"/factories/{second.code}/").url == f"/factories/{first.code}/"
    for name in ("first.csv", "second.csv"):
        told = Told(CASES / "02" / name).json
        assert told["created"] == told["suspected"]  # found, or raised under its former address
    assert second.code in client.get("/factories/", {"q": second.code}).content.decode()


@pytest.mark.django_db
def test_a_list_with_the_code_of_a_merged_record_finds_the_factory_that_stayed(tmp_path):
    kept, dropped = twins()
    merge_factories(pair_of(kept, dropped).pk, keep_id=kept.pk, actor=None, now=LATER)
    path = tmp_path / "list.csv"
    path.write_text(f"code,name,country\n{dropped.code},Lotus Garments Co,KH\n")

    assert Told(path, "--dry-run").json["created"] == 0


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_merge_is_taken_back_on_its_page_with_what_belongs_to_the_other():
    kept, dropped = twins()
    merge = merge_factories(pair_of(kept, dropped).pk, keep_id=kept.pk, actor=None, now=LATER)
    stays = make.visit(kept, visited_on=days(3), now=LATER)
    goes = make.visit(kept, visited_on=days(4), now=LATER)
    client = signed_in(Role.MANAGER)
    assert f"/factories/merges/{merge.pk}/" in client.get(f"/factories/{kept.code}/").content.decode()
    address = f"/factories/merges/{merge.pk}/"
    page = client.get(address)

    sent(client, page, address, reason="Two after all", take=[f"advisory.AdvisoryVisit:{goes.pk}"])

    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.factory, goes.factory) == (kept, dropped)
    assert client.get(f"/factories/{dropped.code}/").status_code == 200


@pytest.mark.django_db
def test_a_pair_is_raised_by_hand_and_a_wrong_code_is_told_beside_its_field():
    one, other = make.factory(), make.factory()
    client = signed_in(Role.MANAGER)
    address = f"/factories/{one.code}/same-as/"
    wrong = sent(client, client.get(address), address, code="KH-99999", reason="I was there")
    assert wrong.status_code == 422
    assert "No factory that you work with" in wrong.content.decode()
    assert "I was there" in wrong.content.decode()

    sent(client, wrong, address, code=other.code.lower(), reason="I was there")

    pair = DuplicatePair.objects.get()
    assert (pair.because, pair.reason) == ("by_hand", "I was there")


@pytest.mark.django_db
def test_a_refused_merge_keeps_what_was_typed():
    kept, dropped = twins()
    for factory in (kept, dropped):
        make.assessment(factory, assessed_on=days(1))
    pair = pair_of(kept, dropped)
    client = signed_in()
    page = client.get(f"/factories/duplicates/{pair.pk}/")

    refused = sent(
        client, page, f"/factories/duplicates/{pair.pk}/same/", keep=str(kept.pk), reason="Typed by me"
    )

    assert refused.status_code == 422
    text = refused.content.decode()
    assert "on one day" in text
    assert "Typed by me" in text


@pytest.mark.django_db
def test_the_list_of_pairs_turns_its_pages_and_keeps_to_the_country():
    for number in range(51):
        one, other = make.factory(), make.factory()
        DuplicatePair.objects.create(
            first=one, second=other, because="alike", score=number, found_at=make.NOW
        )
    pair_of(make.factory(country="VN"), make.factory(country="VN"))
    client = signed_in(Role.MANAGER)

    first = client.get("/factories/duplicates/")
    assert first.context["counted"].number == 51
    assert [pair.score for pair in first.context["pairs"]] == list(range(50, 0, -1))
    rest = client.get("/factories/duplicates/" + first.context["next_url"])
    assert [pair.score for pair in rest.context["pairs"]] == [0]
    assert signed_in().get("/factories/duplicates/", {"country": "VN"}).context["counted"].number == 1
    assert client.get("/factories/duplicates/?page=nonsense&country=XX").status_code == 200


# --- at one moment ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_people_decide_one_pair_at_once_and_one_decision_counts():
    kept, dropped = twins()
    pair = pair_of(kept, dropped)

    results = at_once(
        lambda: merge_factories(pair.pk, keep_id=kept.pk, actor=None, now=LATER),
        lambda: mark_as_two_factories(pair.pk, reason="Two", actor=None, now=LATER),
    )

    assert sum(isinstance(each, PairDecided) for each in results) == 1
    pair.refresh_from_db()
    assert pair.state == ("same" if FactoryMerge.objects.exists() else "different")


@pytest.mark.django_db(transaction=True)
def test_what_is_entered_while_a_factory_is_merged_is_the_kept_one_s_or_refused():
    make.questionnaire()
    kept, dropped = twins()
    pair = pair_of(kept, dropped)

    results = at_once(
        lambda: merge_factories(pair.pk, keep_id=kept.pk, actor=None, now=LATER),
        lambda: make.visit(dropped, visited_on=days(5), now=LATER),
    )

    assert FactoryMerge.objects.exists()
    from advisory.models import AdvisoryVisit

    refused = any(isinstance(each, MergedAway) for each in results)
    assert AdvisoryVisit.objects.filter(factory=kept).exists() != refused
    assert not AdvisoryVisit.objects.filter(factory=dropped).exists()


@pytest.mark.django_db(transaction=True)
def test_a_list_that_comes_in_while_a_factory_is_merged_finds_it(tmp_path):
    kept, dropped = twins()
    pair = pair_of(kept, dropped)
    path = tmp_path / "list.csv"
    path.write_text(f"name,country,address,workers\n{dropped.name},KH,{dropped.address},700\n")

    at_once(
        lambda: merge_factories(pair.pk, keep_id=kept.pk, actor=None, now=LATER),
        lambda: Told(path),
    )

    assert Factory.objects.count() in {1, 2}  # found by its place, or raised under its former name
    if Factory.objects.count() == 2:
        assert DuplicatePair.objects.filter(state="open", because="former_name").exists()


# --- the measure --------------------------------------------------------------------------------------------------


def test_matching_tells_the_labelled_pairs_apart():
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.matching", "data/duplicates/set_a.csv"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    figures = json.loads(told.stdout)

    assert figures["pairs"] == 211
    assert figures["precision"] >= 0.95
    assert figures["recall"] >= 0.9
