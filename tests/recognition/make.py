"""Factories with evidence for tests of the judgement: by default one that meets every criterion on 1 June 2018."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from accounts.models import Role, User
from assessments.domain.layout import Slot, layout_digest
from assessments.domain.revisions import revision_digest
from assessments.models import (
    Assessment,
    CommitteeReview,
    Finding,
    Layout,
    LearningRecord,
    PlanItem,
    Question,
    Questionnaire,
    SheetRevision,
    SystemsReview,
    TeamMember,
    ZeroToleranceCase,
)
from factories.models import Country, Factory, Membership, Workforce

TODAY = date(2018, 6, 1)
NOW = datetime(2018, 6, 1, 9, 0, tzinfo=UTC)
RECORDED = datetime(2018, 5, 2, 9, 0, tzinfo=UTC)
LATEST, PREVIOUS = date(2018, 4, 10), date(2017, 4, 12)

# a questionnaire of 40 questions: one point in each core cluster, four in each other
POINTS = [(f"{c}-1", c) for c in ("CL", "DI", "FL", "FA")] + [
    (f"{c}-{n}", c) for c in ("CO", "CH", "OS", "WT") for n in (1, 2)
]
SLOTS = [Slot(f"{point}-{n:02}", cluster, point, scored=True) for point, cluster in POINTS for n in range(1, 5)]
CODES = [slot.code for slot in SLOTS]
PUBLIC = "OS-1-01"


def country(code: str = "KH", name: str = "Cambodia") -> Country:
    return Country.objects.get_or_create(code=code, defaults={"name": name, "programme": True})[0]


def factory(code: str = "KH-00001", *, where: str = "KH", **columns: Any) -> Factory:
    columns = {"name": f"Example Garments {code}", "recorded_at": RECORDED, "country": country(where)} | columns
    return Factory.objects.create(code=code, **columns)


def user(role: str, email: str = "", *, where: str = "KH", name: str = "") -> User:
    made = User.objects.create_user(email or f"{role}@example.org", name=name or role.title(), role=role)
    if role in {Role.ADVISER, Role.REVIEWER, Role.MANAGER, Role.INSPECTOR}:
        Membership.objects.create(user=made, country=country(where), since=date(2015, 1, 1))
    return made


def member(role: str, of: Factory, email: str = "") -> User:
    made = User.objects.create_user(email or f"{role}@example.org", name=role.title(), role=role)
    Membership.objects.create(user=made, factory=of, since=date(2015, 1, 1))
    return made


def layout() -> Layout:
    known = Layout.objects.filter(country="").first()
    if known is not None:
        return known
    questionnaire = Questionnaire.objects.create(
        code="cat",
        version="1.0",
        title="Compliance Assessment Tool",
        valid_from=date(2010, 1, 1),
        digest="0" * 64,
        points=[[point, cluster, point, cluster] for point, cluster in POINTS],
        marks=[
            ["KH", "public", PUBLIC, "2014-03-17", None],
            ["", "zero_tolerance", "CL-1-01", "2001-01-01", None],
        ],
        loaded_at=RECORDED,
    )
    Question.objects.bulk_create(
        Question(
            questionnaire=questionnaire,
            code=slot.code,
            cluster=slot.cluster,
            cluster_name=slot.cluster,
            point=slot.point,
            point_name=slot.point,
            text=f"Is {slot.code} as it should be?",
            compliant_answer="yes",
            benchmark="ils",
            position=place,
        )
        for place, slot in enumerate(SLOTS)
    )
    return Layout.objects.create(
        questionnaire=questionnaire,
        country="",
        digest=layout_digest("cat@1.0", "", SLOTS),
        slots=[list(slot) for slot in SLOTS],
        wording={code: {"text": code, "legal_reference": "", "attribution": "factory"} for code in CODES},
    )


def sheet(*noncompliant: str) -> str:
    return "".join("N" if code in noncompliant else "C" for code in CODES)


def assessment(
    of: Factory,
    on: date,
    *noncompliant: str,
    cycle: int = 1,
    kind: str = "full",
    announced: bool = False,
    team: list[User] | None = None,
    recorded_at: datetime = RECORDED,
) -> Assessment:
    read_by = layout()
    answers = sheet(*noncompliant)
    told = {"cycle": cycle, "kind": kind, "announced": announced, "sheet": answers}
    made = Assessment.objects.create(
        factory=of,
        layout=read_by,
        assessed_on=on,
        state="final",
        revision=1,
        created_at=recorded_at,
        finalised_at=recorded_at,
        **told,
    )
    SheetRevision.objects.create(
        assessment=made,
        revision=1,
        digest=revision_digest(layout_digest=read_by.digest, assessed_on=on, **told),
        recorded_at=recorded_at,
        **told,
    )
    Finding.objects.bulk_create(
        Finding(factory=of, assessment=made, question=code, found_on=on, recorded_at=recorded_at)
        for code in noncompliant
    )
    for person in team or []:
        TeamMember.objects.create(assessment=made, user=person)
    return made


def committee(of: Factory, on: date = date(2018, 3, 1), *, recorded_at: datetime = RECORDED, **columns: Any) -> None:
    good = {
        "worker_seats": 5,
        "management_seats": 5,
        "worker_side_elected": True,
        "women_percent": 70,
        "meetings_12m": 12,
        "minutes_12m": 11,
    }
    CommitteeReview.objects.create(factory=of, reviewed_on=on, recorded_at=recorded_at, **good | columns)


def systems(of: Factory, on: date = date(2018, 3, 1), *, osh: int = 4, hr: int = 5) -> None:
    for area, score in (("osh", osh), ("hr", hr)):
        SystemsReview.objects.create(factory=of, reviewed_on=on, area=area, score=score, recorded_at=RECORDED)


def plan_item(of: Factory, ref: str, due: date, *, done: date | None = None, verified: date | None = None) -> PlanItem:
    status = "verified" if verified else "done" if done else "in_progress"
    return PlanItem.objects.create(
        factory=of,
        ref=ref,
        issue="A thing to put right",
        due_on=due,
        status=status,
        done_on=done,
        verified_on=verified,
        recorded_at=RECORDED,
    )


def learning(of: Factory, on: date, course: str) -> LearningRecord:
    people = {"managers_men": 1, "managers_women": 2, "workers_men": 4, "workers_women": 9}
    return LearningRecord.objects.create(
        factory=of, held_on=on, course=course, hours=8, recorded_at=RECORDED, **people
    )


def case(of: Factory, on: date, *, closed: date | None = None) -> ZeroToleranceCase:
    return ZeroToleranceCase.objects.create(
        factory=of, opened_on=on, closed_on=closed, trigger="Violence by a supervisor", recorded_at=RECORDED
    )


def good_factory(code: str = "KH-00001", *, where: str = "KH", latest: tuple[str, ...] = ()) -> Factory:
    """A factory that is eligible on 1 June 2018, unless its latest assessment found too much."""
    made = factory(code, where=where)
    assessment(made, PREVIOUS, "OS-2-01", cycle=1)
    assessment(made, LATEST, *latest, cycle=2)
    Workforce.objects.create(
        factory=made, counted_on=date(2018, 1, 15), workers=1000, women_workers=850, recorded_at=RECORDED
    )
    committee(made)
    systems(made)
    plan_item(made, "1", date(2018, 2, 1), done=date(2018, 1, 20), verified=date(2018, 2, 3))
    for month, course in enumerate(("Supervisory skills", "OSH awareness", "Workplace cooperation"), start=1):
        learning(made, date(2018, month, 10), course)
    return made
