"""The kinds of proposals: what each is about, who may decide it, and what its approval does.

`betterwork/proposals.py` names them all, as it names reactions, so that the lowest app never imports a higher one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from accounts.models import Proposal, User

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProposalKind:
    """One kind of decision that takes two people.

    Attributes:
        label: the decision in words, as a heading.
        may_decide: whether a user has the right to this decision; that they are not the proposer is checked for all.
        visible: which proposals of the kind exist for a user, as a condition on Proposal.
        shown: the facts about the subject that the decision rests on, as JSON; they enter the digest.
        words: lines for the page of the proposal, as (label, value).
        about: what tells one proposal of the kind from another in a list, by their ids; one query for all of them.
        apply: carries the approved proposal out; runs in the transaction of the approval.
        dropped: carries out a decline, withdrawal or staleness; the same transaction.
        concerns: people beside the subject whose rows the approval holds, by id.
    """

    label: str | Promise
    may_decide: Callable[[User, Proposal], bool]
    visible: Callable[[User], Q]
    shown: Callable[[str, Content], Content]
    words: Callable[[Proposal], list[tuple[str, str]]]
    about: Callable[[Sequence[Proposal]], Mapping[UUID, str]]
    apply: Callable[[Proposal, User, datetime], None]
    dropped: Callable[[Proposal, User, datetime], None]
    concerns: Callable[[Proposal], Collection[int]] = lambda _proposal: ()


@cache
def _paths() -> dict[str, str]:
    paths: dict[str, str] = import_string(settings.PROPOSAL_KINDS)
    return paths


def kind_names() -> list[str]:
    """The names of all kinds."""
    return list(_paths())


def proposal_kind(name: str) -> ProposalKind:
    """The kind of that name."""
    found: ProposalKind = import_string(_paths()[name])
    return found
