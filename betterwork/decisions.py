"""The pages that decide something: what is sent to them wants a recent sign-in (settings.DECISION_MINUTES)."""

from __future__ import annotations

DECISIONS = frozenset(
    {
        "recognition:propose",
        "recognition:decide",
        "criteria:propose",
        "stories:decide",
        "advisory:close_case",
        "first_run:criteria",
        "people:invite",
        "people:import_write",
        "people:places",
        "people:end_place",
        "people:administrator",
        "people:role",
        "people:close",
        "people:reopen",
        "proposals:proposal",
        "assessments:correct",
        "people:erase",
        "account_reset_second_factor",
        "new_sign_on",
        "sign_on",
    }
)
