"""Where each role can go: the one list behind the header of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.models import FACTORY_PEOPLE, STAFF, Role
from people.policies import keeps_people
from translations.policies import translates
from webhooks.policies import keeps_webhooks


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the navigation."""

    label: str | Promise
    route: str
    roles: frozenset[str]


class NavigationLink(NamedTuple):
    """An entry as one reader sees it, in plain values: the list is rendered once for them."""

    label: str
    url: str
    current: bool


OUTSIDE = frozenset({*Role.values, ""}) - frozenset({*STAFF, Role.ADMIN})
PLACES = (
    NavigationEntry(_("Home"), "brand_home", frozenset({Role.BRAND})),
    NavigationEntry(_("Desk"), "desk", frozenset(STAFF)),
    NavigationEntry(_("Overview"), "overview:overview", frozenset(STAFF)),
    NavigationEntry(_("People"), "people:list", frozenset({Role.ADMIN})),
    NavigationEntry(_("Factories"), "factory_table:list", frozenset(STAFF)),
    NavigationEntry(_("Assessments"), "assessments:list", frozenset(STAFF)),
    NavigationEntry(_("Plan"), "scheduling:plan", frozenset(STAFF)),
    NavigationEntry(_("Recognition"), "recognition:worklist", frozenset({*STAFF} - {Role.ADVISER})),
    # the global team has one place more than fits; it finds forums from the recognitions, as everybody does
    NavigationEntry(_("Forums"), "benefits:forums", frozenset({*STAFF, Role.BRAND} - {Role.GLOBAL})),
    NavigationEntry(_("Lab"), "lab:lab", frozenset({Role.GLOBAL})),
    NavigationEntry(_("Countries"), "countries", frozenset({Role.ADMIN})),
    NavigationEntry(_("Set-up"), "first_run:checklist", frozenset({Role.ADMIN})),
    NavigationEntry(_("Inspectorate"), "inspectorate", frozenset({Role.INSPECTOR})),
    # staff find it from their desk and from the overview
    NavigationEntry(_("Priority"), "priority", frozenset({Role.INSPECTOR})),
    NavigationEntry(_("My progress"), "progress", frozenset(FACTORY_PEOPLE)),
    NavigationEntry(_("Courses"), "courses:sessions", frozenset(FACTORY_PEOPLE)),
    NavigationEntry(_("Benefits"), "benefits:own", frozenset(FACTORY_PEOPLE)),
    NavigationEntry(_("Directory"), "directory", frozenset({Role.BRAND})),
    NavigationEntry(_("My suppliers"), "suppliers", frozenset({Role.BRAND})),
    NavigationEntry(_("Single sign-on"), "sign_ons", frozenset({Role.ADMIN})),
    # staff and administrators have enough in their header; theirs stand in the footer, as for everybody
    NavigationEntry(_("Recognised factories"), "recognised", OUTSIDE),
    NavigationEntry(_("Publicly reported issues"), "public_issues", frozenset({"", Role.INSPECTOR})),
    NavigationEntry(_("The scheme"), "scheme", OUTSIDE),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: `nav`, the NavigationLinks for who is looking.

    `keeps_people`: whether the list of people exists for them; asked once, where a template shows it.
    `keeps_webhooks`: whether the list of webhooks does. `translates`: whether the translation desk does.
    """
    user = getattr(request, "user", None)
    role = getattr(user, "role", "") if user is not None and user.is_authenticated else ""
    places = [(str(place.label), reverse(place.route)) for place in PLACES if role in place.roles]
    return {
        "keeps_people": SimpleLazyObject(lambda: user is not None and keeps_people(user)),
        "keeps_webhooks": SimpleLazyObject(lambda: user is not None and keeps_webhooks(user)),
        "translates": user is not None and translates(user),
        "nav": tuple(NavigationLink(label, url, request.path.startswith(url)) for label, url in places),
    }
