"""What follows what: event kind → the tasks told of it after commit.

The one table that ties the apps' facts together. A lower app records an event and never calls a higher one;
whatever must follow stands here. Each name is a *reaction*, registered with `journal.reactions.reaction`; it
receives the ids of the factories concerned, once for however many events came together (what may be worked together
it declares there: `Concerns`). Reactions are safe to run twice. What takes a right or a publication away does not
wait for this table: it is part of the command's own transaction (see `betterwork/immediate_reactions.py`).
"""

from __future__ import annotations

EVALUATE = "criteria.evaluate_factories"
PUBLISH = "portal.refresh_listings"
SHOW = "portal.show_recognised"  # the same for a decision: it never waits behind changes of many factories
PROGRESS = "portal.refresh_progress"
REPORTS = "portal.refresh_reports"
PRIORITY = "portal.refresh_priorities"
SCHEME = "portal.refresh_scheme"
WORDING = "portal.refresh_wording"
PLAN = "scheduling.replan"
DUE = "recognition.publish_due"
SECTOR = "sector_tables.refresh_sector_counts"
YEARS = "overview.refresh_year_figures"
SEND_EMAIL = "notifications.post_letters_owed"  # of mails with words of their own
SEARCH_WORDS = "factories.refresh_search_words"
NOTIFY = "notifications.notify_people"  # of whatever stands in notifications/rules.py
ACCESS = "webhooks.note_access"
ENDED = "webhooks.note_recognitions"  # copies that went within the cause's own transaction

PUBLISHING = frozenset({DUE, SHOW})
"""Reactions with a queue and a worker of their own (`betterwork/queues.py`): nothing else delays what is decided."""

_EVIDENCE = (EVALUATE, REPORTS)

REACTIONS: dict[str, tuple[str, ...]] = {
    "invitation.sent": (SEND_EMAIL,),
    "proposal.approved": (NOTIFY,),
    "proposal.declined": (NOTIFY,),
    "proposal.stale": (NOTIFY,),
    "privilege.proposed": (NOTIFY,),
    "privilege.given": (NOTIFY,),
    "privilege.taken": (NOTIFY,),
    "user.role_changed": (NOTIFY,),
    "membership.added": (NOTIFY,),
    "delegation.received": (NOTIFY,),
    "membership.ended": (NOTIFY,),
    "advising.given": (NOTIFY,),
    "advising.taken": (NOTIFY,),
    "plan.visit_begun": (YEARS,),
    "plan.visit_reopened": (YEARS,),
    "plan.visit_handed_over": (PLAN,),
    "assessment.finalised": (SECTOR, YEARS, *_EVIDENCE, PRIORITY, NOTIFY, PLAN),
    "assessment.correction_proposed": (NOTIFY,),
    "assessment.corrected": (SECTOR, YEARS, *_EVIDENCE, PRIORITY, NOTIFY),
    "assessment.submitted": (NOTIFY,),
    "assessment.returned": (NOTIFY,),
    "assessment.accepted": (NOTIFY,),
    "assessment.findings_agreed": (NOTIFY,),
    "assessment.responses_sent": (NOTIFY,),
    "assessment.window_closing": (NOTIFY,),
    "finding.responded": (REPORTS,),
    "finding.verified": (*_EVIDENCE, PRIORITY),
    "visit.recorded": _EVIDENCE,
    "visit_finding.recorded": _EVIDENCE,
    "evidence.imported": (*_EVIDENCE, PRIORITY, YEARS),
    "plan_item.recorded": (*_EVIDENCE, YEARS),
    "plan_item.due": (NOTIFY,),
    "plan_item.asked": (NOTIFY,),
    "plan_item.answered": (NOTIFY,),
    "plan_item.commented": (NOTIFY,),
    "plan_item.confirmed": (NOTIFY,),
    "plan_item.disputed": (NOTIFY,),
    "plan_item.day_proposed": (NOTIFY,),
    "plan_item.day_accepted": (*_EVIDENCE, NOTIFY),
    "plan_item.day_refused": (NOTIFY,),
    "committee.reviewed": _EVIDENCE,
    "systems.reviewed": _EVIDENCE,
    "learning.recorded": _EVIDENCE,
    "learning.withdrawn": _EVIDENCE,
    "zero_tolerance.opened": (*_EVIDENCE, PRIORITY, NOTIFY, YEARS),
    "zero_tolerance.closing_proposed": (NOTIFY,),
    "zero_tolerance.closed": (*_EVIDENCE, PRIORITY, YEARS),
    # a factory just registered has no evidence yet: nothing to judge
    "factory.registered": (SEARCH_WORDS, YEARS),
    "factory.corrected": (SEARCH_WORDS, EVALUATE, PUBLISH, YEARS),
    "factory.closed": (EVALUATE, PUBLISH, PRIORITY, PLAN, YEARS),
    "factory.country_corrected": (PUBLISH, PRIORITY, YEARS),
    "factory.renamed": (SEARCH_WORDS, PUBLISH, PRIORITY),
    "factory.moved": (PUBLISH, PRIORITY),
    "factory.reopened": (EVALUATE, PUBLISH, PRIORITY, PLAN, YEARS),
    "factory.grouped": (PUBLISH, NOTIFY),
    "factory.ungrouped": (PUBLISH, NOTIFY),
    "identifier.given": (PUBLISH,),
    "identifier.retired": (PUBLISH,),
    "factory.merged": (SEARCH_WORDS, SECTOR, YEARS, *_EVIDENCE, PUBLISH, PROGRESS, PRIORITY, PLAN, ACCESS),
    "factory.split": (SEARCH_WORDS, SECTOR, YEARS, *_EVIDENCE, PUBLISH, PROGRESS, PRIORITY, PLAN, ACCESS),
    "factory.split_off": (SEARCH_WORDS, *_EVIDENCE, PUBLISH, PROGRESS, PRIORITY),
    "workforce.recorded": (EVALUATE, PUBLISH),
    "workforce.corrected": (EVALUATE, PUBLISH),
    # working days, who is planned for, and from which assessment on results are public
    "country.added": (PLAN, REPORTS),
    "country.removed": (PLAN, REPORTS),
    "country.settings_set": (PLAN, REPORTS, PROGRESS),
    "country.settings_cancelled": (PLAN,),
    "sourcing.started": (PUBLISH, ACCESS),
    "sourcing.ended": (ACCESS,),
    "sourcing.corrected": (ACCESS,),
    "brand.merged": (ACCESS,),
    "access.requested": (NOTIFY,),
    "access.request_withdrawn": (NOTIFY,),
    "access.declined": (NOTIFY,),
    "consent.given": (NOTIFY, ACCESS),
    "consent.changed": (NOTIFY, ACCESS),
    "consent.documented": (NOTIFY, ACCESS),
    "consent.ending": (NOTIFY,),
    "consent.withdrawn": (NOTIFY, ACCESS),
    "evaluation.changed": (PROGRESS,),
    "recognition.proposed": (NOTIFY,),
    "recognition.confirmed": (DUE, NOTIFY),
    "recognition.declined": (NOTIFY,),
    "recognition.published": (SHOW, PROGRESS, NOTIFY, PLAN),
    "recognition.renewed": (SHOW, PROGRESS),
    "recognition.reinstated": (SHOW, PROGRESS, NOTIFY, PLAN),
    "recognition.suspended": (NOTIFY, PLAN, ENDED),
    "recognition.withdrawn": (NOTIFY, PLAN, ENDED),
    "recognition.lapsed": (NOTIFY, PLAN, ENDED),
    "recognition.appealed": (NOTIFY,),
    "recognition.appeal_granted": (SHOW, PROGRESS, NOTIFY, PLAN),
    "recognition.appeal_dismissed": (NOTIFY,),
    "assessment.opened": (PLAN,),
    "assessment.abandoned": (PLAN,),
    "assessment.changed": (PLAN,),
    "plan.conflict_declared": (PLAN,),
    "plan.conflict_ended": (PLAN,),
    "plan.capacity_set": (PLAN,),
    "forum.invited": (NOTIFY,),
    "forum.rescheduled": (NOTIFY,),
    "forum.called_off": (NOTIFY,),
    "session.place_given": (NOTIFY,),
    "session.rescheduled": (NOTIFY,),
    "session.called_off": (NOTIFY,),
    "meeting.set": (NOTIFY,),
    "plan_comment.written": (NOTIFY,),
    "plan_comment.answered": (NOTIFY,),
    "handover.closed": (NOTIFY,),
    "handover.noted": (),
    "commitment.made": (NOTIFY,),
    "commitment.reported": (NOTIFY,),
    "commitment.ended": (NOTIFY,),
    "questionnaire.loaded": (WORDING,),
    "wording.corrected": (WORDING,),
    "wording.reviewed": (WORDING,),
    "wording.released": (WORDING,),
    "story.submitted": (NOTIFY,),
    "report.delivered": (NOTIFY,),
    "webhook.stopped": (NOTIFY,),
    "criteria.proposed": (NOTIFY,),
    "criteria.in_force": (EVALUATE, SCHEME),
}
