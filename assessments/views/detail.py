"""The page of one assessment: what it found, where it stands, and what its reader can do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import FACTORY_PEOPLE, User
from accounts.policies import pending_about
from accounts.requests import SignedIn
from assessments import policies
from assessments.commands.correcting import CORRECTION_KIND
from assessments.domain.states import TRANSITIONS, AssessmentState, AssessmentTransition
from assessments.forms.assessing import FixedForm
from assessments.models import EvidenceFile
from assessments.queries.answering.comments import last_return
from assessments.queries.answering.conflicts import clashes_in
from assessments.queries.attachments import files_of
from assessments.queries.corrections import corrections_of
from assessments.queries.detail import ClusterAnswers, WholeAssessment, team_of, whole_assessment
from assessments.queries.final_assessments import FinalAssessment, final_assessments
from assessments.queries.findings import FindingInWords, findings_in
from assessments.queries.visibility import assessments_visible_to
from assessments.views.progress import next_step, steps
from countries.queries.local_time import LocalDays
from journal.queries import Happened, history_of

# what those outside the programme may read of an assessment's life
EVENTS_FOR_OUTSIDERS = frozenset(
    {
        "assessment.accepted",
        "assessment.finalised",
        "assessment.corrected",
        "assessment.findings_agreed",
        "finding.responded",
        "finding.verified",
    }
)

# what a factory has written and not sent is its management's own; who of the workers' side wrote is nobody's matter
EVENTS_FOR_NOBODY = frozenset(
    {
        "finding.response_drafted",
        "finding.response_file_added",
        "finding.response_file_removed",
        "finding.worker_commented",
        "finding.worker_comment_taken_back",
    }
)


@dataclass(frozen=True, slots=True)
class Possible:
    """What the reader can do now."""

    enter: bool = False
    submit: bool = False
    change: bool = False  # day, kind and team, or give it up
    give_back: bool = False
    accept: bool = False
    finalise: bool = False
    correct: bool = False
    respond: bool = False
    act_on: bool = False  # too late to respond: the plan, the adviser, an appeal are left
    verify: bool = False
    open_case: bool = False
    comment: bool = False


@login_required
@require_safe
def assessment(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """The assessment, by viewer. At most 20 statements."""
    user, days = request.user, LocalDays(timezone.now())
    chosen = assessments_visible_to(user, days)
    language = get_language() or "en"
    found = whole_assessment(chosen, assessment_id, language=language, with_notes=user.is_staff)
    if found is None:
        raise Http404
    today = days.of(found.country)
    team = team_of(found.id) if user.is_staff else []
    findings = findings_in(found.id, found.words)
    possible = possible_for(user, found, team, findings, today)
    is_answered = any(finding.responded_on for finding in findings)
    responses = import_string(settings.FACTORY_RESPONSES)(
        found.id, is_answered=is_answered
    )  # of an app above
    context = {
        "assessment": found,
        "possible": possible,
        "next_step": next_step(found, possible, days),
        "steps": steps(found),
        "first_open": next((point for point in found.points if not point.is_complete), None),
        "team": [name for _user_id, name, is_there in team if is_there],
        "findings": _with_forms(findings, possible, today, files_of(found.id), responses),
        "by_cluster": [_bar(cluster) for cluster in found.clusters],
        "over_time": _over_time(found, final_assessments([found.factory_id])),
        "clashes": clashes_in(found.id) if possible.enter else [],
        "returned": last_return(found.id) if found.is_returned and user.is_staff else None,
        "left_to_review": import_string(settings.LEFT_TO_REVIEW)(found) if possible.accept else None,
        "correction": pending_about(user, CORRECTION_KIND, f"assessment:{found.id}")
        if user.is_staff
        else None,
        "offered_cases": found.zero_tolerance_found if possible.open_case else (),
        "corrections": _corrections(found) if found.revision > 1 else [],
        "correction_columns": [{"label": _("Question")}, {"label": _("Before")}, {"label": _("Corrected")}],
        "events": _history_lines(user, history_of(f"assessment:{found.id}", addresses=user.is_staff)),
        "speaks": policies.speaks_for_a_factory(user),
        "today": today,
    }
    with timezone.override(days.settings.zone(found.country, days.now)):  # what happened when, by its clock
        return render(request, "assessments/detail.html", context)


def possible_for(
    user: User,
    found: WholeAssessment,
    team: Sequence[tuple[int, str, bool]],
    findings: Sequence[FindingInWords],
    today: date,
) -> Possible:
    """What the reader's role, the team and the state allow together; the commands ask the same again."""
    # who left the team enters nothing more, and reviews nothing of it either
    on_team = {user_id: is_there for user_id, _name, is_there in team}
    acts = {act for (state, act) in TRANSITIONS if state == AssessmentState(found.state)}
    enters = policies.advises(user) and on_team.get(user.pk, False) and found.state == AssessmentState.DRAFT
    reviews = policies.reviews(user) and user.pk not in on_team
    over = found.window_closes_on is not None and today > found.window_closes_on
    return Possible(
        enter=enters,
        change=found.state == AssessmentState.DRAFT and (enters or policies.manages(user)),
        submit=enters and AssessmentTransition.SUBMIT in acts,
        give_back=reviews and AssessmentTransition.RETURN in acts,
        accept=reviews and AssessmentTransition.ACCEPT in acts,
        finalise=reviews
        and AssessmentTransition.FINALISE in acts
        and (over or all(finding.responded_on for finding in findings)),
        correct=reviews and AssessmentTransition.CORRECT in acts,
        respond=user.role in FACTORY_PEOPLE and found.state == AssessmentState.COMMENT_WINDOW and not over,
        act_on=policies.speaks_for_a_factory(user) and (over or found.state == AssessmentState.FINAL),
        verify=policies.verifies(user) and found.state == AssessmentState.FINAL,
        comment=reviews and AssessmentTransition.RETURN in acts,
        open_case=policies.advises(user) and found.state != AssessmentState.FINAL,
    )


def _bar(cluster: ClusterAnswers) -> dict[str, Any]:
    value = _share(cluster.noncompliant, cluster.applicable)
    return {"label": cluster.name, "value": value, "url": f"#{cluster.code}"}


def _over_time(found: WholeAssessment, finals: Sequence[FinalAssessment]) -> list[dict[str, Any]]:
    """Each cluster over the factory's last assessments, this one last; empty while it is the first."""
    before = [final for final in finals if final.assessed_on < found.assessed_on][-5:]
    if not before:
        return []
    return [
        {
            "name": cluster.name,
            "url": f"#{cluster.code}",
            "values": [
                *(
                    {
                        "label": str(earlier.assessed_on.year),
                        "value": _share(*earlier.clusters.get(cluster.code, (0, 0))),
                    }
                    for earlier in before
                ),
                {
                    "label": str(found.assessed_on.year),
                    "value": _share(cluster.noncompliant, cluster.applicable),
                },
            ],
        }
        for cluster in found.clusters
    ]


def _share(noncompliant: int, applicable: int) -> dict[str, int] | None:
    return {"n": noncompliant, "of": applicable} if applicable else None


def _with_forms(
    findings: Sequence[FindingInWords],
    possible: Possible,
    today: date,
    files: Mapping[str, Sequence[EvidenceFile]],
    responses: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Findings by cluster, each with its files, what the factory says, and the form that its reader can use."""
    grouped: dict[str, dict[str, Any]] = {}
    for finding in findings:
        group = grouped.setdefault(finding.cluster, {"name": finding.cluster_name, "findings": []})
        prefix = f"finding-{finding.id}"
        row: dict[str, Any] = {
            "finding": finding,
            "files": files.get(finding.question, ()),
            "said": responses.get(finding.question),
        }
        if possible.verify and finding.fixed_on is None:
            row["verify"] = FixedForm(today=today, prefix=prefix, initial={"fixed_on": today})
        group["findings"].append(row)
    return list(grouped.values())


def _corrections(found: WholeAssessment) -> list[dict[str, Any]]:
    """Each correction with a row a question."""
    made = corrections_of(found.id, list(found.words), found.words)
    return [
        {
            "at": revision.at,
            "reason": revision.reason,
            "rows": [
                [f"{answer.question} {answer.text}", answer.before.in_words(), answer.after.in_words()]
                for answer in revision.answers
            ],
        }
        for revision in made
    ]


def _history_lines(user: User, events: Sequence[Happened]) -> list[Happened]:
    if user.is_staff:
        return [event for event in events if event.kind not in EVENTS_FOR_NOBODY]
    return [event for event in events if event.kind in EVENTS_FOR_OUTSIDERS]
