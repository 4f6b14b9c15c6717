"""`create_token EMAIL`: prints the API token of a user, made if there is none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.commands import give_token
from accounts.models import User
from journal.commands import Unchanged


class Command(BaseCommand):
    """Prints one line: the token."""

    help = "Print the API token of the user with this e-mail address."

    def add_arguments(self, parser: CommandParser) -> None:
        """One address."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Find the user, make or find the token."""
        try:
            user = User.objects.get(email=options["email"].lower(), is_active=True)
        except User.DoesNotExist:
            raise CommandError(
                f"{options['email']}: nobody with this address may sign in; check the address or invite them."
            ) from None
        given = give_token(user.pk, actor=None, now=timezone.now())
        self.stdout.write(str(given.value if isinstance(given, Unchanged) else given))
