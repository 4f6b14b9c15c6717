"""The one table of what people are told: kind of event → who, and in which words.

The words never hold a reason, a finding or a name of a person: what more there is stands behind the link, where
access decides. `inbox.py` asks the same table again at every look, so that nobody reads of what is no longer theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import Role


class Audience(StrEnum):
    """People as they stand to a factory."""

    OWN = "own"  # who speak for it: its managers, its group
    WORKERS = "workers"  # its worker representatives
    ADVISERS = "advisers"  # of its country
    TEAM = "team"  # its adviser, and advisers who assessed it
    DECIDERS = "deciders"  # reviewers and managers of its country
    GLOBAL = "global"  # the global team
    BUYERS = "buyers"  # brands that buy there
    CONSENTED = "consented"  # brands that buy there and may read its reports, at least in summary
    FINDINGS_READERS = "findings readers"  # those that may read its findings
    PLAN_READERS = "plan readers"  # those that may read its improvement plan
    BUYER = "buyer"  # the brand that buys there and that the event is about
    MANAGERS = "managers"  # of its country
    REVIEWERS = "reviewers"  # of its country
    DRAFT_TEAM = "draft team"  # of the open assessment that the event is about
    STANDARDS = "standards"  # the global team: events around criteria
    ADMINISTRATORS = "administrators"  # of whom two give a right: events around a person
    PERSON = "person"  # to whom it happened themselves
    PROPOSER = "proposer"  # who proposed what another person decided
    KEEPERS = "keepers"  # who keep a brand's webhooks: events around no factory
    GUESTS = "guests"  # brands to whom it happened themselves: events around no factory


# the roles that can be each audience
ROLES: dict[Audience, frozenset[str]] = {
    Audience.OWN: frozenset({Role.FACTORY, Role.GROUP}),
    Audience.WORKERS: frozenset({Role.WORKER}),
    Audience.ADVISERS: frozenset({Role.ADVISER}),
    Audience.TEAM: frozenset({Role.ADVISER}),
    Audience.DECIDERS: frozenset({Role.REVIEWER, Role.MANAGER}),
    Audience.GLOBAL: frozenset({Role.GLOBAL}),
    Audience.BUYERS: frozenset({Role.BRAND}),
    Audience.CONSENTED: frozenset({Role.BRAND}),
    Audience.FINDINGS_READERS: frozenset({Role.BRAND}),
    Audience.PLAN_READERS: frozenset({Role.BRAND}),
    Audience.BUYER: frozenset({Role.BRAND}),
    Audience.MANAGERS: frozenset({Role.MANAGER}),
    Audience.REVIEWERS: frozenset({Role.REVIEWER}),
    Audience.DRAFT_TEAM: frozenset({Role.ADVISER}),
    Audience.STANDARDS: frozenset({Role.GLOBAL}),
    Audience.ADMINISTRATORS: frozenset({Role.ADMIN}),
    Audience.PERSON: frozenset(Role.values),
    Audience.PROPOSER: frozenset(Role.values),
    Audience.GUESTS: frozenset({Role.BRAND}),
    Audience.KEEPERS: frozenset({Role.BRAND}),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told, and the sentence.

    It may use `%(factory)s` (a guest's name), `%(proposal)s` (what was proposed) and what the event's data holds.
    """

    audiences: frozenset[Audience]
    sentence: str | Promise


def _to(sentence: str | Promise, *audiences: Audience) -> Telling:
    return Telling(frozenset(audiences), sentence)


A = Audience
_INSIDE = (A.DECIDERS, A.GLOBAL)
_PUBLIC = (A.OWN, A.WORKERS, A.ADVISERS, *_INSIDE)

TABLE: dict[str, Telling] = {
    "recognition.proposed": _to(_("%(factory)s is proposed for recognition"), *_INSIDE),
    "recognition.confirmed": _to(_("The recognition of %(factory)s is confirmed"), *_INSIDE),
    "recognition.declined": _to(_("The recognition of %(factory)s was declined"), A.OWN, *_INSIDE),
    "recognition.published": _to(_("%(factory)s is recognised"), *_PUBLIC, A.BUYERS),
    "recognition.reinstated": _to(_("%(factory)s is recognised again"), *_PUBLIC, A.BUYERS),
    "recognition.suspended": _to(
        _("The recognition of %(factory)s is suspended"), A.OWN, *_INSIDE, A.CONSENTED
    ),
    "recognition.withdrawn": _to(
        _("The recognition of %(factory)s was withdrawn"), A.OWN, *_INSIDE, A.CONSENTED
    ),
    "recognition.lapsed": _to(_("The recognition of %(factory)s has lapsed"), *_PUBLIC, A.CONSENTED),
    "recognition.appealed": _to(_("%(factory)s appeals against a decision about its recognition"), *_INSIDE),
    "recognition.appeal_granted": _to(_("The appeal of %(factory)s was granted"), A.OWN, *_INSIDE),
    "recognition.appeal_dismissed": _to(_("The appeal of %(factory)s was dismissed"), A.OWN, *_INSIDE),
    "assessment.submitted": _to(_("An assessment of %(factory)s waits for review"), A.REVIEWERS),
    "assessment.returned": _to(_("A reviewer returned an assessment of %(factory)s"), A.DRAFT_TEAM),
    "assessment.accepted": _to(
        _("The report on %(factory)s is open for comments until %(until)s"), A.OWN, A.WORKERS, A.TEAM
    ),
    "assessment.window_closing": _to(
        _("%(factory)s: some findings have no response yet; comments are open until %(until)s"),
        A.OWN,
        A.WORKERS,
    ),
    "assessment.responses_sent": _to(
        _("%(factory)s has responded to findings of its report"), A.TEAM, A.DECIDERS
    ),
    "assessment.findings_agreed": _to(
        _("%(factory)s agrees with findings of its report"), A.TEAM, A.DECIDERS
    ),
    "assessment.finalised": _to(
        _("The report on %(factory)s is ready"), A.OWN, A.WORKERS, A.TEAM, A.FINDINGS_READERS
    ),
    "assessment.correction_proposed": _to(
        _("A correction of a report on %(factory)s waits for a second person"), *_INSIDE
    ),
    "assessment.corrected": _to(
        _("A report on %(factory)s was corrected"), A.OWN, A.WORKERS, A.TEAM, A.FINDINGS_READERS
    ),
    "report.delivered": _to(_("A progress report on %(factory)s is ready"), A.OWN, A.WORKERS),
    "zero_tolerance.closing_proposed": _to(
        _("The end of a zero-tolerance case at %(factory)s waits for a second person"), A.MANAGERS, A.GLOBAL
    ),
    "story.submitted": _to(_("A story of %(factory)s waits for a second reader"), A.MANAGERS, A.GLOBAL),
    "criteria.proposed": _to(_("Criteria wait for a second person's approval"), A.STANDARDS),
    "zero_tolerance.opened": _to(
        _("A zero-tolerance alert for %(factory)s"), A.OWN, A.TEAM, *_INSIDE, A.CONSENTED
    ),
    "consent.documented": _to(
        _(
            "%(factory)s: a consent to %(brand)s was taken from a document; check it, and withdraw it if it is wrong"
        ),
        A.OWN,
    ),
    "access.requested": _to(_("%(brand)s asks %(factory)s for access to its reports"), A.OWN),
    "access.request_withdrawn": _to(
        _("%(brand)s has withdrawn its request for access to the reports of %(factory)s"), A.OWN
    ),
    "access.declined": _to(_("%(factory)s has declined the request for access to its reports"), A.BUYER),
    "consent.given": _to(_("%(factory)s lets %(brand)s read its reports: %(scope)s"), A.OWN, A.BUYER),
    "consent.changed": _to(
        _("%(factory)s has changed what %(brand)s reads of its reports: %(scope)s"), A.OWN, A.BUYER
    ),
    "consent.withdrawn": _to(_("%(brand)s can no longer read the reports of %(factory)s"), A.OWN, A.BUYER),
    "consent.ending": _to(
        _("%(brand)s can read the reports of %(factory)s until %(until_on)s"), A.OWN, A.BUYER
    ),
    "factory.grouped": _to(
        _(
            "%(factory)s belongs to the group %(group)s from %(on)s on: its people read the factory's reports and "
            "speak for it"
        ),
        A.OWN,
        A.WORKERS,
    ),
    "factory.ungrouped": _to(
        _(
            "%(factory)s no longer belongs to the group %(group)s: its people read nothing of the factory any more"
        ),
        A.OWN,
        A.WORKERS,
    ),
    "plan_item.due": _to(_("%(factory)s: plan item %(ref)s is due on %(due_on)s"), A.OWN, A.TEAM),
    "plan_item.asked": _to(_("%(factory)s asks about plan item %(ref)s"), A.TEAM, A.MANAGERS),
    "plan_item.answered": _to(_("%(factory)s: the adviser answered on plan item %(ref)s"), A.OWN, A.WORKERS),
    "plan_item.commented": _to(
        _("%(factory)s: a worker representative commented on plan item %(ref)s"), A.OWN, A.TEAM
    ),
    "plan_item.confirmed": _to(
        _("%(factory)s: a worker representative confirms plan item %(ref)s as done"), A.OWN, A.TEAM
    ),
    "plan_item.disputed": _to(
        _("%(factory)s: a worker representative says that plan item %(ref)s is not done"), A.OWN, A.TEAM
    ),
    "plan_item.day_proposed": _to(
        _("%(factory)s proposes %(due_on)s as due day of plan item %(ref)s"), A.TEAM, A.MANAGERS
    ),
    "plan_item.day_accepted": _to(
        _("%(factory)s: plan item %(ref)s is due on %(due_on)s now"), A.OWN, A.WORKERS
    ),
    "plan_item.day_refused": _to(
        _("%(factory)s: %(due_on)s was not accepted as due day of plan item %(ref)s"), A.OWN, A.WORKERS
    ),
    "proposal.approved": _to(_("Your proposal was approved: %(proposal)s"), A.PROPOSER),
    "proposal.declined": _to(_("Your proposal was declined: %(proposal)s"), A.PROPOSER),
    "proposal.stale": _to(
        _("Your proposal is out of date and has to be made again: %(proposal)s"), A.PROPOSER
    ),
    "privilege.proposed": _to(
        _("The right “%(role)s” is proposed for a person: a second administrator decides"), A.ADMINISTRATORS
    ),
    "privilege.given": _to(_("The right “%(role)s” was given to a person"), A.ADMINISTRATORS),
    "privilege.taken": _to(_("The right “%(role)s” was taken from a person"), A.ADMINISTRATORS),
    "user.role_changed": _to(_("Your role was changed"), A.PERSON),
    "membership.added": _to(_("You were given a place in the programme"), A.PERSON),
    "membership.ended": _to(_("A place of yours in the programme has ended"), A.PERSON),
    "delegation.received": _to(_("You stand in for a colleague from %(from)s until %(until)s"), A.PERSON),
    "advising.given": _to(
        ngettext_lazy(
            "You are the adviser of %(factories)s more factory from %(from_on)s on",
            "You are the adviser of %(factories)s more factories from %(from_on)s on",
            "factories",
        ),
        A.PERSON,
    ),
    "advising.taken": _to(
        ngettext_lazy(
            "You are no longer the adviser of %(factories)s factory from %(from_on)s on",
            "You are no longer the adviser of %(factories)s factories from %(from_on)s on",
            "factories",
        ),
        A.PERSON,
    ),
    "forum.invited": _to(_("%(factory)s is invited to %(forum)s on %(on)s"), A.OWN, A.GUESTS),
    "forum.rescheduled": _to(_("%(forum)s is now on %(on)s, at %(place)s"), A.OWN, A.GUESTS),
    "forum.called_off": _to(_("%(forum)s on %(on)s does not take place"), A.OWN, A.GUESTS),
    "session.place_given": _to(
        _("%(factory)s: there is room now; you are registered for “%(course)s” on %(on)s"), A.OWN
    ),
    "session.rescheduled": _to(_("%(factory)s: “%(course)s” is now on %(on)s, at %(place)s"), A.OWN),
    "session.called_off": _to(_("%(factory)s: “%(course)s” on %(on)s does not take place"), A.OWN),
    "plan_comment.written": _to(
        _("%(factory)s: %(brand)s comments on plan item %(ref)s, for all brands that read the plan"),
        A.OWN,
        A.TEAM,
    ),
    "plan_comment.answered": _to(
        _("%(factory)s: plan item %(ref)s has an answer for all brands that read the plan"), A.PLAN_READERS
    ),
    "handover.closed": _to(_("%(factory)s: the inspectorate has recorded an outcome"), A.MANAGERS, A.GLOBAL),
    "commitment.made": _to(_("%(brand)s commits to something for %(factory)s: %(about)s"), A.OWN, A.WORKERS),
    "commitment.reported": _to(
        _("%(factory)s: %(brand)s reports on what it commits to (%(about)s): %(state)s"), A.OWN, A.WORKERS
    ),
    "commitment.ended": _to(
        _("%(factory)s: %(brand)s has ended what it committed to (%(about)s)"), A.OWN, A.WORKERS
    ),
    "webhook.stopped": _to(
        _("The webhook “%(webhook)s” of %(brand)s is stopped: its server took nothing"), A.KEEPERS
    ),
    "meeting.set": _to(_("%(factory)s: the committee meets on %(on)s"), A.OWN, A.WORKERS),
}


WAITING = frozenset(
    {
        "privilege.proposed", "assessment.correction_proposed", "zero_tolerance.closing_proposed", "story.submitted",
        "criteria.proposed",
    }
)  # fmt: skip
"""Kinds of which people are told because a second person must decide; their data names the proposal."""


def kinds_for(*audiences: Audience) -> list[str]:
    """The kinds of events of which an audience is told, or one of several."""
    return [kind for kind, telling in TABLE.items() if not telling.audiences.isdisjoint(audiences)]
