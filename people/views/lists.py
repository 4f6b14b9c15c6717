"""The list of people, and one person's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policies import proposals_visible_to
from accounts.requests import SignedIn, only_for
from accounts.sign_in.queries import resets_second_factors
from accounts.sign_in.second_factor import has_second_factor, must_have_second_factor
from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.queries.memberships.places import place_rows
from factories.queries.paging import count, page
from files.exports import requested_format, table_response
from journal.queries import history_of
from people import policies
from people.exports import people_table
from people.filters import PeopleFilter
from people.queries.erasure import is_erased
from people.queries.invitations import invitations_of, live_invitation_of
from people.queries.listing import STATE_WORDS, PersonRow, person_rows, states_of
from people.queries.open_work import open_work

STATE_TONES = {
    "active": "valid",
    "open": "running",
    "expired": "overdue",
    "awaiting": "proposed",
    "closed": "closed",
}
HISTORY = 100
COUNTED = 20_000


@only_for(policies.keeps_people)
@require_safe
def people_list(request: SignedIn) -> HttpResponse:
    """Everybody within one's reach: search, filters, order, pages by key."""
    now = timezone.now()
    filters = PeopleFilter(request.GET, policies.people_visible_to(request.user), request=request, now=now)
    found = filters.qs
    shown = page(found, order=filters.order, cursor=parse(request.GET.get("page", "")))
    people = person_rows(shown.rows, now)
    within = {
        place.id for place in policies.places_shown(request.user, [p for row in people for p in row.places])
    }
    rows = [_shown(row, within) for row in people]
    context = {
        "form": filters.form,
        "people": rows,
        "counted": count(found, cap=COUNTED),
        "next_url": page_address(request.GET, shown.following),
        "previous_url": page_address(request.GET, shown.preceding),
        "export_url": f"export/{address(request.GET)}",
        "waiting": proposals_visible_to(request.user).filter(state="pending").count(),
        "reads_security": policies.reads_security(request.user),
        "today": now,
        "narrowed": any(request.GET.get(name) for name in filters.filters),
    }
    return render(request, "people/list.html", context)


def _shown(row: PersonRow, within: set[int]) -> dict[str, Any]:
    """A row with those of the places that the reader may see."""
    places = [place for place in row.places if place.id in within]
    return {"row": row, "places": places, "tone": STATE_TONES[row.state]}


@only_for(policies.keeps_people)
@require_safe
def people_export(request: SignedIn) -> HttpResponseBase:
    """Exactly the people whom the list shows under the same filters."""
    now, user = timezone.now(), request.user
    filters = PeopleFilter(request.GET, policies.people_visible_to(user), request=request, now=now)
    file_format = requested_format(request)
    within = policies.place_filter(user)
    return table_response(
        people_table(filters.qs.order_by("name", "pk"), within, now), file_format=file_format
    )


@only_for(policies.keeps_people)
@require_safe
def person(request: SignedIn, user_id: int) -> HttpResponse:
    """One person: account, places with their history, invitations, journal, and what one may change."""
    now, actor = timezone.now(), request.user
    found = get_object_or_404(policies.people_visible_to(actor), pk=user_id)
    rows = policies.places_shown(actor, place_rows([found.pk], now))
    decides = policies.may_decide_account(actor, found)
    state = states_of([found], now)[found.pk]
    context = {
        "person": found,
        "state": state,
        "state_tone": STATE_TONES[state],
        "state_label": STATE_WORDS[state],
        "places": [row for row in rows if row.state in {"in_force", "to_come"}],
        "former": [row for row in rows if row.state in {"over", "ended"}],
        "invitations": invitations_of(found.pk, now) if decides else [],
        "live": live_invitation_of(found.pk),
        "events": history_of(f"user:{found.pk}", limit=HISTORY) if decides else [],
        "proposals": proposals_visible_to(actor).filter(subject=f"user:{found.pk}").order_by("-proposed_at"),
        "decides": decides,
        "erased": is_erased(found),
        "erases": decides and policies.may_erase(actor, found) and not is_erased(found),
        "own": found.pk == actor.pk,
        "resets": resets_second_factors(actor) and found.pk != actor.pk,
        "lacks_second_factor": decides
        and state == "active"
        and must_have_second_factor(found)
        and not has_second_factor(found),
        "work": sum(open_work(found.pk).values()) if decides else 0,
        "roles": [pair for pair in policies.roles_to_give(actor) if pair[0] != found.role] if decides else [],
        "administers": found.role in policies.CAN_ADMINISTER,
        "has_places": bool(policies.PLACE_KIND[found.role]),
    }
    return render(request, "people/person.html", context)
