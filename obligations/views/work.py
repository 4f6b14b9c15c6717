"""One's own work: all of it by kind, or one kind."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn, only_for
from countries.queries.local_time import LocalDays
from obligations.policies import delegates, has_obligations
from obligations.queries.delegations import delegation_of, delegations_to
from obligations.queries.registry import counts_of, obligations_of_kind
from obligations.views.header_count import keep_number

FIRST = 10  # of each kind, beside the others
A_PAGE = 100
DIGITS = 3  # of the last page that there can be


@only_for(has_obligations)
@require_safe
def to_do(request: SignedIn) -> HttpResponse:
    """Everything that waits for me, by kind; with `kind` one of them, page by page."""
    user, days = request.user, LocalDays(timezone.now())
    counts, chosen = counts_of(user, days), request.GET.get("kind", "")
    number = _page_number(request)
    keep_number(user, sum(count.number for count in counts))
    if chosen:
        counts = tuple(count for count in counts if count.kind.code == chosen)
    start, end = (number * A_PAGE, (number + 1) * A_PAGE) if chosen else (0, FIRST)
    sections = [
        {"count": count, "rows": obligations_of_kind(user, days, count.kind.code, start, end)}
        for count in counts
    ]
    total = sum(count.number for count in counts)
    return render(
        request,
        "obligations/to_do.html",
        {
            "sections": sections,
            "total": total,
            "first": FIRST,
            "chosen": chosen,
            "previous_url": _url(chosen, number - 1) if chosen and number else "",
            "next_url": _url(chosen, number + 1) if chosen and end < total else "",
            "today": days.now,
            "delegates": delegates(user),
            "absence": delegation_of(user, days.now) if delegates(user) else None,
            "stands_in": delegations_to(user, days.now).select_related("person").order_by("until_on", "pk"),
        },
    )


def _page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "0")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= DIGITS):
        raise Http404
    return int(typed)


def _url(kind: str, number: int) -> str:
    return f"{reverse('obligations:list')}?kind={kind}&page={number}"
