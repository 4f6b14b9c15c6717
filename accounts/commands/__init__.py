"""Changes of accounts: people; how they sign in."""

from __future__ import annotations

from accounts.commands.people import (
    AlreadyInvited,
    OwnAccount,
    RoleNotYours,
    WeakPassword,
    change_role,
    choose_language,
    choose_mail,
    choose_password,
    close_account,
    invite_user,
    reopen_account,
)

__all__ = [
    "AlreadyInvited",
    "OwnAccount",
    "RoleNotYours",
    "WeakPassword",
    "change_role",
    "choose_language",
    "choose_mail",
    "choose_password",
    "close_account",
    "invite_user",
    "reopen_account",
]
