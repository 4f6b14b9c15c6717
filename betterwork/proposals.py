"""What takes two people: the kinds of proposals → paths of what each is about (`accounts.proposal_kinds.ProposalKind`).

One person proposes, another with the right to it decides; the approval applies the content in the same transaction.
"""

from __future__ import annotations

PROPOSAL_KINDS: dict[str, str] = {
    "right.invite": "people.same_transaction.rights.INVITE",
    "right.role": "people.same_transaction.rights.ROLE",
    "right.reopen": "people.same_transaction.rights.REOPEN",
    "assessment.correction": "assessments.commands.correcting.CORRECTION",
    "criteria.approval": "criteria.commands.criteria.APPROVAL",
    "story.publish": "stories.commands.PUBLICATION",
    "zero_tolerance.closing": "advisory.commands.cases.CLOSING",
    "sign_on.use": "accounts.same_transaction.sign_ons.USE",
}

PROPOSAL_EFFECTS: dict[str, str] = {"criteria.approval": "lab.views.effects.effect_of_approval"}
"""What the page of a proposal also shows while it waits: kinds → paths of functions of the proposal
(`accounts.proposal_kinds.ProposalEffect`)."""
