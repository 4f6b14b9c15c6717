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
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

WORDING: dict[str, str | Promise] = {
    "user.invited": _("invited as %(role)s"),
    "user.role_changed": _("role changed from %(from)s to %(to)s"),
    "user.closed": _("account closed"),
    "user.reopened": _("account opened again"),
    "user.language_chosen": _("language chosen: %(language)s"),
    "user.mail_chosen": _("choice of e-mail: %(way)s"),
    "user.password_chosen": _("password chosen"),
    "user.token_given": _("API token given"),
    "factory.registered": _("factory registered"),
    "factory.corrected": _("factory's details corrected"),
    "factory.closed": _("factory closed"),
    "workforce.recorded": _("workforce recorded: %(workers)s"),
    "group.registered": _("manufacturer group registered"),
    "membership.added": _("membership added"),
    "membership.ended": _("membership ended"),
    "sourcing.started": _("%(brand)s began to source here"),
    "sourcing.ended": _("%(brand)s stopped sourcing here"),
    "consent.given": _("consent given to %(brand)s"),
    "consent.withdrawn": _("consent withdrawn from %(brand)s"),
    "questionnaire.loaded": _("questionnaire loaded"),
    "assessment.file_added": _("photo or document added to %(question)s"),
    "assessment.file_removed": _("photo or document removed from %(question)s"),
    "assessment.opened": _("assessment opened"),
    "assessment.answered": _("%(count)s answers entered"),
    "assessment.answers_handed_over": _("%(count)s answers handed over to the team"),
    "assessment.submitted": _("assessment submitted for review"),
    "assessment.commented": _("reviewer's comment on %(question)s"),
    "assessment.comment_taken_back": _("reviewer's comment on %(question)s taken back"),
    "assessment.returned": _("assessment returned to its team: %(reason)s"),
    "assessment.accepted": _("assessment accepted; comments until %(until)s"),
    "assessment.finalised": _("assessment final"),
    "assessment.corrected": _("final assessment corrected: %(reason)s"),
    "finding.responded": _("factory responded on %(question)s"),
    "finding.verified": _("%(question)s verified as put right"),
    "visit.recorded": _("advisory visit recorded"),
    "visit_finding.recorded": _("finding of a visit recorded: %(question)s"),
    "evidence.imported": _("%(kind)s from a file: %(created)s new, %(updated)s changed"),
    "plan_item.recorded": _("plan item %(ref)s: %(status)s"),
    "plan_item.file_added": _("photo or document added to plan item %(ref)s"),
    "plan_item.due": _("plan item %(ref)s is due on %(due_on)s"),
    "committee.reviewed": _("bipartite committee reviewed"),
    "systems.reviewed": _("management system reviewed: %(area)s, %(score)s of 5"),
    "learning.recorded": _("learning recorded: %(course)s"),
    "zero_tolerance.opened": _("zero-tolerance case opened"),
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
    "story.written": _("story written: %(title)s"),
    "story.submitted": _("story given to a second reader: %(title)s"),
    "story.returned": _("story sent back: %(reason)s"),
    "story.published": _("story published: %(title)s"),
    "story.withdrawn": _("story taken back: %(reason)s"),
    "story.discarded": _("story given up: %(title)s"),
    "plan.made": _("plan of visits made: %(kept)s kept, %(placed)s placed, %(unplaced)s not placed"),
    "plan.visit_moved": _("planned visit moved: %(reason)s"),
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
    "forum.called_off": _("told that %(forum)s does not take place"),
    "forum.rescheduled": _("told that %(forum)s is now on %(on)s, at %(place)s"),
    "forum.invited": _("invited to %(forum)s"),
    "forum.uninvited": _("invitation to %(forum)s taken back"),
    "forum.registered": _("registered for %(forum)s: %(people)s"),
    "forum.declined": _("declined %(forum)s"),
    "forum.attended": _("attended %(forum)s: %(people)s"),
    "calendar.link_made": _("calendar address made"),
    "calendar.link_ended": _("calendar address ended"),
    "criteria.drafted": _("criteria drafted"),
    "criteria.approved": _("criteria approved"),
    "criteria.in_force": _("criteria in force"),
}


# codes among an event's data that have words of their own
CODES: dict[str, str | Promise] = {
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
    "at_once": _("one by one"),
    "daily": _("once a day"),
    "never": _("never"),
}


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class _Spoken(dict[str, Any]):
    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return _said(value) if isinstance(value, str) else value

    def __missing__(self, key: str) -> str:
        return "…"


def day_in_words(day: date) -> str:
    """A day as the language writes it; English as in the programme's own reports: 1 June 2018."""
    english = (get_language() or "en").startswith("en")
    return date_format(day, "j F Y" if english else "DATE_FORMAT")


def _said(value: str) -> object:
    """A code in its words, a day as people write it, anything else as it is."""
    if _DAY.fullmatch(value):
        with suppress(ValueError):
            return day_in_words(date.fromisoformat(value))
    return CODES.get(value, value)


def spoken(data: dict[str, Any]) -> dict[str, Any]:
    """An event's data for a sentence: codes and days in words, an ellipsis for what is missing."""
    return _Spoken(data)


def in_words(kind: str, data: dict[str, Any]) -> str:
    """The event as a sentence in the reader's language."""
    sentence = WORDING.get(kind)
    if sentence is None:
        return kind.replace(".", " ").replace("_", " ")
    return str(sentence) % _Spoken(data)
