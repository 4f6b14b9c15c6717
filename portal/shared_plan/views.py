"""The improvement plan with the comments that all brands which may read it share."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn
from buyers.commands.plan_comments import comment_on_plan
from buyers.forms import PlanCommentForm
from buyers.policies import side_of
from buyers.queries.plan_comments import ShownComment
from countries.queries.local_time import LocalDays
from journal.refusals import Refused
from portal.shared_plan.policies import readable_plan
from portal.shared_plan.queries import comments_shown, items_of, plan_shown

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Brand, Factory


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared_plan(request: SignedIn, code: str) -> HttpResponse:
    """Every item of the plan with its comments, and a form for whoever may write one."""
    days = LocalDays(timezone.now())
    found, brands = readable_plan(request.user, code, days)
    plan = plan_shown(found, days)
    items = items_of(plan)
    sent, status = None, HTTPStatus.OK
    if request.method == "POST":
        sent = PlanCommentForm(request.POST, brands=brands)
        status = _written(sent, found, request.user, {item["ref"] for item in items})
        if status is HTTPStatus.OK:
            messages.success(request, _("Saved."))
            anchor = f"#comment-{sent.cleaned_data['once']}"
            return redirect(reverse("shared_plan", args=[found.code]) + anchor)
    writes = bool(brands) or side_of(request.user, found.pk) is not None
    comments = comments_shown(found, brands, days)
    lines = _lines(items, comments, brands=brands, writes=writes, sent=sent)
    context = {
        "factory": found,
        "lines": lines,
        "plan": plan,
        "is_brand": bool(brands),
        "gone": sent if sent is not None and not any(line["form"] is sent for line in lines) else None,
    }
    with timezone.override(days.settings.zone(found.country_id, days.now)):
        return render(request, "portal/shared_plan/shared_plan.html", context, status=status)


def _written(form: PlanCommentForm, found: Factory, user: User, refs: set[str]) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    data = form.cleaned_data
    if data["ref"] not in refs:
        form.add_error(None, _("Open the page again."))
        return HTTPStatus.CONFLICT
    try:
        comment_on_plan(
            found.pk, comment_id=data["once"], ref=data["ref"], brand_id=data.get("brand"), text=data["text"],
            is_signed=data.get("is_signed", False), actor=user, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _lines(
    items: list[dict[str, Any]],
    comments: list[ShownComment],
    *,
    brands: list[Brand],
    writes: bool,
    sent: PlanCommentForm | None,
) -> list[dict[str, Any]]:
    """Each item with its comments and its own form; what was sent and refused stands in the form of its item."""
    threads: dict[str, list[ShownComment]] = defaultdict(list)
    for comment in comments:
        threads[comment.ref].append(comment)
    refused = sent["ref"].value() if sent is not None else None
    lines: list[dict[str, Any]] = []
    for number, item in enumerate(items):
        form = None
        if writes:
            initial = {"once": uuid4(), "ref": item["ref"]}
            form = PlanCommentForm(brands=brands, initial=initial, auto_id=f"item{number}_%s")
        if writes and item["ref"] == refused:
            form = sent
        lines.append(
            {
                "item": item,
                "comments": threads[item["ref"]],
                "form": form,
                "is_open": form is sent is not None,
            }
        )
    return lines
