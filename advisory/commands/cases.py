"""Zero-tolerance cases: what is referred at once. Opening one takes a published recognition away in the same breath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Proposal, User
from accounts.proposal_kinds import Content, ProposalKind
from accounts.same_transaction.proposing import make_proposal
from advisory.commands.day_limits import new_days
from advisory.commands.versioned import CHUNK, Applied, apply_versions
from advisory.kinds import CASES
from advisory.models import CaseEntry, ZeroToleranceCase
from advisory.policies import check_may_close_case, closings_to_decide, closings_visible
from advisory.queries.cases import CLOSING_KIND, current_case, entries_of, steps_missing
from assessments.commands.day_limits import NewDay, check_days
from assessments.policies import NotAllowed, check_may_advise
from countries.queries.country_settings import settings_by_country
from journal.commands import Unchanged, command
from journal.events import Happening, record, record_many
from journal.refusals import ReasonMissing, Refused
from journal.wording import day_in_words


class ClosedAlready(Refused):
    """The case is over."""


class ClosedBeforeOpened(Refused):
    """A case cannot end before it began."""


@command
def open_zero_tolerance_case(
    factory_id: int,
    *,
    assessment_id: UUID | None = None,
    visit_id: int | None = None,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
    **fields: Any,
) -> ZeroToleranceCase | Unchanged:
    """Open a case, from an assessment in whatever state, a visit or neither; `fields` are fields of `CASES` by name.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    return apply_case(
        factory_id,
        fields,
        assessment_id=assessment_id,
        visit_id=visit_id,
        dates_reason=dates_reason,
        actor=actor,
        now=now,
    )


def apply_case(
    factory_id: int,
    fields: Mapping[str, Any],
    *,
    assessment_id: UUID | None,
    visit_id: int | None,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> ZeroToleranceCase | Unchanged:
    """The same inside a command's transaction. What is empty stays as it was in a case that is known."""
    check_may_advise(actor, factory_id)
    fact = {
        "factory_id": factory_id,
        "assessment_id": assessment_id,
        "visit_id": visit_id,
        **{name: value for name, value in CASES.named(fields).items() if value != CASES[name].absent},
    }
    done = apply_versions(CASES, [fact], actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged[0])
    accepted = check_days(new_days(CASES, done), reason=dates_reason, actor=actor, now=now)
    record_many([*case_events(done), *accepted], actor=actor, at=now)
    case: ZeroToleranceCase = done.written[0]
    return case


@command
def propose_case_closing(
    case_uid: UUID, *, closed_on: date, statement: str, evidence: str, actor: User, now: datetime
) -> Proposal | Unchanged:
    """Propose the end of a case; it stays open until a second person approves.

    Args:
        case_uid: which.
        closed_on: its last day.
        statement: what was put right, and why it can end.
        evidence: what shows it.
        actor: who proposes.
        now: the moment.

    Raises:
        NotAllowed: the actor does not manage the country.
        NoSuchCase, ClosedAlready, ClosedBeforeOpened, ReasonMissing.
        DayOutOfLimits: the day has not come yet.
    """
    case = current_case(case_uid, lock=True)
    check_may_close_case(actor, case.factory_id)
    _check_open(case)
    if closed_on < case.opened_on:
        raise ClosedBeforeOpened(
            _("The case was opened on %(day)s. Give that day or a later one.") % {"day": case.opened_on}
        )
    day = NewDay(case.factory_id, "closed_on", closed_on)
    check_days([day], reason="", actor=actor, now=now)
    if not statement.strip() or not evidence.strip():
        raise ReasonMissing(_("Say what was put right, and what shows it."))
    proposal, new = make_proposal(
        CLOSING_KIND,
        subject=f"case:{case_uid}",
        content={"closed_on": closed_on.isoformat(), "evidence": evidence.strip()},
        reason=statement.strip(),
        factory_id=case.factory_id,
        actor=actor,
        at=now,
    )
    if not new:
        return Unchanged(proposal)
    record(
        "zero_tolerance.closing_proposed",
        subject=f"case:{case_uid}",
        actor=actor,
        at=now,
        factory_id=case.factory_id,
        data={"closed_on": closed_on.isoformat(), "proposal": str(proposal.pk)},
    )
    return proposal


def _check_open(case: ZeroToleranceCase) -> None:
    if case.closed_on is not None:
        raise ClosedAlready(_("The case is closed already."))


def _hold(subject: str) -> ZeroToleranceCase:
    return current_case(UUID(subject.partition(":")[2]), lock=True)


def _close(proposal: Proposal, actor: User, at: datetime) -> None:
    """End the case on the day proposed."""
    case = _hold(proposal.subject)
    _check_open(case)
    fact = {
        "factory_id": case.factory_id,
        "opened_on": case.opened_on,
        "trigger": case.trigger,
        "closed_on": date.fromisoformat(proposal.content["closed_on"]),
    }
    done = apply_versions(CASES, [fact], actor=actor, now=at)
    check_days(new_days(CASES, done), reason="", actor=actor, now=at)
    record_many(case_events(done), actor=actor, at=at)


def _shown(subject: str, content: Content) -> Content:  # noqa: ARG001  # the kinds' signature
    """The case as it stands, with everything done about it."""
    case = current_case(UUID(subject.partition(":")[2]))
    done = entries_of(case.uid)
    return {
        "opened_on": case.opened_on.isoformat(),
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "trigger": case.trigger,
        "details": case.details,
        "done": [
            [entry.step, entry.happened_at.isoformat(), entry.authority, entry.note, entry.digest]
            for entry in done
        ],
        "missing": steps_missing(done),
    }


def _words(proposal: Proposal) -> list[tuple[str, str]]:
    shown, factory = proposal.shown, proposal.around
    zone = settings_by_country().zone(factory.country_id, proposal.proposed_at)
    done = [
        ": ".join(
            filter(None, [_moment(at, zone), str(CaseEntry.Step(step).label), authority, note, file and "📎"])
        )
        for step, at, authority, note, file in shown["done"]
    ]
    missing = [str(CaseEntry.Step(step).label) for step in shown["missing"]]
    return [
        (_("Factory"), f"{factory.name} ({factory.code})"),
        (_("Case"), shown["trigger"]),
        (_("Opened on"), day_in_words(date.fromisoformat(shown["opened_on"]))),
        (_("Closed on"), day_in_words(date.fromisoformat(proposal.content["closed_on"]))),
        (_("What shows that it was put right"), proposal.content["evidence"]),
        (_("Done by the protocol"), "\n".join(done) or "–"),
        (_("Not recorded as done"), ", ".join(missing) or "–"),
    ]


def _moment(at: str, zone: tzinfo) -> str:
    return date_format(datetime.fromisoformat(at).astimezone(zone), "j F Y, H:i")


def _about(proposals: Sequence[Proposal]) -> dict[UUID, str]:
    ids = {proposal.pk: UUID(proposal.subject.partition(":")[2]) for proposal in proposals}
    rows = ZeroToleranceCase.objects.filter(uid__in=set(ids.values()), superseded_at__isnull=True)
    names = dict(rows.values_list("uid", "factory__name"))
    return {pk: names.get(uid, "–") for pk, uid in ids.items()}


def _url(proposal: Proposal) -> str:
    return reverse("advisory:case", args=[proposal.around.code, proposal.subject.partition(":")[2]])


CLOSING = ProposalKind(
    label=gettext_lazy("Close a zero-tolerance case"),
    decidable=closings_to_decide, visible=closings_visible, shown=_shown, words=_words, about=_about, apply=_close,
    hold=_hold, url=_url,
)  # fmt: skip


def refused_closings(
    cases: Mapping[int, tuple[int, date, str, date | None]], *, actor: User | None
) -> dict[int, str]:
    """Why the actor may not give these cases their closing days, by number; what may be is left out.

    A case that is known keeps its closing day unless the actor may close it on its page. One that is not known yet may
    come closed: it was never open here, and closes none.

    Args:
        cases: factory id, first day, trigger and closing day by number.
        actor: who gives the days; None for the system, which may.
    """
    known: dict[tuple[int, date, str], date | None] = {}
    factories = sorted({factory_id for factory_id, *_ in cases.values()})
    for start in range(0, len(factories), CHUNK):
        part = factories[start : start + CHUNK]
        for case in ZeroToleranceCase.objects.filter(superseded_at__isnull=True, factory_id__in=part):
            known[case.factory_id, case.opened_on, case.trigger] = case.closed_on
    refused: dict[int, str] = {}
    for number, (factory_id, opened_on, trigger, closed_on) in cases.items():
        key = factory_id, opened_on, trigger
        if key not in known or known[key] == closed_on:
            continue
        try:
            check_may_close_case(actor, factory_id)
        except NotAllowed as reason:
            refused[number] = str(reason)
    return refused


def case_events(done: Applied) -> list[Happening]:
    """One event for each case. A case recorded after it was closed has no "opened" event."""
    return [
        Happening(
            "zero_tolerance.opened" if case.closed_on is None else "zero_tolerance.closed",
            f"case:{case.uid}",
            case.factory_id,
            {
                "opened_on": case.opened_on.isoformat(),
                "closed_on": case.closed_on.isoformat() if case.closed_on else None,
            },
        )
        for case in done.written
    ]
