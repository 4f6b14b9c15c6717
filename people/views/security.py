"""The security log: who came in, who was refused, what was changed about signing in, and which rights changed hands."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import SecurityEvent
from accounts.requests import SignedIn, only_for
from factories.domain.cursors import parse
from factories.queries.paging import Order, page
from journal.models import Event
from journal.queries import event_lines
from people.policies import reads_security

if TYPE_CHECKING:
    from django.db.models import QuerySet

NEWEST = Order(F("id"), int, descending=True)
RIGHTS = ("user.", "privilege.", "membership.", "sign_on.")
REFUSED = ("failed", "token_refused", "reset_asked")
LISTS = ("all", "refused", "rights")


@only_for(reads_security)
@require_safe
def security(request: SignedIn) -> HttpResponse:
    """`list`: all sign-ins, those that were refused, or the rights as the journal has them."""
    chosen = request.GET.get("list", "all")
    chosen = chosen if chosen in LISTS else "all"
    cursor = parse(request.GET.get("page", ""))
    if chosen == "rights":
        shown = page(_rights(), order=NEWEST, cursor=cursor)
        context: dict[str, Any] = {"events": event_lines(shown.rows)}
    else:
        rows = SecurityEvent.objects.select_related("user")
        rows = rows.filter(kind__in=REFUSED) if chosen == "refused" else rows
        shown = page(rows, order=NEWEST, cursor=cursor)
        context = {"rows": shown.rows}
    labels = {"all": _("Sign-ins"), "refused": _("Refused"), "rights": _("Rights")}
    address = reverse("people:security")

    def at(place: str) -> str:
        return f"{address}?list={chosen}&page={place}" if place else ""

    context |= {
        "tabs": [
            {"label": labels[name], "url": f"{address}?list={name}", "current": name == chosen}
            for name in LISTS
        ],
        "chosen": chosen,
        "next_url": at(shown.following),
        "previous_url": at(shown.preceding),
    }
    return render(request, "people/security.html", context)


def _rights() -> QuerySet[Event]:
    """Events about accounts, places and ways of signing in."""
    return Event.objects.filter(reduce(or_, (Q(kind__startswith=beginning) for beginning in RIGHTS)))
