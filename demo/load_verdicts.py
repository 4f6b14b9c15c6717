"""What comes of the demonstration's evidence: judged by the programme's own engine, one recognition published.

The generator stops at the evidence; this is what the programme's people would do next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.commands import choose_password, make_account
from accounts.models import User
from advisory.queries.improvement_plan import plan_in_hand
from countries.queries.local_time import LocalDays, programme_day
from criteria.projections import load_shipped_criteria, refresh_verdicts
from criteria.queries.judgement import judgement_as_json
from demo.generator.people import COUNTRY, PEOPLE
from demo.load_benefits import give_benefits
from demo.load_commitments import comment_plan, make_commitments
from demo.load_courses import announce_courses
from demo.load_drafts import leave_in_hand
from demo.load_registry_changes import change_registry
from demo.load_stories import load_stories
from factories.commands import add_membership, give_consent, register_group, start_sourcing
from factories.queries import brands_by_name, by_code, consents_of, first_of
from factories.queries.by_id import factories_by_id
from journal.commands import Unchanged, value_of
from overview.projections import refresh_year_figures
from portal.projections import refresh_progress, refresh_reports
from progress_reports.commands import deliver_reports, make_reports
from progress_reports.tasks import slices_by_language
from recognition.commands.lifecycle import confirm_recognition, propose_recognition
from recognition.projections import publish_what_is_due
from sector_tables.commands import release_peers
from sector_tables.projections import refresh_sector_counts
from sector_tables.queries.peer_releases import unreleased

GROUP = "Lantern Holding · Demo"
REPORTED = 4


@dataclass(frozen=True, slots=True)
class DemoVerdicts:
    """Codes of the factories that came out eligible and close."""

    eligible_codes: tuple[str, ...]
    close_codes: tuple[str, ...]

    @property
    def eligible(self) -> int:
        """How many are eligible."""
        return len(self.eligible_codes)

    @property
    def close(self) -> int:
        """How many are close."""
        return len(self.close_codes)


def judge(*, now: datetime) -> DemoVerdicts:
    """Judge everybody by the shipped criteria."""
    load_shipped_criteria(now=now)
    judgement, _ = refresh_verdicts(now=now)
    result = judgement_as_json(judgement)
    close = judgement.verdicts.close
    return DemoVerdicts(
        eligible_codes=tuple(v["factory"] for v in result["verdicts"] if v["outcome"] == "eligible"),
        close_codes=tuple(v["factory"] for v, near in zip(result["verdicts"], close, strict=True) if near),
    )


def people_and_recognitions(verdicts: DemoVerdicts, *, password: str, now: datetime) -> None:
    """An account for each role; all eligible factories but one published, so that one is left to decide on."""
    hashed = make_password(password)
    users = {person.local: _account(person.email, person.name, person.role, hashed, now) for person in PEOPLE}
    home_id = _belong(users, verdicts, now=now)
    change_registry(users, now=now)
    leave_in_hand(home_id, users, now=now)
    home = factories_by_id([home_id])[home_id] if home_id else None
    left = verdicts.eligible_codes[-1:] if verdicts.eligible > 1 else ()
    for code in verdicts.eligible_codes:
        if code not in left:
            _recognise(code, users, now=now)
    publish_what_is_due(now=now)
    load_stories(verdicts.eligible_codes, writer=users["global2"], reader=users["global"], now=now)
    give_benefits(users, home=home, now=now)
    announce_courses(users, home=home, now=now)
    make_commitments(users, home=home, now=now)
    comment_plan(users, home=home, refs=_plan_refs(home_id, now), now=now)
    refresh_sector_counts(now=now)
    refresh_year_figures(now=now)
    for country, year in unreleased(now):
        release_peers(country, year=year, actor=None, now=now)
    report_to([*([home.code] if home else []), *verdicts.close_codes[:REPORTED]], now=now)


def _plan_refs(home_id: int | None, now: datetime) -> list[str]:
    """The items of the plan, the overdue ones first."""
    if home_id is None:
        return []
    held = plan_in_hand(home_id, programme_day(now))
    return [row.ref for row in (*held.overdue, *held.open, *held.done, *held.verified)]


def report_to(codes: Iterable[str], *, now: datetime) -> int:
    """Progress reports of some factories, given to their people. Returns how many."""
    chosen = {factory.pk: factory for code in codes if (factory := by_code(code))}
    # what a report tells is read from the windows, which no worker has made yet
    refresh_progress(list(chosen))
    refresh_reports(list(chosen))
    made = 0
    for language, ids in slices_by_language(chosen.values(), LocalDays(now)):
        numbers = make_reports(ids, language=language, is_regular=True, actor=None, now=now)
        if not isinstance(numbers, Unchanged):
            deliver_reports(numbers, actor=None, now=now)
            made += len(numbers)
    return made


def _account(email: str, name: str, role: str, hashed: str, now: datetime) -> User:
    # the adviser led assessments before anybody could sign in
    known = User.objects.filter(email=email).first()
    made = known or make_account(email=email, name=name, role=role, actor=None, now=now)
    return choose_password(made.pk, hashed=hashed, actor=None, now=now)


def _belong(users: Mapping[str, User], verdicts: DemoVerdicts, *, now: datetime) -> int | None:
    """Staff to their country, the factory's people to one that is close, a brand that it trusts and one it does not.

    Returns that factory's id; None in a programme without factories.
    """
    near = [code for code in verdicts.close_codes if code.startswith(COUNTRY)] or list(verdicts.close_codes)
    home = by_code(near[0]) if near else next(iter(first_of()), None)
    if home is None:
        return None
    siblings = [factory.pk for factory in first_of(home.country_id, most=6)]
    group = register_group(name=GROUP, factory_ids=siblings, actor=None, now=now)
    group_id = getattr(value_of(group), "pk", None)
    trusted, stranger = _brands(home.pk, now=now)
    to: dict[str, dict[str, Any]] = {
        "brand": {"brand_id": trusted},
        "brand2": {"brand_id": stranger},
        "factory": {"factory_id": home.pk},
        "group": {"group_id": group_id},
    }
    for person in PEOPLE:
        if person.belongs:
            belongs: dict[str, Any] = to.get(person.belongs, {"country": person.belongs})
            own = (
                person.belongs in to
            )  # the first of their brand, factory or group: they invite their colleagues
            add_membership(
                users[person.local].pk,
                **belongs,
                is_administrator=own,
                actor=None,
                now=now,
            )
    return home.pk


def _brands(home_id: int, *, now: datetime) -> tuple[int, int]:
    """A brand that buys from the factory and may read its reports, and one that does neither."""
    today = programme_day(now)
    brands = brands_by_name()
    linked = [link.brand for link in consents_of(home_id, today)]
    trusted = linked[0] if linked else next(iter(brands))
    if not linked:
        start_sourcing(home_id, brand=trusted, from_on=today, actor=None, now=now)
    give_consent(home_id, brand_id=brands[trusted], scope="plan", from_on=today, actor=None, now=now)
    stranger = next(brand_id for name, brand_id in brands.items() if name not in {*linked, trusted})
    return brands[trusted], stranger


def _recognise(code: str, users: Mapping[str, User], *, now: datetime) -> None:
    """Proposed by the country's reviewer, confirmed by the global team, published by the system."""
    factory = by_code(code)
    proposer = users["reviewer"] if code.startswith(COUNTRY) else users["reviewer-vn"]
    if factory is None or not code.startswith((COUNTRY, "VN")):
        return
    recognition = propose_recognition(
        factory.pk, reason="Eligible in all four pillars over two cycles.", actor=proposer, now=now
    )
    if not isinstance(recognition, Unchanged):
        reason = "Evidence read; nothing stands against it."
        confirm_recognition(recognition, reason=reason, actor=users["global"], now=now)
