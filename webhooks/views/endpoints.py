"""A brand's webhooks: the list, one with its log, and what its keepers do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, filled_in, only_for
from countries.queries.local_time import LocalDays
from journal.commands import Unchanged
from journal.refusals import Refused
from webhooks.commands.endpoints import (
    NewSecret,
    add_endpoint,
    change_endpoint,
    delete_endpoint,
    pause_endpoint,
    resume_endpoint,
    rotate_secret,
    send_again,
    send_test,
)
from webhooks.forms import RotateForm, WebhookForm
from webhooks.models import ChangeKind, WebhookEndpoint, WebhookMessage
from webhooks.policies import endpoints_of, keeps_webhooks, managed_brands
from webhooks.queries.endpoints import is_gone, last_success, log_of, with_brands
from webhooks.queries.secrets import secret_version

SOON = timedelta(minutes=1)
"""A message that is sent within this time is waited for by the open page."""

View = Callable[..., HttpResponse]


def _if_there(view: View) -> View:
    """Lead back to the list from the page or a form of a webhook that was deleted meanwhile, in another window."""

    @wraps(view)
    def shown(request: SignedIn, webhook_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_gone(webhook_id):
            messages.info(request, _("It has been deleted already."))
            return redirect("webhooks:list")
        return view(request, webhook_id, *args, **kwargs)

    return shown


@only_for(keeps_webhooks)
@require_safe
def webhooks(request: SignedIn) -> HttpResponse:
    """Every webhook that the reader keeps."""
    return render(request, "webhooks/list.html", {"webhooks": with_brands(endpoints_of(request.user))})


@never_cache
@only_for(keeps_webhooks)
@require_http_methods(["GET", "HEAD", "POST"])
def new_webhook(request: SignedIn) -> HttpResponse:
    """Make one; the answer shows its secret, once."""
    brands = list(managed_brands(request.user))
    form = WebhookForm(
        filled_in(request),
        brands=[(brand.pk, brand.name) for brand in brands],
        initial={"kinds": ChangeKind.values},
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        brand_id = data.pop("brand", brands[0].pk)
        try:
            made = add_endpoint(brand_id, **data, actor=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(_field_of(refusal, form), str(refusal))
        else:
            if isinstance(made, Unchanged):  # sent twice
                messages.info(request, _("The brand has a webhook with this address already."))
                return redirect("webhooks:webhook", webhook_id=made.value)
            return _secret_page(request, made, name=data["name"], url=data["url"])
    return render(request, "webhooks/form.html", {"form": form, "webhook": None})


@only_for(keeps_webhooks)
@require_safe
@_if_there
def webhook(request: SignedIn, webhook_id: UUID) -> HttpResponse:
    """One webhook: its state, what it is notified of, and its log."""
    endpoint, now = _endpoint(request, webhook_id), timezone.now()
    chosen, log = [ChangeKind(kind).label for kind in endpoint.kinds], log_of(endpoint, LocalDays(now))
    shown = {
        "webhook": endpoint,
        "kinds": chosen,
        "log": log,
        "is_awaited": any(
            line.message.state == WebhookMessage.State.WAITING and line.message.due_at <= now + SOON
            for line in log
        ),
        "last_success": last_success(endpoint.pk),
        "previous_works": endpoint.previous_works(now),
    }
    return render(request, "webhooks/webhook.html", shown)


@only_for(keeps_webhooks)
@require_http_methods(["GET", "HEAD", "POST"])
@_if_there
def change(request: SignedIn, webhook_id: UUID) -> HttpResponse:
    """Its name, address and kinds."""
    endpoint = _endpoint(request, webhook_id)
    before = {"name": endpoint.name, "url": endpoint.url, "kinds": endpoint.kinds}
    form = WebhookForm(filled_in(request), initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            change_endpoint(endpoint.pk, **form.cleaned_data, actor=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(_field_of(refusal, form), str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks:webhook", webhook_id=endpoint.pk)
    return render(request, "webhooks/form.html", {"form": form, "webhook": endpoint})


@never_cache
@only_for(keeps_webhooks)
@require_http_methods(["GET", "HEAD", "POST"])
@_if_there
def another_secret(request: SignedIn, webhook_id: UUID) -> HttpResponse:
    """Make another secret; the answer shows it, once."""
    endpoint = _endpoint(request, webhook_id)
    form = RotateForm(filled_in(request), initial={"seen": secret_version(endpoint)})
    if request.method == "POST" and form.is_valid():
        made = rotate_secret(endpoint.pk, **form.cleaned_data, actor=request.user, now=timezone.now())
        return _secret_page(request, made, name=endpoint.name, url=endpoint.url)
    return render(request, "webhooks/rotate.html", {"form": form, "webhook": endpoint})


@only_for(keeps_webhooks)
@require_POST
@_if_there
def test(request: SignedIn, webhook_id: UUID) -> HttpResponse:
    """Send a message that is about nothing."""
    sentence = _("A test is on its way. Its outcome stands in the log below in a moment.")
    return _done(request, webhook_id, send_test, sentence)


@only_for(keeps_webhooks)
@require_POST
@_if_there
def pause(request: SignedIn, webhook_id: UUID) -> HttpResponse:
    """Send nothing more for now."""
    return _done(request, webhook_id, pause_endpoint, _("The webhook is paused."))


@only_for(keeps_webhooks)
@require_POST
@_if_there
def resume(request: SignedIn, webhook_id: UUID) -> HttpResponse:
    """Send again."""
    return _done(request, webhook_id, resume_endpoint, _("The webhook is in use again."))


@only_for(keeps_webhooks)
@require_POST
def delete(request: SignedIn, webhook_id: UUID) -> HttpResponse:
    """Delete it with its log. Done twice, it ends on the list as well."""
    if not is_gone(webhook_id):
        endpoint = _endpoint(request, webhook_id)
        delete_endpoint(endpoint.pk, actor=request.user, now=timezone.now())
        messages.success(request, _("The webhook is deleted."))
    return redirect("webhooks:list")


@only_for(keeps_webhooks)
@require_POST
@_if_there
def message_again(request: SignedIn, webhook_id: UUID, message_id: UUID) -> HttpResponse:
    """Send a message again."""
    endpoint = _endpoint(request, webhook_id)
    if not endpoint.messages.filter(pk=message_id).exists():
        raise Http404
    send_again(message_id, actor=request.user, now=timezone.now())
    messages.success(request, _("The message is sent again."))
    return redirect("webhooks:webhook", webhook_id=endpoint.pk)


def _endpoint(request: SignedIn, webhook_id: UUID) -> WebhookEndpoint:
    return get_object_or_404(endpoints_of(request.user).select_related("brand"), pk=webhook_id)


def _done(request: SignedIn, webhook_id: UUID, act: Callable[..., Any], sentence: str) -> HttpResponse:
    endpoint = _endpoint(request, webhook_id)
    act(endpoint.pk, actor=request.user, now=timezone.now())
    messages.success(request, sentence)
    return redirect("webhooks:webhook", webhook_id=endpoint.pk)


def _secret_page(request: SignedIn, made: NewSecret, *, name: str, url: str) -> HttpResponse:
    shown = {"secret": made.secret, "webhook_id": made.endpoint_id, "name": name, "url": url}
    return render(request, "webhooks/secret.html", shown)


def _field_of(refusal: Refused, form: WebhookForm) -> str | None:
    field = getattr(refusal, "field", None)
    return field if field in form.fields else None
