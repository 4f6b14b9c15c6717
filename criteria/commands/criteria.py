"""Criteria: drafted, approved by another person, in force from a day, immutable since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Proposal, Role, User
from accounts.policies import active_people
from accounts.proposal_kinds import Content, Difference, ProposalKind, about_other_than
from accounts.same_transaction.proposing import close_pending, make_proposal
from countries.queries.local_time import programme_day
from criteria import policies
from criteria.domain.criteria import digest
from criteria.domain.criteria_parsing import parse_criteria
from criteria.domain.differences import differences
from criteria.models import CriteriaVersion
from criteria.queries.criteria import document_of, replaced_version, standard, standard_or_none, versions
from criteria.queries.wordings import changes_in_words
from files.domain.faults import CriteriaFaulty
from journal.commands import Unchanged, command
from journal.events import record
from journal.queries import subjects_of_actor
from journal.refusals import DayPassed, Refused, given_reason
from journal.wording import day_in_words

State = CriteriaVersion.State
FIRST_DAY = date(2018, 1, 1)
"""From when the shipped criteria hold: the year in which the programme announced recognition."""


class CriteriaMisread(Refused):
    """A text is no criteria document; the message has every fault."""


class VersionTaken(Refused):
    """The code and version stand for another text already."""


class AlreadyApproved(Refused):
    """An approved version never changes."""


class DraftAbandoned(Refused):
    """A draft that was given up is neither changed nor proposed."""


class DraftChanged(Refused):
    """The draft is not the text any more that the change was made on."""


class NothingToDecide(Refused):
    """The draft says what is in force on its day already: an approval would change nothing."""


@command
def load_criteria(
    text: str, *, in_force_from: date = FIRST_DAY, actor: User | None = None, now: datetime
) -> UUID | Unchanged:
    """Put a document shipped with the product in force; loaded already changes nothing.

    Raises:
        CriteriaMisread, VersionTaken.
    """
    made = _version(text, actor=actor, now=now)
    known = CriteriaVersion.objects.filter(code=made.code, version=made.version).first()
    if known is not None:
        if known.digest != made.digest:
            raise VersionTaken(_taken(made))
        return Unchanged(known.pk)
    made.state, made.in_force_from = State.APPROVED, in_force_from
    made.approved_at = now
    made.save(force_insert=True)
    _record_event("criteria.in_force", made, actor=actor, now=now)
    return made.pk


@command
def adopt_shipped_criteria(text: str, *, actor: User | None, now: datetime) -> UUID | Unchanged:
    """Take a document shipped with the product into use.

    Where nobody of the global team has an account and no version of its code was ever written, it is in force at once:
    there is nobody yet who could decide otherwise. Everywhere else it is a draft, proposed by the actor, which a person
    of the global team approves as any other draft.

    Raises:
        CriteriaMisread, VersionTaken.
    """
    made = _version(text, actor=actor, now=now)
    known = CriteriaVersion.objects.filter(code=made.code)
    same = known.filter(version=made.version).first()
    if same is not None:
        if same.digest != made.digest:
            raise VersionTaken(_taken(made))
        return Unchanged(same.pk)
    if active_people([Role.GLOBAL]).exists() or known.exists():
        made.save(force_insert=True)
        _record_event("criteria.drafted", made, actor=actor, now=now)
        if actor is not None:
            _propose(made, None, _("The document shipped with the product."), actor=actor, now=now)
        return made.pk
    made.state, made.in_force_from, made.approved_at = State.APPROVED, FIRST_DAY, now
    made.save(force_insert=True)
    _record_event("criteria.in_force", made, actor=actor, now=now)
    return made.pk


@command
def draft_criteria(text: str, *, reason: str = "", actor: User, now: datetime) -> UUID | Unchanged:
    """Write a new draft down; the same text again changes nothing.

    Raises:
        NotYourDecision, CriteriaMisread, VersionTaken, AlreadyApproved.
    """
    policies.check_may_draft(actor)
    made = _version(text, actor=actor, now=now)
    made.drafted_because = reason.strip()
    known = CriteriaVersion.objects.select_for_update().filter(code=made.code, version=made.version).first()
    if known is not None and known.digest == made.digest and known.state != State.ABANDONED:
        return Unchanged(known.pk)
    if known is not None and known.state == State.APPROVED:
        raise AlreadyApproved(
            _("%(name)s is approved and never changes; give your draft another version.")
            % {"name": f"{made.code} {made.version}"}
        )
    if known is not None:
        raise VersionTaken(_taken(made))
    made.save(force_insert=True)
    _record_event("criteria.drafted", made, actor=actor, now=now)
    return made.pk


@command
def change_draft(
    criteria_id: UUID, text: str, *, read_as: str, what: str, actor: User, now: datetime
) -> UUID | Unchanged:
    """Write a draft anew; a proposal of it that waits is out of date from then on.

    Args:
        criteria_id: which draft; anybody of the global team may change it, and nobody who did approves it.
        text: the whole document, under the same code and version.
        read_as: digest of the text that the change was made on.
        what: what was changed, for the journal.
        actor: who changes it.
        now: the moment.

    Raises:
        NotYourDecision, CriteriaMisread, AlreadyApproved, DraftAbandoned, DraftChanged, VersionTaken.
    """
    policies.check_may_draft(actor)
    made = _version(text, actor=actor, now=now)
    known = CriteriaVersion.objects.select_for_update().get(pk=criteria_id)
    _check_draft(known)
    if (made.code, made.version) != (known.code, known.version):
        raise VersionTaken(
            _("This draft is %(name)s; to give it another code or version, write a new draft.")
            % {"name": f"{known.code} {known.version}"}
        )
    if known.digest == made.digest:
        return Unchanged(known.pk)
    if known.digest != read_as:
        raise DraftChanged(_("Somebody else changed this draft since you opened it."))
    for name in ("title", "text", "digest", "drafted_at"):
        setattr(known, name, getattr(made, name))
    known.save(update_fields=["title", "text", "digest", "drafted_at"])
    close_pending(subject=f"criteria:{known.pk}", state=Proposal.State.STALE, actor=actor, reason="", at=now)
    _record_event("criteria.draft_changed", known, actor=actor, now=now, what=what)
    return known.pk


@command
def abandon_draft(criteria_id: UUID, *, reason: str, actor: User, now: datetime) -> UUID | Unchanged:
    """Give a draft up, with a reason; its version stays taken, and a proposal of it that waits is out of date.

    Raises:
        NotYourDecision, AlreadyApproved, ReasonMissing.
    """
    policies.check_may_draft(actor)
    known = CriteriaVersion.objects.select_for_update().get(pk=criteria_id)
    if known.state == State.ABANDONED:
        return Unchanged(known.pk)
    _check_draft(known)
    because = given_reason(reason)
    known.state = State.ABANDONED
    known.save(update_fields=["state"])
    close_pending(subject=f"criteria:{known.pk}", state=Proposal.State.STALE, actor=actor, reason="", at=now)
    _record_event("criteria.draft_abandoned", known, actor=actor, now=now, reason=because)
    return known.pk


@command
def propose_criteria(
    criteria_id: UUID, *, in_force_from: date | None, reason: str, actor: User, now: datetime
) -> Proposal | Unchanged:
    """Propose a draft, exactly as it stands, for approval by another member of the global team.

    Args:
        criteria_id: which draft.
        in_force_from: the first day on which factories are judged by it; None for the day of the approval.
        reason: why.
        actor: who proposes.
        now: the moment.

    Raises:
        NotYourDecision, AlreadyApproved, DayPassed, NothingToDecide, ReasonMissing.
    """
    criteria = CriteriaVersion.objects.select_for_update().get(pk=criteria_id)
    policies.check_may_draft(actor)
    _check_draft(criteria)
    _check_day(in_force_from, now)
    _check_differs(criteria, in_force_from or programme_day(now))
    proposal, new = _propose(criteria, in_force_from, given_reason(reason), actor=actor, now=now)
    return proposal if new else Unchanged(proposal)


def _propose(
    criteria: CriteriaVersion, in_force_from: date | None, reason: str, *, actor: User, now: datetime
) -> tuple[Proposal, bool]:
    proposal, new = make_proposal(
        APPROVAL_KIND,
        subject=f"criteria:{criteria.pk}",
        content={"in_force_from": in_force_from.isoformat() if in_force_from else None},
        reason=reason,
        actor=actor,
        at=now,
    )
    if new:
        record(
            "criteria.proposed",
            subject=f"criteria:{criteria.code}/{criteria.version}",
            actor=actor,
            at=now,
            data={"digest": criteria.digest, "reason": reason, "proposal": str(proposal.pk)},
        )
    return proposal, new


def _check_draft(criteria: CriteriaVersion) -> None:
    if criteria.state == State.APPROVED:
        raise AlreadyApproved(_("Another person has approved these criteria since."))
    if criteria.state == State.ABANDONED:
        raise DraftAbandoned(_("This draft was abandoned; write a new one."))


def _check_day(in_force_from: date | None, now: datetime) -> None:
    if in_force_from is not None and in_force_from < programme_day(now):
        raise DayPassed(_("Criteria cannot take effect on a past day; choose today or a later day."))


def _check_differs(criteria: CriteriaVersion, day: date) -> None:
    before = standard_or_none(day, code=criteria.code)
    if before is not None and not differences(before.document, document_of(criteria.text)):
        words = _("This draft says the same as version %(version)s. Change it first, or abandon it.")
        raise NothingToDecide(words % {"version": before.version})


def _check_last_of_day(criteria: CriteriaVersion, day: date) -> None:
    """Of two versions from one day the later in name counts: the other would be approved and never judge anybody."""
    others = [row for row in versions(code=criteria.code) if row.in_force_from == day]
    if others and others[-1].name > f"{criteria.code}/{criteria.version}":
        words = _(
            "Version %(version)s takes effect on the same day and goes before this one; choose a later day."
        )
        raise DayPassed(words % {"version": others[-1].version})


def _criteria(subject: str) -> CriteriaVersion:
    return CriteriaVersion.objects.get(pk=UUID(subject.partition(":")[2]))


def _hold(subject: str) -> CriteriaVersion:
    return CriteriaVersion.objects.select_for_update().get(pk=UUID(subject.partition(":")[2]))


def _apply(proposal: Proposal, actor: User, at: datetime) -> None:
    """Put the draft in force from its day."""
    criteria = _hold(proposal.subject)
    _check_draft(criteria)
    given = proposal.content["in_force_from"]
    day = date.fromisoformat(given) if given else programme_day(at)
    _check_day(day, at)
    _check_differs(criteria, day)
    _check_last_of_day(criteria, day)
    criteria.state, criteria.in_force_from = State.APPROVED, day
    criteria.approved_at, criteria.approved_by = at, actor
    criteria.save(update_fields=["state", "in_force_from", "approved_at", "approved_by"])
    _record_event("criteria.approved", criteria, actor=actor, now=at)
    _record_event("criteria.in_force", criteria, actor=actor, now=at)


def _decidable(user: User) -> Q:
    """Another member of the global team than whoever wrote or changed the draft."""
    if not policies.works_on_criteria(user):
        return Q(pk__in=[])
    written = subjects_of_actor(user.pk, ["criteria.drafted", "criteria.draft_changed"])
    name = Concat(Value("criteria:"), "code", Value("/"), "version")
    drafts = CriteriaVersion.objects.filter(state=State.DRAFT).annotate(subject_in_journal=name)
    own = drafts.filter(Q(drafted_by=user.pk) | Q(subject_in_journal__in=written))
    return about_other_than("criteria", own)


def _visible(user: User) -> Q:
    return Q() if policies.works_on_criteria(user) else Q(proposed_by=user.pk)


def _shown(subject: str, content: Content) -> Content:  # noqa: ARG001  # the kinds' signature
    criteria = _criteria(subject)
    return {"code": criteria.code, "version": criteria.version, "digest": criteria.digest}


def _words(proposal: Proposal) -> list[tuple[str, str]]:
    day, shown = proposal.content["in_force_from"], proposal.shown
    draft = standard(shown["code"], shown["version"])
    from_on = day_in_words(date.fromisoformat(day)) if day else _("the day of the approval")
    drafted = [(_("Drafted by"), draft.drafted_by)] if draft and draft.drafted_by else []
    because = [(_("Why it was drafted"), draft.drafted_because)] if draft and draft.drafted_because else []
    return [
        (_("Criteria"), _name(proposal)),
        (_("In force from"), from_on),
        *drafted,
        *because,
        ("SHA-256", shown["digest"]),
    ]


def _differences(proposal: Proposal, now: datetime) -> list[Difference]:
    """Criterion by criterion against the version that the approval replaces, or replaced; all of it where none does.

    Not against that of the day of the proposal: others may have come into force while it waited.
    """
    draft = _criteria(proposal.subject)
    before = replaced_version(draft, proposal.decided_at or now)
    found = changes_in_words(before.document if before else None, document_of(draft.text))
    return [Difference(change.label, change.before, change.after) for change in found]


def _about(proposals: Sequence[Proposal]) -> dict[UUID, str]:
    return {proposal.pk: _name(proposal) for proposal in proposals}


def _name(proposal: Proposal) -> str:
    return f"{proposal.shown['code']} {proposal.shown['version']}"


def _url(proposal: Proposal) -> str:
    return reverse("criteria:criteria", args=[proposal.shown["code"], proposal.shown["version"]])


APPROVAL_KIND = "criteria.approval"
APPROVAL = ProposalKind(
    label=gettext_lazy("Put criteria in force"),
    decidable=_decidable, visible=_visible, shown=_shown, words=_words, about=_about, apply=_apply,
    hold=_hold, differences=_differences, url=_url,
)  # fmt: skip


def _version(text: str, *, actor: User | None, now: datetime) -> CriteriaVersion:
    try:
        document = parse_criteria(text)
    except CriteriaFaulty as faulty:
        raise CriteriaMisread(str(faulty)) from faulty
    return CriteriaVersion(
        code=document.code,
        version=document.version,
        title=document.title,
        text=text,
        digest=digest(text),
        drafted_at=now,
        drafted_by=actor,
    )


def _taken(made: CriteriaVersion) -> str:
    return _("%(name)s stands for another text already; give yours another version.") % {
        "name": f"{made.code} {made.version}"
    }


def _record_event(
    kind: str, criteria: CriteriaVersion, *, actor: User | None, now: datetime, **details: str
) -> None:
    day = criteria.in_force_from
    data = {"digest": criteria.digest, "from": day.isoformat() if day else None} | details
    record(kind, subject=f"criteria:{criteria.code}/{criteria.version}", actor=actor, at=now, data=data)
