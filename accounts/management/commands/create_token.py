"""`create_token EMAIL [--name TEXT] [--scope read|write] [--days N]`: makes an API token and prints it, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.commands.tokens import TooManyTokens, make_token
from accounts.models import ApiToken, User


class Command(BaseCommand):
    """Prints one line: the token. Only its digest is stored, so a second call makes another."""

    help = "Make an API token for the user with this e-mail address and print it."

    def add_arguments(self, parser: CommandParser) -> None:
        """One address; what the token is called, may do, and how long it works."""
        parser.add_argument("email")
        parser.add_argument("--name", default="create_token", help="what its owner sees in the list")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.WRITE.value)
        parser.add_argument("--days", type=int, help="days until it expires; without it: until it is revoked")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Find the user, make the token."""
        try:
            user = User.objects.get(email=options["email"].lower(), is_active=True)
        except User.DoesNotExist:
            raise CommandError(
                f"{options['email']}: nobody with this address may sign in; check the address or invite them."
            ) from None
        now, days = timezone.now(), options["days"]
        if days is not None and not 1 <= days <= 3650:  # noqa: PLR2004  # ten years
            raise CommandError(f"--days {days}: give a number from 1 to 3650.")
        try:
            made = make_token(
                user.pk,
                name=options["name"][:80],
                scope=options["scope"],
                expires_at=now + timedelta(days=days) if days else None,
                actor=None,
                now=now,
            )
        except TooManyTokens as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(made)
