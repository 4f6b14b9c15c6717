"""The improvement plan with the comments that all brands which may read it share."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn
from buyers.commands.plan_comments import comment_on_plan
from buyers.forms import PlanCommentForm
from buyers.policies import side_of
from buyers.queries.plan_comments import (
    ShownComment,
    comments_for_brand,
    comments_for_factory,
    plan_brands,
)
from countries.queries.local_time import LocalDays
from factories.domain.scopes import PLAN
from factories.queries import by_code
from journal.refusals import Refused
from portal import queries
from portal.policies import FactoryViewer, window_on

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Brand, Factory


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared_plan(request: SignedIn, code: str) -> HttpResponse:
    """Every item of the plan with its comments, and a form for whoever may write one."""
    days = LocalDays(timezone.now())
    found, brands = _readable(request.user, code, days)
    report = queries.shared_report(found.pk, PLAN)
    plan = queries.outlook(report.plan if report else [], days.of(found.country_id))
    items = [*plan.overdue, *plan.open, *plan.done, *plan.verified]
    sent, status = None, HTTPStatus.OK
    if request.method == "POST":
        sent = PlanCommentForm(request.POST, brands=brands)
        status = _written(sent, found, request.user, {item["ref"] for item in items})
        if status is HTTPStatus.OK:
            messages.success(request, _("Saved."))
            anchor = f"#comment-{sent.cleaned_data['once']}"
            return redirect(reverse("shared_plan", args=[found.code]) + anchor)
    writes = bool(brands) or side_of(request.user, found.pk) is not None
    comments = (
        comments_for_brand(found.pk, [brand.pk for brand in brands], days)
        if brands
        else comments_for_factory(found.pk)
    )
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


def _readable(user: User, code: str, days: LocalDays) -> tuple[Factory, list[Brand]]:
    """The factory and, for people of brands, the brands that may read its plan now.

    Raises:
        Http404: for everybody else.
    """
    found = by_code(code)
    if found is None:
        raise Http404
    window = window_on(found.pk, user=user, on=days)
    if window in {FactoryViewer.STAFF, FactoryViewer.OWN}:
        return found, []
    brands = plan_brands(user, found.pk, days) if window is FactoryViewer.SUPPLIER else []
    if not brands or found.is_closed:
        raise Http404
    return found, brands


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
