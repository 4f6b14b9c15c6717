"""Events in words: one sentence for each kind, for history panels. Every kind has one (tested).

A sentence may use what the event's data holds; what is missing reads as an ellipsis, so that an old event of an
earlier release still reads as a sentence.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

WORDING: dict[str, str | Promise] = {
    "user.account_made": _("account made as %(role)s"),
    "user.invited": _("invited as %(role)s"),
    "user.accepted": _("invitation accepted"),
    "user.renamed": _("name changed"),
    "user.role_changed": _("role changed from %(from)s to %(to)s: %(reason)s"),
    "user.closed": _("account closed: %(reason)s"),
    "person.erased": _("name and address erased: %(reason)s"),
    "rows.covered": _("rows of changed tables covered: %(reason)s"),
    "user.handed_over": _("work handed to a colleague: %(reason)s"),
    "invitation.waiting": _("invitation waits for a second person"),
    "invitation.sent": _("invitation sent as %(role)s, to be accepted until %(until)s"),
    "invitation.withdrawn": _("invitation withdrawn: %(reason)s"),
    "proposal.made": _("proposed, for a second person to decide: %(reason)s"),
    "proposal.approved": _("proposal approved by a second person: %(reason)s"),
    "proposal.declined": _("proposal declined: %(reason)s"),
    "proposal.withdrawn": _("proposal withdrawn"),
    "proposal.stale": _("proposal out of date: the facts changed after it was made"),
    "privilege.proposed": _("right proposed: %(role)s"),
    "privilege.given": _("right given: %(role)s"),
    "privilege.taken": _("right taken away: %(role)s"),
    "user.reopened": _("account opened again: %(reason)s"),
    "user.language_chosen": _("language chosen: %(language)s"),
    "user.mail_chosen": _("choice of e-mail: %(way)s"),
    "delegation.set": _("colleague named for an absence from %(from)s until %(until)s"),
    "delegation.received": _("named to stand in from %(from)s until %(until)s"),
    "delegation.ended": _("naming of a colleague for an absence ended"),
    "user.password_chosen": _("password chosen"),
    "user.password_changed": _("password changed; other sessions and API tokens ended"),
    "user.token_made": _("API token made: %(name)s (%(scope)s)"),
    "user.token_revoked": _("API token revoked: %(name)s"),
    "user.sessions_ended": _("sessions ended: %(count)s"),
    "user.second_factor_added": _("second factor enrolled: %(kind)s"),
    "user.second_factor_removed": _("second factor removed: %(kind)s"),
    "user.second_factor_renewed": _("second factor renewed: %(kind)s"),
    "user.second_factor_reset": _("second factor reset by an administrator: %(reason)s"),
    "user.sign_on_linked": _("linked to the organisation's sign-on: %(sign_on)s"),
    "sign_on.configured": _("sign-on of %(name)s set up"),
    "sign_on.switched_off": _("sign-on of %(name)s switched off"),
    "webhook.added": _("webhook “%(webhook)s” of %(brand)s made, to %(host)s"),
    "webhook.changed": _("webhook “%(webhook)s” of %(brand)s changed, to %(host)s"),
    "webhook.paused": _("webhook “%(webhook)s” of %(brand)s paused"),
    "webhook.resumed": _("webhook “%(webhook)s” of %(brand)s in use again"),
    "webhook.secret_rotated": _("another secret made for webhook “%(webhook)s” of %(brand)s"),
    "webhook.deleted": _("webhook “%(webhook)s” of %(brand)s deleted"),
    "webhook.tested": _("test sent to webhook “%(webhook)s” of %(brand)s"),
    "webhook.sent_again": _("message sent again to webhook “%(webhook)s” of %(brand)s"),
    "webhook.stopped": _("webhook “%(webhook)s” of %(brand)s stopped: its server took nothing"),
    "text.corrected": _("text corrected in %(language)s: %(english)s"),
    "text.reviewed": _("text reviewed in %(language)s: %(english)s"),
    "text.released": _("text of the release shown again in %(language)s: %(english)s"),
    "wording.corrected": _("text of the questionnaire corrected in %(language)s: %(english)s"),
    "wording.reviewed": _("text of the questionnaire reviewed in %(language)s: %(english)s"),
    "wording.released": _("loaded text of the questionnaire shown again in %(language)s: %(english)s"),
    "factory.registered": _("factory registered"),
    "factory.corrected": _("factory's details corrected"),
    "factory.country_corrected": _(
        "country corrected from %(old)s to %(new)s; the code was %(code)s: %(reason)s"
    ),
    "factory.renamed": _("renamed from %(old)s to %(new)s, from %(on)s: %(reason)s"),
    "factory.moved": _("moved from %(old)s to %(new)s, from %(on)s: %(reason)s"),
    "factory.closed": _("factory closed"),
    "factory.reopened": _("factory reopened: %(reason)s"),
    "factory.succeeded": _("continued by %(successor)s from %(on)s: %(reason)s"),
    "factory.continues": _("continues %(predecessor)s from %(on)s: %(reason)s"),
    "factory.grouped": _("joined the group %(group)s on %(on)s: %(reason)s"),
    "factory.ungrouped": _("left the group %(group)s; last day %(on)s: %(reason)s"),
    "identifier.given": _("%(scheme)s %(value)s given from %(on)s"),
    "identifier.retired": _("%(scheme)s %(value)s retired; last day %(on)s"),
    "duplicate.found": _("perhaps registered twice: %(perhaps)s"),
    "duplicate.raised": _("perhaps registered twice: %(perhaps)s"),
    "duplicate.different": _("two factories, not one: %(other)s; %(reason)s"),
    "factory.merged": _("%(dropped)s became part of this factory"),
    "factory.merged_away": _("became part of %(kept)s"),
    "factory.split": _("%(dropped)s was taken apart from this factory again"),
    "factory.split_off": _("taken apart from %(kept)s again"),
    "workforce.recorded": _("workforce recorded: %(workers)s"),
    "workforce.corrected": _("head count of %(on)s corrected to %(workers)s: %(reason)s"),
    "group.registered": _("manufacturer group registered"),
    "list_layout.kept": _("how lists of %(source)s are read was kept"),
    "membership.added": _("place given from %(from)s"),
    "membership.changed": _("days of a place changed: from %(from)s"),
    "membership.ended": _("place ended: %(reason)s"),
    "membership.administrator_given": _("made administrator of a place: %(reason)s"),
    "membership.administrator_taken": _("no longer administrator of a place: %(reason)s"),
    "mail.tested": _("test mail sent to %(to)s"),
    "mail.failed": _("test mail to %(to)s failed: %(error)s"),
    "country.added": _("%(country)s joins the programme on %(from)s"),
    "country.removed": _("%(country)s leaves the programme on %(from)s"),
    "country.settings_set": _("settings of %(country)s from %(from)s on"),
    "country.settings_cancelled": _("planned settings of %(country)s from %(from)s cancelled"),
    "sourcing.started": _("%(brand)s began to source here"),
    "sourcing.ended": _("%(brand)s stopped sourcing here"),
    "sourcing.corrected": _("days of the link with %(brand)s corrected: %(reason)s"),
    "brand.added": _("brand %(brand)s added"),
    "brand.renamed": _("brand renamed from %(old)s to %(new)s: %(reason)s"),
    "brand.merged": _("brand %(brand)s merged into %(into)s: %(reason)s"),
    "access.requested": _("%(brand)s asks for access to reports: %(scope)s, until %(until_on)s"),
    "access.request_withdrawn": _("%(brand)s does not ask for access to reports any more"),
    "access.declined": _("access to reports declined to %(brand)s"),
    "consent.given": _("consent given to %(brand)s"),
    "consent.changed": _("consent to %(brand)s changed: %(scope)s"),
    "consent.ending": _("consent to %(brand)s ends on %(until_on)s"),
    "consent.documented": _("consent to %(brand)s taken from a document: %(paper)s"),
    "consent.withdrawn": _("consent withdrawn from %(brand)s"),
    "questionnaire.loaded": _("questionnaire loaded"),
    "questionnaire.in_force": _("questionnaire in force"),
    "assessment.file_added": _("photo or document added to %(question)s"),
    "assessment.file_removed": _("photo or document removed from %(question)s"),
    "assessment.opened": _("assessment opened"),
    "assessment.abandoned": _("assessment abandoned: %(reason)s"),
    "assessment.changed": _("day, kind or team of the assessment changed"),
    "assessment.answered": _("answers entered: %(count)s"),
    "assessment.answers_handed_over": _("answers handed over to the team: %(count)s"),
    "assessment.submitted": _("assessment submitted for review"),
    "assessment.commented": _("reviewer's comment on %(question)s"),
    "assessment.comment_taken_back": _("reviewer's comment on %(question)s removed"),
    "assessment.comment_answered": _("reviewer's comment on %(question)s answered"),
    "assessment.comment_resolved": _("reviewer's comment on %(question)s resolved"),
    "assessment.clusters_seen": _("clusters marked as seen: %(clusters)s"),
    "assessment.returned": _("assessment returned to its team: %(reason)s"),
    "assessment.accepted": _("assessment accepted; comments until %(until)s"),
    "assessment.finalised": _("assessment final"),
    "assessment.correction_proposed": _("correction proposed, for a second person to decide: %(reason)s"),
    "assessment.corrected": _("final assessment corrected: %(reason)s"),
    "assessment.findings_agreed": _("factory agreed with findings: %(count)s"),
    "assessment.responses_sent": _("factory sent its responses: %(count)s"),
    "assessment.window_closing": _("comment window ends on %(until)s"),
    "finding.response_drafted": _("response on %(question)s drafted"),
    "finding.response_file_added": _("photo or document added to the response on %(question)s"),
    "finding.response_file_removed": _("photo or document removed from the response on %(question)s"),
    "finding.worker_commented": _("worker representative commented on %(question)s"),
    "finding.worker_comment_taken_back": _("worker representative took a comment on %(question)s back"),
    "finding.responded": _("factory responded on %(question)s"),
    "finding.verified": _("%(question)s verified as put right"),
    "self_diagnosis.begun": _("self-diagnosis of %(on)s begun"),
    "self_diagnosis.answered": ngettext_lazy(
        "self-diagnosis of %(on)s: %(count)s answer", "self-diagnosis of %(on)s: %(count)s answers", "count"
    ),
    "self_diagnosis.completed": _("self-diagnosis of %(on)s completed"),
    "self_diagnosis.reopened": _("self-diagnosis of %(on)s reopened"),
    "self_diagnosis.shared": _("self-diagnosis of %(on)s shared with the adviser"),
    "self_diagnosis.sharing_ended": _("self-diagnosis of %(on)s no longer shared"),
    "self_diagnosis.deleted": _("self-diagnosis of %(on)s deleted"),
    "self_diagnosis.gaps_planned": ngettext_lazy(
        "%(count)s gap of the self-diagnosis of %(on)s added to the plan",
        "%(count)s gaps of the self-diagnosis of %(on)s added to the plan",
        "count",
    ),
    "visit.recorded": _("advisory visit recorded"),
    "visit_finding.recorded": _("finding of a visit recorded: %(question)s"),
    "evidence.imported": _("%(kind)s from a file: %(created)s new, %(updated)s changed"),
    "evidence.day_accepted": _("recorded of days outside the usual limits: %(reason)s"),
    "assessment.day_accepted": _("assessment of a day outside the usual limits: %(reason)s"),
    "zero_tolerance.day_accepted": _("zero-tolerance case of a day outside the usual limits: %(reason)s"),
    "plan_item.recorded": _("plan item %(ref)s: %(status)s"),
    "plan_item.file_added": _("photo or document added to plan item %(ref)s"),
    "plan_item.due": _("plan item %(ref)s is due on %(due_on)s"),
    "plan_item.asked": _("question to the adviser on plan item %(ref)s"),
    "plan_item.answered": _("adviser answered on plan item %(ref)s"),
    "plan_item.commented": _("worker representative commented on plan item %(ref)s"),
    "plan_item.confirmed": _("worker representative confirmed plan item %(ref)s as done"),
    "plan_item.disputed": _("worker representative says that plan item %(ref)s is not done"),
    "plan_item.day_proposed": _("%(due_on)s proposed as due day of plan item %(ref)s"),
    "plan_item.day_accepted": _("due day of plan item %(ref)s moved to %(due_on)s"),
    "plan_item.day_refused": _("%(due_on)s not accepted as due day of plan item %(ref)s"),
    "committee.reviewed": _("bipartite committee reviewed"),
    "systems.reviewed": _("management system reviewed: %(area)s, %(score)s of 5"),
    "systems.file_added": _("photo or document added to the review of the management system: %(area)s"),
    "learning.recorded": _("learning recorded: %(course)s"),
    "learning.withdrawn": _("learning record withdrawn, nobody came: %(course)s"),
    "zero_tolerance.opened": _("zero-tolerance case opened"),
    "zero_tolerance.step_recorded": _("%(step)s, recorded"),
    "zero_tolerance.closing_proposed": _("end of the case proposed, for a second person to decide"),
    "zero_tolerance.closed": _("zero-tolerance case closed"),
    "evaluation.changed": _("verdict: %(outcome)s"),
    "recognition.proposed": _("proposed for recognition"),
    "recognition.confirmed": _("recognition confirmed"),
    "recognition.declined": _("recognition declined: %(reason)s"),
    "recognition.deferred": _("decision deferred: %(reason)s"),
    "recognition.published": _("recognition published"),
    "recognition.suspended": _("recognition suspended: %(reason)s"),
    "recognition.reinstated": _("recognition reinstated: %(reason)s"),
    "recognition.renewed": _("recognition renewed"),
    "recognition.lapsed": _("recognition lapsed"),
    "recognition.withdrawn": _("recognition withdrawn: %(reason)s"),
    "recognition.appealed": _("the factory appealed: %(reason)s"),
    "recognition.appeal_granted": _("appeal granted: %(reason)s"),
    "recognition.appeal_dismissed": _("appeal dismissed: %(reason)s"),
    "peers.released": _("figures of comparable factories of %(country)s for %(year)s released"),
    "report.made": _("progress report %(number)s made"),
    "report.summary_made": _("progress summary %(number)s made for a buyer"),
    "report.delivered": _("progress report given to the factory's people"),
    "report.opened": _("progress report opened"),
    "story.written": _("story written: %(title)s"),
    "story.submitted": _("story given to a second reader: %(title)s"),
    "story.returned": _("story sent back: %(reason)s"),
    "story.published": _("story published: %(title)s"),
    "story.withdrawn": _("story withdrawn: %(reason)s"),
    "story.discarded": _("story given up: %(title)s"),
    "plan.made": _("plan of visits made: %(kept)s kept, %(placed)s placed, %(unplaced)s not placed"),
    "plan.visit_begun": _("planned visit begun"),
    "plan.visit_reopened": _("planned visit open again: its assessment was abandoned"),
    "plan.visit_handed_over": _("planned visit handed to another adviser: %(reason)s"),
    "assessment.team_changed": _("an open assessment handed to a colleague"),
    "plan.visit_moved": _("planned visit moved: %(reason)s"),
    "adviser.assigned": _("%(adviser)s is the adviser from %(from_on)s on"),
    "adviser.ended": _("without an adviser from %(from_on)s on; until then: %(former)s"),
    "advising.given": ngettext_lazy(
        "adviser of %(factories)s more factory from %(from_on)s on",
        "adviser of %(factories)s more factories from %(from_on)s on",
        "factories",
    ),
    "advising.taken": ngettext_lazy(
        "no longer adviser of %(factories)s factory from %(from_on)s on",
        "no longer adviser of %(factories)s factories from %(from_on)s on",
        "factories",
    ),
    "plan.conflict_declared": _("conflict of interest declared: %(reason)s"),
    "plan.conflict_ended": _("conflict of interest ended"),
    "plan.capacity_set": _("assessments a month set: %(per_month)s"),
    "benefit.added": _("benefit promised: %(benefit)s"),
    "benefit.delivered": _("benefit delivered: %(benefit)s"),
    "benefit.cancelled": _("benefit cancelled: %(reason)s"),
    "benefit.closed": _("benefit closed with the recognition: %(benefit)s"),
    "forum.planned": _("forum planned"),
    "forum.changed": _("forum changed"),
    "forum.opened": _("forum opened for registration"),
    "forum.held": _("forum held"),
    "forum.cancelled": _("forum cancelled: %(reason)s"),
    "forum.called_off": _("notified that %(forum)s does not take place"),
    "forum.rescheduled": _("notified that %(forum)s is now on %(on)s, at %(place)s"),
    "forum.invited": _("invited to %(forum)s"),
    "forum.uninvited": _("invitation to %(forum)s withdrawn"),
    "forum.registered": _("registered for %(forum)s: %(people)s"),
    "forum.declined": _("declined %(forum)s"),
    "forum.attended": _("attended %(forum)s: %(people)s"),
    "session.announced": _("session of a course announced"),
    "session.changed": _("session of a course changed"),
    "session.cancelled": _("session of a course cancelled: %(reason)s"),
    "session.held": _("session of a course held"),
    "session.called_off": _("notified that the course of %(on)s does not take place"),
    "session.rescheduled": _("notified that the course is now on %(on)s, at %(place)s"),
    "session.registered": _("registered for the course of %(on)s: %(people)s"),
    "session.waiting": _("on the waiting list for the course of %(on)s: %(people)s"),
    "session.place_given": _("moved from the waiting list to a place in the course of %(on)s"),
    "session.unregistered": _("registration for the course of %(on)s cancelled"),
    "session.attended": _("attended the course of %(on)s: %(came)s"),
    "meeting.set": _("committee meeting set for %(on)s"),
    "meeting.agenda_chosen": _("agenda of the committee meeting of %(on)s chosen"),
    "meeting.worker_points_written": _(
        "points of the workers' side for the committee meeting of %(on)s written"
    ),
    "commitment.made": _("%(brand)s commits to something by %(due_on)s: %(about)s"),
    "commitment.reported": _("%(brand)s reports on what it commits to (%(about)s): %(state)s"),
    "commitment.ended": _("%(brand)s has ended what it committed to: %(about)s"),
    "plan_comment.written": _("%(brand)s comments on plan item %(ref)s, for all brands that read the plan"),
    "plan_comment.answered": _("comment on plan item %(ref)s for all brands that read the plan"),
    "handover.made": _("handed over to the inspectorate, by %(due_on)s"),
    "handover.taken_over": _("taken over by the inspectorate"),
    "handover.planned": _("inspection planned for %(on)s"),
    "handover.closed": _("outcome of the inspection of %(on)s recorded"),
    "handover.noted": _("outcome of the inspection read"),
    "handover.withdrawn": _("hand-over to the inspectorate withdrawn"),
    "calendar.link_made": _("calendar address made"),
    "calendar.link_ended": _("calendar address ended"),
    "criteria.drafted": _("criteria drafted"),
    "criteria.draft_changed": _("draft of criteria changed: %(what)s"),
    "criteria.draft_abandoned": _("draft of criteria abandoned: %(reason)s"),
    "criteria.proposed": _("criteria proposed, for a second person to decide: %(reason)s"),
    "criteria.approved": _("criteria approved"),
    "criteria.in_force": _("criteria in force"),
}


# codes among an event's data that have words of their own
CODES: dict[str, str | Promise] = {
    "adviser": _("Enterprise adviser"),
    "reviewer": _("Reviewer"),
    "manager": _("Country manager"),
    "global": _("Global team"),
    "admin": _("Administrator"),
    "worker": _("Worker representative"),
    "inspector": _("Labour inspector"),
    "eligible": _("eligible"),
    "not_eligible": _("not eligible"),
    "incomplete": _("incomplete evidence"),
    "not_started": _("not started"),
    "in_progress": _("in progress"),
    "done": _("done by the factory"),
    "verified": _("verified"),
    "reopened": _("reopened"),
    "profile": _("a profile with brands"),
    "stage": _("presented at a business forum"),
    "targeted-learning": _("learning chosen for the factory"),
    "exchange": _("an exchange with another recognised factory"),
    "forum": _("a place at a business forum"),
    "os_id": _("OS ID"),
    "gln": _("Global Location Number"),
    "programme": _("earlier programme code"),
    "safety": _("the people concerned are safe"),
    "notice": _("notice to an authority"),
    "follow_up": _("followed up, and an action plan agreed"),
    "remediation": _("remediation verified"),
    "osh": _("Occupational safety and health"),
    "hr": _("Human resources"),
    "assessments": _("Assessments"),
    "visits": _("Advisory visits"),
    "visit-findings": _("Findings of visits"),
    "plan-items": _("Improvement plans"),
    "committees": _("Bipartite committees"),
    "systems": _("Management systems"),
    "learning": _("Learning"),
    "zero-tolerance": _("Zero-tolerance cases"),
    "sourcing": _("Sourcing links"),
    "consents": _("Consents"),
    "summary": _("summary"),
    "findings": _("summary and findings"),
    "plan": _("summary, findings and improvement plan"),
    "lead_time": _("Lead time"),
    "order_size": _("Order size"),
    "price": _("Price"),
    "payment": _("Time of payment"),
    "not_yet": _("not done yet"),
    "at_once": _("one by one"),
    "daily": _("once a day"),
    "never": _("never"),
}


_COLON = " :：៖\u00a0\u202f"  # what is left before a reason that nobody gave
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


DECLARED = {"course"}
"""Data of events that the product's documents declare in English; their translations are in the catalogue."""


class _Spoken(dict[str, Any]):
    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if key in DECLARED and value:
            return gettext(value)
        return _value_in_words(value) if isinstance(value, str) else value

    def __missing__(self, key: str) -> str:
        return "…"


def comma() -> str:
    """What stands between the parts of a list in the reader's language."""
    return "، " if (get_language() or "").startswith("ar") else ", "


def day_in_words(day: date) -> str:
    """A day as the language writes it: 1 June 2018."""
    return date_format(day, "DATE_FORMAT")


def _value_in_words(value: str) -> object:
    """A code in its words, a day as people write it, anything else as it is."""
    if _DAY.fullmatch(value):
        with suppress(ValueError):
            return day_in_words(date.fromisoformat(value))
    return CODES.get(value, value)


def fill_in(sentence: str | Promise, data: dict[str, Any]) -> str:
    """A sentence with an event's data: codes and days in words, an ellipsis for what is missing."""
    filled: str = sentence % _Spoken(data)  # of plurals the one of the number
    return filled


def in_words(kind: str, data: dict[str, Any]) -> str:
    """The event as a sentence in the reader's language."""
    sentence = WORDING.get(kind)
    if sentence is None:
        return kind.replace(".", " ").replace("_", " ")
    words = fill_in(sentence, data)
    return words if data.get("reason", "-") else words.rstrip(_COLON)
