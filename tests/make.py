"""Builders of what tests need: plain functions with sensible defaults; facts go through the real commands.

kh = make.factory(country="KH")
chea = make.user("adviser", country="KH")
make.assessment(kh, assessed_on=date(2018, 3, 1), findings={"OS-8-06": "One exit was locked."})
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Role, User
from advisory import commands as advisory_commands
from advisory.domain.visiting import FoundOnVisit
from advisory.models import (
    AdvisoryVisit,
    CommitteeReview,
    LearningRecord,
    PlanFile,
    PlanItem,
    SystemsReview,
    ZeroToleranceCase,
)
from assessment_files.commands import import_assessments
from assessment_files.domain.assessment_row import AssessmentRow
from assessments.models import Assessment, EvidenceFile, Finding, TeamMember
from countries.domain.countries import name_of
from countries.domain.country_rules import CountryRules, shipped_rules
from countries.models import Country, CountrySettings
from factories.domain.scopes import PLAN
from factories.models import Brand, Consent, Factory, Group, Identifier, Membership, Sourcing
from factories.queries.memberships.places import instants_of
from files.domain.attachments import CheckedFile
from files.domain.names import match_text
from journal.commands import Unchanged
from questionnaires import commands as questionnaires_commands
from questionnaires.domain.layout import SheetLayout
from questionnaires.models import Questionnaire
from tests.questionnaires.released import cat

NOW = datetime(2018, 6, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "correct horse battery staple"

_numbers = count(1)


def _settled(done: Any) -> Any:
    """The row that a command gives, whether it changed anything or not."""
    return done.value if isinstance(done, Unchanged) else done


# --- people and the registry ---------------------------------------------------------------------------------------


def country(code: str = "KH") -> Country:
    """A country of the programme."""
    found, made = Country.objects.get_or_create(code=code, defaults={"name": name_of(code)})
    if made:
        rules = replace(shipped_rules(code), in_programme=True)
        country_settings(found, rules)
    return found


def country_settings(
    country: Country, rules: CountryRules, *, from_on: date = date(2015, 1, 1)
) -> CountrySettings:
    """Settings of a country from a day on, whatever the day."""
    return CountrySettings.objects.create(
        country=country,
        from_on=from_on,
        recorded_at=NOW,
        in_programme=rules.in_programme,
        began_on=rules.began_on,
        time_zone=rules.time_zone,
        weekend=sorted(rules.weekend),
        added_holidays={day.isoformat(): name for day, name in rules.added_holidays.items()},
        removed_holidays=sorted(day.isoformat() for day in rules.removed_holidays),
        languages=list(rules.languages),
        comment_days=rules.comment_days,
        published_from_cycle=rules.published_from_cycle,
        protocol=rules.protocol.value,
        investigation_hours=rules.investigation_hours,
        follow_up_hours=rules.follow_up_hours,
    )


def factory(code: str = "", *, country: str = "KH", name: str = "", **said: Any) -> Factory:
    """An open factory; a code of its own unless one is given."""
    number = next(_numbers)
    called = name or f"Fictional Mill {number}"
    said = {
        "recorded_at": NOW,
        "match_name": match_text(called),
        "workers": 800,
        "women_workers": 600,
        **said,
    }
    return Factory.objects.create(
        code=code or f"{country}-{number:05}", name=called, country=_country(country), **said
    )


def _country(code: str) -> Country:
    return country(code)


def brand(name: str = "") -> Brand:
    """A brand."""
    called = name or f"Fictional Brand {next(_numbers)}"
    return Brand.objects.create(
        name=called, match_name=match_text(called), slug=match_text(called).replace(" ", "-")
    )


def group(name: str = "") -> Group:
    """A manufacturer group."""
    return Group.objects.create(name=name or f"Fictional Group {next(_numbers)}")


def user(
    role: str = Role.ADVISER,
    *,
    country: str | None = None,
    factory: Factory | None = None,
    brand: Brand | None = None,
    group: Group | None = None,
    name: str = "",
) -> User:
    """Somebody who can sign in with PASSWORD, belonging to what is given (country staff and inspectors: to KH)."""
    number = next(_numbers)
    made = User.objects.create_user(
        f"{role}{number}@example.org",
        PASSWORD,
        name=name or f"{role} {number}",
        role=role,
        last_seen_on=timezone.now().date(),  # seen today: no page has to note it
    )
    if country is None and role in {Role.ADVISER, Role.REVIEWER, Role.MANAGER, Role.INSPECTOR}:
        country = "KH"
    if country is not None:
        place_at(made, country=_country(country))
    for to in ("factory", "brand", "group"):
        if (belongs := {"factory": factory, "brand": brand, "group": group}[to]) is not None:
            place_at(made, **{to: belongs})
    return made


def place_at(
    user: User, *, from_on: date = date(2015, 1, 1), until_on: date | None = None, **said: Any
) -> Membership:
    """The user belongs to a country, brand, factory or group, from the first day until the last (UTC)."""
    begins_at, ends_at = instants_of(from_on, until_on, ZoneInfo("UTC"))
    return Membership.objects.create(
        user=user,
        from_on=from_on,
        until_on=until_on,
        begins_at=begins_at,
        ends_at=ends_at,
        recorded_at=NOW,
        **said,
    )


def sourcing(
    brand: Brand, factory: Factory, *, from_on: date = date(2015, 1, 1), until_on: date | None = None
) -> Sourcing:
    """The brand buys from the factory."""
    return Sourcing.objects.create(
        brand=brand, factory=factory, from_on=from_on, until_on=until_on, recorded_at=NOW
    )


def identifier(factory: Factory, *, scheme: str = "gln", value: str = "9506000134352") -> Identifier:
    """What others call the factory."""
    return Identifier.objects.create(factory=factory, scheme=scheme, value=value, from_on=date(2015, 1, 1))


def consent(
    brand: Brand,
    factory: Factory,
    *,
    scope: str = PLAN,
    from_on: date = date(2015, 1, 1),
    until_on: date | None = None,
) -> Consent:
    """The factory lets the brand read its reports."""
    return Consent.objects.create(
        brand=brand, factory=factory, scope=scope, from_on=from_on, until_on=until_on, recorded_at=NOW
    )


# --- the questionnaire ---------------------------------------------------------------------------------------------


def questionnaire() -> Questionnaire:
    """cat@1.0 as the product ships it, loaded if it is not yet."""
    if not Questionnaire.objects.exists():
        release = cat()
        questionnaires_commands.load_questionnaire(
            release.questionnaire,
            layouts=release.layouts,
            marks=release.marks,
            texts=release.texts,
            actor=None,
            now=NOW,
        )
    return Questionnaire.objects.get(code="cat", version="1.0")


def layout(country: str = "KH") -> SheetLayout:
    """The order of questions in a country."""
    layouts = cat().layouts
    return layouts.get(country) or layouts[""]


def sheet(
    country: str = "KH",
    *,
    findings: Collection[str] = (),
    not_applicable: Collection[str] = (),
    unanswered: Collection[str] = (),
) -> str:
    """A sheet on which everything is compliant but what is given."""
    asked = layout(country)
    letters = dict.fromkeys(asked.codes, "C")
    letters |= (
        dict.fromkeys(not_applicable, "X") | dict.fromkeys(unanswered, "-") | dict.fromkeys(findings, "N")
    )
    return "".join(letters[code] for code in asked.codes)


# --- the evidence --------------------------------------------------------------------------------------------------


def assessment(
    factory: Factory,
    *,
    assessed_on: date = date(2018, 3, 1),
    findings: Collection[str] | Mapping[str, str] = (),
    not_applicable: Collection[str] = (),
    unanswered: Collection[str] = (),
    state: str = "final",
    team: Sequence[User] = (),
    now: datetime = NOW,
    reason: str = "",
    **said: Any,
) -> Assessment:
    """An assessment in any state, final unless said; `findings` may map question codes to details."""
    questionnaire()
    asked = layout(factory.country_id)
    answers = sheet(
        factory.country_id, findings=findings, not_applicable=not_applicable, unanswered=unanswered
    )
    law = said.pop("national_law", frozenset(code for code in asked.national_law if code in set(findings)))
    row = AssessmentRow(
        row=2,
        factory=factory.code,
        country=factory.country_id,
        assessed_on=assessed_on,
        layout=asked,
        sheet=answers,
        state=state,
        details=dict(findings) if isinstance(findings, Mapping) else {},
        national_law=frozenset(law),
        **said,
    )
    outcome = _settled(import_assessments([row], lines=1, revision_reason=reason, actor=None, now=now))
    assert not outcome.problems, outcome.problems
    made = Assessment.objects.get(factory=factory, assessed_on=assessed_on)
    TeamMember.objects.bulk_create(
        TeamMember(assessment=made, user=member, is_lead=place == 0) for place, member in enumerate(team)
    )
    return made


def finding(of: Assessment, question: str) -> Finding:
    """The live finding of an assessment on a question."""
    return Finding.objects.get(assessment=of, question=question, withdrawn_at__isnull=True)


def responded(to: Finding, response: str) -> None:
    """The factory's response stands beside a finding, whenever it was sent."""
    Finding.objects.filter(pk=to.pk).update(response=response, responded_at=NOW)


def evidence_file(of: Assessment, question: str) -> EvidenceFile:
    """A kept photo, whatever the state."""
    made = EvidenceFile(
        assessment=of, question=question, name="exit.jpg", content_type="image/jpeg", size=4, width=1, height=1,
        digest=f"{of.pk}{question}"[:64], added_at=NOW,
    )  # fmt: skip
    made.content.save(f"evidence/{made.pk}.jpg", ContentFile(b"\xff\xd8\xff\xd9"), save=False)
    made.thumbnail.save(f"evidence/{made.pk}-small.jpg", ContentFile(b"\xff\xd8\xff\xd9"), save=False)
    made.save(force_insert=True)
    return made


def visit(
    factory: Factory, *, visited_on: date = date(2018, 4, 10), now: datetime = NOW, **said: Any
) -> AdvisoryVisit:
    """An advisory visit; of a day that has one, what corrects it."""
    said = {"purpose": "Advisory visit", "participants": {}, **said}
    there = AdvisoryVisit.objects.filter(factory=factory, visited_on=visited_on).values_list("uid", flat=True)
    return _settled(
        advisory_commands.record_whole_visit(
            factory.pk, uid=there.first() or uuid4(), fields={"visited_on": visited_on, **said}, findings=(),
            steps=(), actor=None, now=now,
        )
    )  # fmt: skip


def visit_finding(
    factory: Factory,
    question: str,
    *,
    visited_on: date = date(2018, 4, 10),
    details: str = "Seen.",
    now: datetime = NOW,
) -> Finding:
    """Something found during the visit of a day."""
    seen = FoundOnVisit(factory.pk, visited_on, question, details)
    done = advisory_commands.record_visit_finding(seen, actor=None, now=now)
    return _settled(done)


def plan_item(factory: Factory, ref: str = "", *, now: datetime = NOW, **said: Any) -> PlanItem:
    """An item of the improvement plan; also one that was due before it is recorded."""
    said = {"issue": "To be put right", "due_on": date(2018, 5, 1), "dates_reason": "Kept on paper.", **said}
    return _settled(
        advisory_commands.record_plan_item(
            factory.pk, ref=ref or f"item-{next(_numbers)}", actor=None, now=now, **said
        )
    )


def plan_file(factory: Factory, ref: str) -> PlanFile:
    """A photo kept beside an item of the plan."""
    content = b"\xff\xd8\xff\xd9"
    file = CheckedFile("image/jpeg", content, content, 1, 1, f"{factory.pk}{ref}"[:64])
    return _settled(
        advisory_commands.add_plan_file(factory.pk, ref=ref, name="exit.jpg", file=file, actor=None, now=NOW)
    )


def committee(
    factory: Factory, *, reviewed_on: date = date(2018, 4, 10), now: datetime = NOW, **said: Any
) -> CommitteeReview:
    """A committee that works."""
    said = {
        "worker_seats": 5,
        "management_seats": 5,
        "worker_side_elected": True,
        "women_percent": 70,
        "meetings_12m": 12,
        "minutes_12m": 12,
        **said,
    }
    return _settled(
        advisory_commands.record_committee_review(
            factory.pk, reviewed_on=reviewed_on, actor=None, now=now, **said
        )
    )


def systems(
    factory: Factory,
    area: str = "osh",
    *,
    score: int = 4,
    reviewed_on: date = date(2018, 4, 10),
    now: datetime = NOW,
) -> SystemsReview:
    """A management system's score in one area."""
    (made,) = _settled(
        advisory_commands.record_systems_reviews(
            factory.pk, reviewed_on=reviewed_on, scores={area: score}, actor=None, now=now
        )
    )
    return made


def learning(
    factory: Factory,
    course: str = "OSH awareness",
    *,
    held_on: date = date(2018, 2, 5),
    now: datetime = NOW,
    **said: Any,
) -> LearningRecord:
    """A course that managers and workers attended."""
    said = {"hours": 8, "managers_men": 2, "managers_women": 2, "workers_men": 4, "workers_women": 8, **said}
    return _settled(
        advisory_commands.record_learning(
            factory.pk, held_on=held_on, course=course, actor=None, now=now, **said
        )
    )


def case(
    factory: Factory,
    *,
    opened_on: date = date(2018, 5, 20),
    trigger: str = "Child labour",
    now: datetime = NOW,
) -> ZeroToleranceCase:
    """An open zero-tolerance case."""
    return _settled(
        advisory_commands.open_zero_tolerance_case(
            factory.pk, opened_on=opened_on, trigger=trigger, actor=None, now=now
        )
    )
