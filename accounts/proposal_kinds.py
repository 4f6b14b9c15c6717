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
from django.db.models import CharField, Func, Q, Value
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Proposal, User

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that the approval would change, as the page of the proposal shows it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProposalEffect:
    """What the approval would mean, for the page of the proposal: a template, and what it is given as `effect`."""

    template: str
    shown: Mapping[str, Any]


def no_differences(proposal: Proposal, now: datetime) -> Sequence[Difference]:  # noqa: ARG001  # the kinds' signature
    """A kind whose words say everything."""
    return ()


def no_rows_held(subject: str) -> None:
    """A kind about a person, whose row is held with the people concerned."""


def no_refusal_effect(proposal: Proposal, actor: User, at: datetime) -> None:
    """A kind whose refused proposals leave everything as it is."""


@dataclass(frozen=True, slots=True)
class ProposalKind:
    """One kind of decision that takes two people.

    Attributes:
        label: the decision in words, as a heading.
        decidable: on which proposals of the kind a user has the right to decide, as a condition on Proposal; that
            they are not the proposer is checked for all kinds.
        visible: which proposals of the kind exist for a user, as a condition on Proposal.
        shown: the facts about the subject that the decision rests on, as JSON; they enter the digest.
        words: lines for the page of the proposal, as (label, value).
        differences: what changes, from the content and the facts that were shown, as of `now`.
        url: the page of what the proposal is about; "" where it has none.
        about: what tells one proposal of the kind from another in a list, by their ids; one query for all of them.
        apply: carries the approved proposal out; runs in the transaction of the approval.
        dropped: carries out a decline, withdrawal or staleness; the same transaction.
        hold: locks the rows of the facts that are shown until the end of the transaction, before the proposal's own
            row: so does whoever changes them, and what was compared is what is applied.
        concerns: people beside the subject whose rows the approval holds, by id.
    """

    label: str | Promise
    decidable: Callable[[User], Q]
    visible: Callable[[User], Q]
    shown: Callable[[str, Content], Content]
    words: Callable[[Proposal], list[tuple[str, str]]]
    about: Callable[[Sequence[Proposal]], Mapping[UUID, str]]
    apply: Callable[[Proposal, User, datetime], None]
    hold: Callable[[str], object] = no_rows_held
    dropped: Callable[[Proposal, User, datetime], None] = no_refusal_effect
    differences: Callable[[Proposal, datetime], Sequence[Difference]] = no_differences
    url: Callable[[Proposal], str] = lambda _proposal: ""
    concerns: Callable[[Proposal], Collection[int]] = lambda _proposal: ()


class UuidText(Func):
    """A UUID as it is written, whichever way the database keeps it."""

    output_field = CharField()
    template = "CAST(%(expressions)s AS text)"

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:  # noqa: ARG002  # Django's signature
        """Without a type of its own: 32 hexadecimal digits, to be given their dashes."""
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        template = " || '-' || ".join(
            f"substr(%(expressions)s, {start}, {length})" for start, length in parts
        )
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({template % {'expressions': sql}})", [*params] * len(parts)


def about_other_than(prefix: str, rows: QuerySet[Any], key: str = "pk") -> Q:
    """Proposals that are about none of the rows, as a condition on Proposal with a subquery.

    Args:
        prefix: of the subject, as "assessment".
        rows: what the proposal may not be about.
        key: the column of the rows that the subject names, a UUID.
    """
    subjects = rows.order_by().annotate(subject_of_row=Concat(Value(f"{prefix}:"), UuidText(key)))
    return ~Q(subject__in=subjects.values("subject_of_row"))


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


def effect_of(proposal: Proposal) -> ProposalEffect | None:
    """What the approval of a waiting proposal would mean; None where its kind shows nothing of that."""
    paths: dict[str, str] = import_string(settings.PROPOSAL_EFFECTS)
    if proposal.kind not in paths:
        return None
    found: ProposalEffect | None = import_string(paths[proposal.kind])(proposal)
    return found


def descriptions(proposals: Sequence[Proposal]) -> dict[UUID, str]:
    """What tells each of these proposals from others, by its id. One query for each kind among them."""
    found: dict[UUID, str] = {}
    for name in {row.kind for row in proposals}:
        found |= proposal_kind(name).about([row for row in proposals if row.kind == name])
    return found
