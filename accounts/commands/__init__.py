"""Changes of accounts: people; how they sign in."""

from __future__ import annotations

from accounts.commands.people import (
    HasAccount,
    NameMissing,
    WeakPassword,
    choose_language,
    choose_mail,
    choose_password,
    make_account,
    rename_account,
)

__all__ = [
    "HasAccount",
    "NameMissing",
    "WeakPassword",
    "choose_language",
    "choose_mail",
    "choose_password",
    "make_account",
    "rename_account",
]
