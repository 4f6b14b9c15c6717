"""What criteria that wait for approval would mean, on the page of their proposal and on their draft's."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import Proposal
from accounts.proposal_kinds import ProposalEffect
from countries.queries.countries import country_names
from countries.queries.local_time import programme_day
from lab.queries.drafts import OpenDraft, changes_of_draft, effect_of_draft, open_draft


def effect_of_approval(proposal: Proposal) -> ProposalEffect | None:
    """For `betterwork.proposals.PROPOSAL_EFFECTS`."""
    today = programme_day(timezone.now())
    opened = open_draft(proposal.shown["code"], proposal.shown["version"], today=today)
    shown = shown_effect(opened) if opened else None
    if opened is None or shown is None:
        return None
    return ProposalEffect("lab/_effect.html", shown | {"is_unchanged": not changes_of_draft(opened)})


def shown_effect(opened: OpenDraft) -> dict[str, Any] | None:
    """What `lab/_effect.html` takes."""
    effect = effect_of_draft(opened, programme_day(timezone.now()))
    if effect is None or opened.base is None:
        return None
    names = country_names()
    rows = [
        {"name": names.get(code, code), "cells": cells, "now": cells[-1]}
        for code, cells in effect.rows.items()
    ]
    return {
        "effect": effect,
        "rows": sorted(rows, key=lambda row: str(row["name"])),
        "base": opened.base.version,
        "draft": opened.draft.version,
    }
