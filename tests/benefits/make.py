"""Forums, invitations and package lines, made by the real commands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from accounts.models import User
from benefits.commands.forums import hold_forum, open_forum, plan_forum
from benefits.commands.invitations import invite_brand, invite_factory
from benefits.commands.packages import add_benefit
from benefits.domain.forums import ForumPlan
from benefits.models import Benefit, Forum, Invitation
from criteria.models import CriteriaVersion, Evaluation
from factories.models import Brand, Factory
from journal.commands import Unchanged
from recognition.models import Recognition
from tests import make
from tests.make import NOW

AHEAD = datetime(2030, 6, 20, 2, 0, tzinfo=UTC)  # 9:00 in Phnom Penh


def value(done: Any) -> Any:
    return done.value if isinstance(done, Unchanged) else done


def plan(**said: Any) -> ForumPlan:
    """What an organiser says; at the hours of Phnom Penh unless said otherwise."""
    starts = said.pop("starts_at", AHEAD)
    said = {
        "name": "Forum of Phnom Penh", "place": "Phnom Penh", "time_zone": "Asia/Phnom_Penh",
        "countries": ("KH",), "capacity": 100, "starts_at": starts, "ends_at": starts + timedelta(hours=8), **said,
    }  # fmt: skip
    for code in said["countries"]:
        make.country(code)
    return ForumPlan(**said)


def forum(state: str = "open", *, by: User | None = None, now: datetime = NOW, **said: Any) -> Forum:
    """A forum in a state: planned, open or held (the last begins before `now`)."""
    organiser = by or make.user("global")
    if state == "held":
        said = {"starts_at": now - timedelta(hours=10), **said}
    made = plan_forum(uuid4(), plan=plan(**said), actor=organiser, now=now - timedelta(days=9))
    if state != "planned":
        open_forum(made, actor=organiser, now=now - timedelta(days=9))
    if state == "held":
        hold_forum(made, actor=organiser, now=now)
    return Forum.objects.get(pk=made)


def invited(to: Forum, guest: Factory | Brand, *, by: User | None = None, now: datetime = NOW) -> Invitation:
    """A single invitation."""
    organiser = by or make.user("global")
    if isinstance(guest, Brand):
        invite_brand(to.pk, brand=guest.name, actor=organiser, now=now)
        return Invitation.objects.get(forum=to, brand=guest)
    invite_factory(to.pk, code=guest.code, actor=organiser, now=now)
    return Invitation.objects.get(forum=to, factory=guest)


def recognised(factory: Factory, state: str = "published", *, now: datetime = NOW) -> Recognition:
    """A recognition in a state, as rows: whether the factory deserves it is not what these tests are about."""
    criteria, _ = CriteriaVersion.objects.get_or_create(
        code="high-performance", version="0.1", defaults={"title": "Any", "text": "", "drafted_at": now}
    )
    verdict = Evaluation.objects.create(
        factory=factory, criteria=criteria, country=factory.country_id, as_of=now.date(), outcome="eligible",
        vector={}, evidence=[], inputs_digest=factory.code, evaluated_at=now,
    )  # fmt: skip
    ended = state in {"withdrawn", "lapsed"}
    return Recognition.objects.create(
        factory=factory, evaluation=verdict, state=state, proposed_at=now, proposed_by=make.user("reviewer"),
        confirmed_at=now, confirmed_by=make.user("global"), publish_on=now.date(),
        published_at=None if state == "confirmed" else now, expires_on=now.date() + timedelta(365),
        suspended_at=now if state == "suspended" else None, ended_at=now if ended else None,
    )  # fmt: skip


def line(recognition_id: UUID, *, by: User | None = None, now: datetime = NOW, **said: Any) -> Benefit:
    """A line to come."""
    said = {"kind": "targeted-learning", "note": "Leading a line", "due_on": date(2030, 9, 1), **said}
    made = add_benefit(recognition_id, actor=by or make.user("global"), now=now, **said)
    return Benefit.objects.get(pk=value(made))
