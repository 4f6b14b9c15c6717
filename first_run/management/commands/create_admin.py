"""`create_admin EMAIL`: the first account, an administrator's; everything else is done on pages."""

from __future__ import annotations

import sys
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from accounts.commands import choose_password, make_account
from accounts.models import Role, User
from journal.refusals import Refused


class Command(BaseCommand):
    """Makes an administrator."""

    help = "Make an administrator's account. Prints a link, good once, at which its owner chooses a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose account, and how its owner gets in."""
        parser.add_argument("email")
        parser.add_argument(
            "--name", default="", help="how pages call them; the address's first part otherwise"
        )
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the password from standard input; print no link",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Make the account; print the link, or take the password."""
        email = options["email"].strip()
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else ""
        _check(email, password if options["password_stdin"] else None)
        now = timezone.now()
        try:
            made = make_account(
                email=email, name=options["name"].strip() or email.partition("@")[0], role=Role.ADMIN,
                language=settings.LANGUAGE_CODE, actor=None, now=now,
            )  # fmt: skip
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if options["password_stdin"]:
            choose_password(made.pk, password=password, actor=None, now=now)
            self.stdout.write(f"{made.email} can sign in at {settings.SITE_URL}{reverse('account_login')}")
        else:
            self.stdout.write(_link(made))


def _check(email: str, password: str | None) -> None:
    try:
        validate_email(email)
        if password is not None:
            validate_password(password, User(email=email))
    except ValidationError as invalid:
        raise CommandError(" ".join(invalid.messages)) from invalid


def _link(user: User) -> str:
    """Where the account's owner chooses a password, once."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"
