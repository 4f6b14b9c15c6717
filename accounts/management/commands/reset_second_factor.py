"""`reset_second_factor EMAIL --reason TEXT`: for the last administrator who lost their phone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.commands.second_factor import reset_second_factor
from accounts.models import User
from accounts.sign_in.mail import post_notice
from journal.commands import Unchanged
from journal.refusals import ReasonMissing


class Command(BaseCommand):
    """Removes a person's second factors and their link to an organisation's sign-on; they are told by mail."""

    help = "Remove the second factors of the user with this e-mail address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and why."""
        parser.add_argument("email")
        parser.add_argument(
            "--reason", required=True, help="how you made sure that it is them; kept in the journal"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Find the user, reset."""
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"{options['email']}: nobody has this address; check it.")
        try:
            done = reset_second_factor(user.pk, reason=options["reason"], actor=None, now=timezone.now())
        except ReasonMissing as refusal:
            raise CommandError(str(refusal)) from None
        if isinstance(done, Unchanged):
            self.stdout.write(f"{user.email} has no second factor.")
            return
        post_notice(user.pk, "second_factor_reset")
        self.stdout.write(f"{user.email} signs in without it now and may enrol anew.")
