"""The key in a link to choose a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.tokens import PasswordResetTokenGenerator

if TYPE_CHECKING:
    from accounts.models import User


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Keys that end with the password, the address, the next sign-in, and whenever all sessions of a person are ended.

    So a link of before an account was closed opens nothing when the account is opened again.
    """

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.sessions_ended}"
