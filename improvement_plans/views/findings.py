"""The findings of a final assessment as items of the plan: looked at, changed row by row, stored in one act."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, only_for
from advisory.commands.plan.proposed_items import ProposedItem
from advisory.policies import keeps_plans
from advisory.queries.plan.item_page import findings_without_item
from assessments.domain.states import AssessmentState
from assessments.views.access import assessment_for
from countries.queries.local_time import today_in
from improvement_plans.commands.findings import plan_assessment_findings
from improvement_plans.forms import FindingItemForm
from journal.commands import Unchanged
from journal.refusals import Refused
from questionnaires.documents import usual_action
from questionnaires.queries.questionnaires import question_words

if TYPE_CHECKING:
    from assessments.queries.findings import FindingInWords
    from questionnaires.queries.questionnaires import Words

DUE_IN = timedelta(days=90)  # what the form begins with


@only_for(keeps_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_findings(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """One form a finding that has no item yet, filled in as far as is known."""
    assessment = assessment_for(request.user, assessment_id)
    if assessment.state != AssessmentState.FINAL:
        raise Http404
    factory, language = assessment.factory, get_language() or "en"
    today = today_in(factory.country_id, timezone.now())
    words = question_words(assessment.layout_id, language=language)
    found = findings_without_item(factory.pk, language=language, assessment_id=assessment.pk)
    data = request.POST if request.method == "POST" else None
    rows = [(finding, _form(finding, words, data, today)) for finding in found]
    status, refusal = HTTPStatus.OK, ""
    if data is not None:
        refusal = _stored(request, assessment, rows)
        if not refusal:
            return redirect("advisory:plan", code=factory.code)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"assessment": assessment, "factory": factory, "rows": rows, "refusal": refusal, "today": today}
    return render(request, "improvement_plans/findings.html", context, status=status)


def _form(finding: FindingInWords, words: Words, data: Any, today: date) -> FindingItemForm:
    form = FindingItemForm(
        data,
        today=today,
        prefix=f"finding-{finding.id}",
        initial={
            "chosen": True,
            "issue": issue_in_words(finding, words),
            "action": usual_action(finding.point),
            "due_on": today + DUE_IN,
        },
    )
    # what is left out is not read
    form.empty_permitted = data is not None and f"finding-{finding.id}-chosen" not in data
    form.use_required_attribute = False
    return form


def issue_in_words(finding: FindingInWords, words: Words) -> str:
    """What is not in order: the question with the answer that was given, then what was found."""
    question = words.get(finding.question)
    answer = _("No") if question is None or question.compliant_answer == "yes" else _("Yes")
    return "\n".join(part for part in (f"{finding.text} {answer}.", finding.details) if part)


def _stored(request: SignedIn, assessment: Any, rows: list[tuple[FindingInWords, FindingItemForm]]) -> str:
    """Store the chosen ones; a sentence where something stands against it."""
    chosen = [(finding, form) for finding, form in rows if f"{form.prefix}-chosen" in request.POST]
    # every form is read, so that each shows its faults
    if [form for _finding, form in chosen if not form.is_valid()]:
        return _("Some fields are not as they must be.")
    items = [
        ProposedItem(
            question=finding.question, finding_id=finding.id,
            **{name: form.cleaned_data[name] for name in ("issue", "due_on", "cause", "root_cause", "action", "owner")},
        )
        for finding, form in chosen
    ]  # fmt: skip
    try:
        done = plan_assessment_findings(
            assessment.factory_id,
            assessment_id=assessment.pk,
            items=items,
            actor=request.user,
            now=timezone.now(),
        )
    except Refused as refusal:
        return str(refusal)
    if isinstance(done, Unchanged):
        messages.info(request, _("Nothing has changed"))
    else:
        sentence = ngettext(
            "%(number)s item added to the plan.", "%(number)s items added to the plan.", len(done)
        )
        messages.success(request, sentence % {"number": len(done)})
    return ""
