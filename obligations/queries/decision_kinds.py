"""Work on recognitions, on what takes two people, and on access to reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Proposal, Role
from accounts.policies import proposals_waiting_for
from accounts.proposal_kinds import descriptions, proposal_kind
from buyers.queries.plan_comments import comments_to_answer
from factories.queries import visible_to
from factories.queries.report_access import requests_to_answer
from obligations.queries.obligation import Line, ObligationKind, Reader, Row
from portal.queries import close_among
from recognition.queries.obligations import (
    appeals_to_decide,
    factories_to_propose,
    proposals_to_decide,
    recognitions_ending,
    suspensions_to_decide,
)

_GLOBAL = frozenset({Role.GLOBAL})


def _dossier_url(row: Row) -> str:
    return reverse("recognition:detail", args=[row["pk"]])


def _candidate(_reader: Reader, row: Row) -> Line:
    url = reverse("recognition:verdict", args=[row["factory__code"]])
    return Line(_("Propose for recognition?"), url, _("Meets every criterion"), row["as_of"])


def _decision(_reader: Reader, row: Row) -> Line:
    why = _("Proposed and not decided") if row["state"] == "proposed" else _("Put off earlier")
    return Line(_("Decide on recognition"), _dossier_url(row), why, row["proposed_at"])


def _appeal(_reader: Reader, row: Row) -> Line:
    why = _("The factory waits for an answer")
    return Line(_("Decide the appeal"), _dossier_url(row), why, row["appealed_at"])


def _suspension(_reader: Reader, row: Row) -> Line:
    title = _("Reinstate or withdraw the recognition")
    return Line(title, _dossier_url(row), _("Its recognition is suspended"), row["suspended_at"])


def _ending(_reader: Reader, row: Row) -> Line:
    why = _("Its recognition ends")
    return Line(_("Renew, or let it lapse"), _dossier_url(row), why, until=row["expires_on"])


def _proposal(_reader: Reader, row: Row) -> Line:
    url = reverse("proposals:proposal", args=[row["pk"]])
    why = _("Waits for a second person")
    return Line(proposal_kind(row["kind"]).label, url, why, row["proposed_at"])


def _subjects(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    return descriptions(list(Proposal.objects.filter(pk__in=ids)))


def _request(_reader: Reader, row: Row) -> Line:
    url = reverse("report_access", args=[row["factory__code"]])
    title = gettext("%(brand)s asks for access to your reports") % {"brand": row["brand__name"]}
    return Line(title, url, _("Waits for your answer"), row["made_at"])


def _plan_comment(_reader: Reader, row: Row) -> Line:
    url = f"{reverse('shared_plan', args=[row['factory__code']])}#comment-{row['pk']}"
    title = gettext("%(brand)s comments on plan item %(ref)s, for all brands that read the plan") % {
        "brand": row["brand__name"],
        "ref": row["ref"],
    }
    return Line(title, url, _("Waits for your answer"), row["written_at"])


def _close(_reader: Reader, row: Row) -> Line:
    url = reverse("factory", args=[row["code"]])
    return Line(_("Agree on the next step"), url, _("Close to recognition"))


def _close_factories(reader: Reader) -> Any:
    return close_among(visible_to(reader.user).filter(pk__in=reader.advised))


DECISION_KINDS = (
    ObligationKind(
        code="appeal",
        heading=_("Appeals to decide"),
        roles=_GLOBAL,
        rows=lambda reader: appeals_to_decide(reader.user),
        columns=("appealed_at",),
        order=("appealed_at",),
        line=_appeal,
    ),
    ObligationKind(
        code="suspension",
        heading=_("Suspended recognitions"),
        roles=_GLOBAL,
        rows=lambda reader: suspensions_to_decide(reader.user),
        columns=("suspended_at",),
        order=("suspended_at",),
        line=_suspension,
    ),
    ObligationKind(
        code="decision",
        heading=_("Recognitions to decide"),
        roles=_GLOBAL,
        rows=lambda reader: proposals_to_decide(reader.user),
        columns=("state", "proposed_at"),
        order=("proposed_at",),
        line=_decision,
    ),
    ObligationKind(
        code="proposal",
        heading=_("For a second person to decide"),
        roles=frozenset({Role.REVIEWER, Role.MANAGER, Role.GLOBAL, Role.ADMIN}),
        rows=lambda reader: proposals_waiting_for(reader.user),
        columns=("kind", "proposed_at"),
        order=("proposed_at",),
        line=_proposal,
        place=(),
        about=_subjects,
    ),
    ObligationKind(
        code="access",
        heading=_("Requests for access to your reports"),
        roles=frozenset({Role.FACTORY, Role.GROUP}),
        rows=lambda reader: requests_to_answer(reader.user, reader.days),
        columns=("brand__name", "made_at", "factory__code"),
        order=("made_at",),
        line=_request,
    ),
    ObligationKind(
        code="plan_comment",
        heading=_("Comments of brands on the plan"),
        roles=frozenset({Role.FACTORY, Role.GROUP}),
        rows=lambda reader: comments_to_answer(reader.user, reader.days),
        columns=("brand__name", "ref", "written_at", "factory__code"),
        order=("written_at",),
        line=_plan_comment,
    ),
    ObligationKind(
        code="ending",
        heading=_("Recognitions that end"),
        roles=_GLOBAL,
        rows=lambda reader: recognitions_ending(reader.user, reader.days),
        columns=("expires_on",),
        order=("expires_on",),
        line=_ending,
    ),
    ObligationKind(
        code="candidate",
        heading=_("Factories to propose"),
        roles=frozenset({Role.REVIEWER, Role.MANAGER}),
        rows=lambda reader: factories_to_propose(reader.user),
        columns=("as_of", "factory__code"),
        order=("as_of",),
        line=_candidate,
    ),
    ObligationKind(
        code="close",
        heading=_("Factories close to recognition"),
        roles=frozenset({Role.ADVISER}),
        rows=_close_factories,
        columns=("code",),
        order=("name",),
        line=_close,
        place=("name", "country_id"),
        is_delegated=True,
    ),
)
