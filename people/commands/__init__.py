"""All changes about people, one subject a file."""

from __future__ import annotations

from people.commands.accounts import change_role, close_account, hand_over_work, reopen_account
from people.commands.erasing import erase_person
from people.commands.invitations import accept_invitation, resend_invitation, withdraw_invitation
from people.commands.inviting import invite_people
from people.commands.places import end_place, give_places_to, set_place_administrator

__all__ = [
    "accept_invitation",
    "change_role",
    "close_account",
    "end_place",
    "erase_person",
    "give_places_to",
    "hand_over_work",
    "invite_people",
    "reopen_account",
    "resend_invitation",
    "set_place_administrator",
    "withdraw_invitation",
]
