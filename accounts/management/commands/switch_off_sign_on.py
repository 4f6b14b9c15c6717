"""`switch_off_sign_on SLUG`: the way back to passwords when an organisation's server fails and all are locked out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.commands.single_sign_on import switch_off_sign_on
from accounts.models import SignOn


class Command(BaseCommand):
    """Nobody comes in through this organisation's sign-on any more, and nobody must."""

    help = "Switch off an organisation's single sign-on."

    def add_arguments(self, parser: CommandParser) -> None:
        """The last part of its page's address."""
        parser.add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Find it, switch it off."""
        found = SignOn.objects.filter(slug=options["slug"]).first()
        if found is None:
            known = ", ".join(SignOn.objects.order_by("slug").values_list("slug", flat=True)) or "none"
            raise CommandError(f"{options['slug']}: there is no such sign-on; there are: {known}.")
        switch_off_sign_on(found.pk, actor=None, now=timezone.now())
        self.stdout.write(f"{found.name}: switched off.")
