"""The checklist that leads an empty installation to a working programme, and its buttons."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn, only_for
from criteria.commands.criteria import adopt_shipped_criteria
from criteria.documents import shipped
from files.domain.faults import ReleaseFaulty
from first_run.commands import record_mail_test
from first_run.policies import sets_up
from first_run.queries import (
    SetupState,
    SetupStep,
    criteria_to_load,
    delivers_nothing,
    releases_to_load,
    steps_of_setup,
)
from journal.commands import Unchanged
from journal.refusals import Refused
from questionnaires.commands import load_questionnaire
from questionnaires.commands.questionnaires import ReleaseChanged
from questionnaires.workbook.release import ReleaseAltered, ReleaseMissing, read_release, release_folders

# where a step is done
ROUTES = {
    "countries": "countries",
    "languages": "countries",
    "people": "people:invite",
}


@only_for(sets_up)
@require_safe
def checklist(request: SignedIn) -> HttpResponse:
    """Every step with its state, and where it is done."""
    steps = steps_of_setup(timezone.now())
    following = next((step.name for step in steps if step.state == SetupState.TO_DO), "")
    context = {
        "rows": [_row(step, following) for step in steps],
        "left": sum(step.state == SetupState.TO_DO for step in steps),
        "criteria_left": criteria_to_load(),
        "releases_left": releases_to_load(),
    }
    return render(request, "first_run/checklist.html", context)


def _row(step: SetupStep, following: str) -> dict[str, Any]:
    route = ROUTES.get(step.name)
    return {"step": step, "next": step.name == following, "url": reverse(route) if route else ""}


@only_for(sets_up)
@require_POST
def load_questionnaires(request: SignedIn) -> HttpResponse:
    """Load every released questionnaire that is not loaded."""
    loaded = []
    try:
        for folder in release_folders():
            release = read_release(folder)
            done = load_questionnaire(
                release.questionnaire, layouts=release.layouts, marks=release.marks, texts=release.texts,
                mapping=release.mapping, actor=request.user, now=timezone.now(),
            )  # fmt: skip
            if not isinstance(done, Unchanged):
                loaded.append(release.questionnaire.reference)
    except (ReleaseMissing, ReleaseAltered, ReleaseFaulty, ReleaseChanged) as refusal:
        messages.error(request, str(refusal))
    if loaded:
        messages.success(request, _("Loaded: %(names)s.") % {"names": ", ".join(loaded)})
    else:
        messages.info(request, _("Every released questionnaire is loaded."))
    return redirect("first_run:checklist")


@only_for(sets_up)
@require_POST
def adopt_criteria(request: SignedIn) -> HttpResponse:
    """Take the criteria shipped with the product into use, or give them to the global team to approve."""
    waiting = criteria_to_load()
    try:
        for document in shipped():
            adopt_shipped_criteria(document.text, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("first_run:checklist")
    if criteria_to_load() != waiting:
        messages.success(request, _("Done. How the criteria stand is written beside the step."))
    return redirect("first_run:checklist")


@only_for(sets_up)
@require_POST
def test_mail(request: SignedIn) -> HttpResponse:
    """Send a mail to oneself, and say honestly what became of it."""
    error = _sent_to(request.user.email)
    record_mail_test(error=error, actor=request.user, now=timezone.now())
    if error:
        messages.error(request, _("The mail could not be sent: %(error)s") % {"error": error})
    else:
        text = _("The mail server took a mail for %(to)s. Look whether it has arrived.")
        messages.success(request, text % {"to": request.user.email})
    return redirect("first_run:checklist")


def _sent_to(address: str) -> str:
    """Send the test mail; what went wrong, or "" when the mail server took it."""
    if delivers_nothing():
        return _("this installation has no mail server; set EMAIL_URL.")
    message = EmailMessage(
        subject=_("Test mail of Better Work Recognition"),
        body=_("This mail was sent from %(site)s to see whether mail arrives. It has.")
        % {"site": settings.SITE_URL},
        to=[address],
    )
    try:
        sent = message.send()
    except Exception as failure:  # noqa: BLE001  # whatever a mail server or its library does wrong is the answer
        return f"{type(failure).__name__}: {failure}"
    return "" if sent else _("the mail server took nothing.")
