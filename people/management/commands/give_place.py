"""`give_place EMAIL PLACE`: an operator's way to a place where no administrator can give it on the pages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from factories.commands import add_membership
from factories.queries.memberships.places import PlaceRef, place_keyed
from journal.commands import Unchanged
from people.domain.roles import PLACE_KIND


class Command(BaseCommand):
    """Gives a person a place."""

    help = "Give a person the country (code), brand or group (name) or factory (code) that their role belongs to."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and which."""
        parser.add_argument("email")
        parser.add_argument("place", help="KH, KH-00017, or the name of a brand or group")
        parser.add_argument("--administrator", action="store_true", help="they invite their colleagues there")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Find the person and the place; give it, or say what is wrong."""
        person = User.objects.filter(email=options["email"].strip().casefold()).first()
        if person is None:
            raise CommandError(f"{options['email']}: no account has this address; check the address.")
        kind = PLACE_KIND[person.role]
        if not kind:
            raise CommandError(f"{person.email}: {person.get_role_display()} belongs to the whole programme.")
        place = place_keyed(kind, options["place"])
        if place is None:
            raise CommandError(f"{options['place']!r} is no {kind} here; check its code or name.")
        given = add_membership(
            person.pk,
            **_named(place),
            is_administrator=options["administrator"],
            actor=None,
            now=timezone.now(),
        )
        self.stdout.write("They had it already." if isinstance(given, Unchanged) else "Given.")


def _named(place: PlaceRef) -> dict[str, Any]:
    """The place as `add_membership` names it."""
    return {place.kind if place.kind == "country" else place.column: place.value}
