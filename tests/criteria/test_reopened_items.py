"""A plan item that was reopened is open: on the plan's page and for the criteria, however it was reopened.

Pages are used as a browser uses them, files are imported. The model is written from docs/visiting.md and
docs/criteria.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from advisory.models import PlanItem
from assessments.models import Finding
from factories.models import Factory
from tests import make
from tests.assessments.files import run, write
from tests.people.make import browser, fill_in, forms_of, send
from tests.recognition.make import eligible_factory

pytestmark = pytest.mark.django_db
STATUSES = ("not_started", "in_progress", "done", "verified", "reopened")
REFS = ("1", "2", "3", "4", "5")
START = datetime.combine(make.TODAY, make.NOW.timetz())


def evaluated(factory: Factory, on: date = make.TODAY) -> dict[str, Any]:
    """The verdict on the factory by `manage.py evaluate`, its criteria by code."""
    out = StringIO()
    call_command("evaluate", "--factory", factory.code, "--as-of", on.isoformat(), "--json", stdout=out)
    (verdict,) = json.loads(out.getvalue())["verdicts"]
    return {**verdict, "criteria": {row["code"]: row for row in verdict["criteria"]}}


def plan_page(client: Client, factory: Factory) -> Any:
    return client.get(reverse("advisory:plan", args=[factory.code]))


def tap(client: Client, factory: Factory, ref: str, status: str) -> Any:
    """Press the button of an item's status on the plan's page."""
    page = plan_page(client, factory)
    form = next(place for place, form in enumerate(forms_of(page)) if form["data"].get("ref") == ref)
    return send(client, reverse("advisory:plan", args=[factory.code]), page, form=form, status=status)


def change(client: Client, factory: Factory, ref: str, **data: Any) -> Any:
    """Change an item on its own page, everything else as the page shows it."""
    item = current(factory, ref)
    address = reverse("advisory:plan_item", args=[factory.code, item.pk])
    return fill_in(client, address, **data)


def current(factory: Factory, ref: str) -> PlanItem:
    return PlanItem.objects.get(factory=factory, ref=ref, superseded_at=None)


def groups(client: Client, factory: Factory) -> dict[str, set[str]]:
    """References of the items by the part of the plan's page that shows them."""
    shown = plan_page(client, factory).context["groups"]
    return {group["id"]: {row.ref for row, _ in group["rows"]} for group in shown}


def buttons(client: Client, factory: Factory, ref: str) -> list[str]:
    """The statuses that the page offers for an item."""
    rows = [pair for group in plan_page(client, factory).context["groups"] for pair in group["rows"]]
    return [status for row, acts in rows if row.ref == ref for status, _ in acts]


@pytest.fixture
def mill() -> Factory:
    """A factory that is eligible, its plan five verified items, all of them due."""
    factory = eligible_factory("KH-00017")
    for ref in REFS[1:]:
        make.plan_item(
            factory, ref, status="verified", done_on=date(2018, 4, 20), verified_on=date(2018, 4, 25)
        )
    return factory


@pytest.fixture
def adviser() -> Client:
    return browser(make.user(Role.ADVISER))


def test_five_reopened_items_count_for_nothing(mill, adviser, tmp_path):
    before = evaluated(mill)
    assert before["outcome"] == "eligible"
    assert before["criteria"]["D2-DONE"]["value"] == {"n": 5, "of": 5}

    with time_machine.travel(START + timedelta(hours=1)):
        for ref in REFS[:2]:
            assert tap(adviser, mill, ref, "reopened").status_code == 302
        for ref in REFS[2:4]:  # the page's own fields still hold the days of the first life
            assert change(adviser, mill, ref, status="reopened").status_code == 302
        row = {"factory": mill.code, "ref": REFS[4], "issue": "To be put right", "status": "reopened"}
        assert run("import_evidence", "plan-items", write(tmp_path / "plan.csv", [row])).counts == (0, 1, 0)

        after = evaluated(mill)

    assert after["criteria"]["D2-DONE"]["value"] == {"n": 0, "of": 5}
    assert after["criteria"]["D2-DONE"]["outcome"] == "not_met"
    assert after["criteria"]["D2-VERIFIED"]["value"] is None
    assert after["outcome"] == "not_eligible"
    assert groups(adviser, mill)["done"] == groups(adviser, mill)["verified"] == set()
    former = PlanItem.objects.filter(factory=mill, superseded_at__isnull=False)
    assert set(former.values_list("ref", "done_on", "verified_on")) == {
        (ref, date(2018, 4, 20), date(2018, 4, 25)) for ref in REFS
    }


def test_both_buttons_work_again_and_the_new_days_count(mill, adviser):
    with time_machine.travel(START + timedelta(hours=1)):
        for ref in ("1", "2"):
            tap(adviser, mill, ref, "reopened")
            assert buttons(adviser, mill, ref) == ["in_progress", "done"]
        assert tap(adviser, mill, "1", "in_progress").status_code == 302
        assert tap(adviser, mill, "1", "done").status_code == 302
        assert tap(adviser, mill, "2", "done").status_code == 302
        assert tap(adviser, mill, "2", "verified").status_code == 302

        verdict = evaluated(mill)

    assert (current(mill, "1").done_on, current(mill, "1").verified_on) == (make.TODAY, None)
    assert (current(mill, "2").done_on, current(mill, "2").verified_on) == (make.TODAY, make.TODAY)
    assert verdict["criteria"]["D2-DONE"]["value"] == {"n": 5, "of": 5}
    assert verdict["criteria"]["D2-VERIFIED"]["value"] == {"n": 4, "of": 5}


def test_the_factory_reopens_on_the_items_page_too(mill):
    owner = browser(make.user(Role.FACTORY, factory=mill))

    with time_machine.travel(START + timedelta(hours=1)):
        assert change(owner, mill, "1", status="reopened").status_code == 302

    item = current(mill, "1")
    assert (item.status, item.done_on, item.verified_on, item.verified_by) == ("reopened", None, None, None)


def test_a_file_without_the_days_takes_them_away_with_the_status(mill, tmp_path):
    row = {"factory": mill.code, "ref": "1", "issue": "To be put right", "status": "in_progress"}

    run("import_evidence", "plan-items", write(tmp_path / "plan.csv", [row]))

    assert (current(mill, "1").done_on, current(mill, "1").verified_on) == (None, None)


def test_a_file_without_a_status_leaves_the_days(mill, tmp_path):
    row = {"factory": mill.code, "ref": "1", "issue": "To be put right", "done_on": "", "verified_on": ""}

    assert run("import_evidence", "plan-items", write(tmp_path / "plan.csv", [row])).counts == (0, 0, 1)
    assert (current(mill, "1").done_on, current(mill, "1").verified_on) == (
        date(2018, 4, 20),
        date(2018, 4, 25),
    )


def test_what_a_reopened_item_had_shown_as_fixed_is_open_again(adviser):
    """An earlier publicly reported issue counts again, until its item is verified anew."""
    factory = eligible_factory("KH-00017", previous=["OS-8-06"])
    with time_machine.travel(make.NOW):
        make.plan_item(factory, "2", question="OS-8-06", status="done", done_on=date(2018, 4, 20))
        tap(adviser, factory, "2", "verified")
        assert evaluated(factory)["criteria"]["C3-EARLIER"]["value"] == 0
    with time_machine.travel(START + timedelta(hours=1)):
        tap(adviser, factory, "2", "reopened")
        reopened = evaluated(factory)
        assert current(factory, "2").finding == Finding.objects.get(withdrawn_at=None)
    assert reopened["criteria"]["C3-EARLIER"]["value"] == 1
    assert Finding.objects.get(withdrawn_at__isnull=False).fixed_on == make.TODAY  # the history stays
    with time_machine.travel(START + timedelta(hours=2)):
        tap(adviser, factory, "2", "done")
        tap(adviser, factory, "2", "verified")
        assert evaluated(factory)["criteria"]["C3-EARLIER"]["value"] == 0


def test_another_verified_item_on_the_question_keeps_it_fixed(adviser):
    factory = eligible_factory("KH-00017", previous=["OS-8-06"])
    verified = {"status": "verified", "done_on": date(2018, 4, 20), "verified_on": date(2018, 4, 25)}
    make.plan_item(factory, "2", question="OS-8-06", **verified)
    make.plan_item(factory, "3", question="OS-8-06", **verified)

    with time_machine.travel(START + timedelta(hours=1)):
        tap(adviser, factory, "2", "reopened")

    assert Finding.objects.get(withdrawn_at=None).fixed_on == date(2018, 4, 25)


# --- random lives ---------------------------------------------------------------------------------------------------


@dataclass
class Item:
    """What docs/visiting.md says of one item: an open one, reopened or not, has no days."""

    status: str = "not_started"
    done_on: date | None = None
    verified_on: date | None = None
    former: list[tuple[str, date | None, date | None]] = field(default_factory=list)

    def become(self, status: str, done_on: date | None = None, verified_on: date | None = None) -> None:
        was = (self.status, self.done_on, self.verified_on)
        if status in {"not_started", "in_progress", "reopened"}:
            done_on = verified_on = None
        if was != (status, done_on, verified_on):
            self.former.append(was)
        self.status, self.done_on, self.verified_on = status, done_on, verified_on

    @property
    def offered(self) -> list[str]:
        """What the page's buttons give an adviser."""
        if self.status in {"done", "verified"}:
            return ["verified", "reopened"] if self.status == "done" else ["reopened"]
        return ["done"] if self.status == "in_progress" else ["in_progress", "done"]


BUTTON, FORM, FILE = "button", "form", "file"
ACTS = st.lists(
    st.tuples(
        st.sampled_from(REFS[:3]),
        st.sampled_from([BUTTON, BUTTON, FORM, FILE, FILE]),
        st.sampled_from(STATUSES),
        st.booleans(),  # whether a file has columns for the days
    ),
    min_size=4,
    max_size=12,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_random_lives_of_items(acts, tmp_path):
    factory = make.factory(recorded_at=make.NOW - timedelta(days=30))
    for ref in REFS[:3]:
        make.plan_item(factory, ref, due_on=date(2018, 5, 1), now=make.NOW - timedelta(days=30))
    adviser, model = browser(make.user(Role.ADVISER)), {ref: Item() for ref in REFS[:3]}
    moment = make.NOW
    for ref, way, status, with_days in acts:
        moment += timedelta(hours=7)
        file = tmp_path / "plan.csv"
        with time_machine.travel(moment):
            _act(factory, adviser, model, (ref, way, status, with_days), file)
            _check(factory, adviser, model, _today(moment))


def _today(moment: datetime) -> date:
    return (moment + timedelta(hours=7)).date()  # Phnom Penh


def _act(
    factory: Factory, adviser: Client, model: dict[str, Item], act: tuple[str, str, str, bool], file: Path
) -> None:
    ref, way, status, with_days = act
    item = model[ref]
    today = _today(datetime.now(tz=make.NOW.tzinfo))
    if way == BUTTON:
        status = item.offered[STATUSES.index(status) % len(item.offered)]
        assert tap(adviser, factory, ref, status).status_code == 302
        item.become(
            status,
            today if status == "done" else item.done_on,
            today if status == "verified" else None,
        )
        return
    done_on = item.done_on or today
    days = {
        "done_on": done_on.isoformat() if status in {"done", "verified"} else "",
        "verified_on": today.isoformat() if status == "verified" else "",
    }
    if status == "reopened" and item.done_on:  # what was there may stay in the row; it does not count
        days["done_on"] = item.done_on.isoformat()
    if way == FORM:
        assert change(adviser, factory, ref, status=status, **days).status_code == 302
    else:
        row = {"factory": factory.code, "ref": ref, "issue": "To be put right", "status": status}
        if with_days or status in {"done", "verified"}:
            row |= days
        outcome = run("import_evidence", "plan-items", write(file, [row]))
        assert outcome.code == 0, outcome.stderr
    item.become(
        status, done_on if status in {"done", "verified"} else None, today if status == "verified" else None
    )


def _check(factory: Factory, adviser: Client, model: dict[str, Item], today: date) -> None:
    shown = groups(adviser, factory)
    by_status = {status: {ref for ref, item in model.items() if item.status == status} for status in STATUSES}
    assert shown["done"] == by_status["done"]
    assert shown["verified"] == by_status["verified"]
    assert shown["overdue"] == by_status["not_started"] | by_status["in_progress"] | by_status["reopened"]
    for ref, item in model.items():
        assert buttons(adviser, factory, ref) == item.offered
        row = current(factory, ref)
        assert (row.status, row.done_on, row.verified_on) == (item.status, item.done_on, item.verified_on)
        former = PlanItem.objects.filter(factory=factory, ref=ref, superseded_at__isnull=False).order_by("pk")
        assert list(former.values_list("status", "done_on", "verified_on")) == item.former
    done = len(by_status["done"] | by_status["verified"])
    verified = len(by_status["verified"])
    criteria = evaluated(factory, today)["criteria"]
    assert criteria["D2-DONE"]["value"] == {"n": done, "of": len(model)}
    assert criteria["D2-VERIFIED"]["value"] == ({"n": verified, "of": done} if done else None)
