"""The decisions that the dossier offers: which form, which command, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from betterwork.decisions.forms import ConfirmForm, ReasonForm
from recognition.commands import lifecycle
from recognition.domain.lifecycle import Act, may_follow
from recognition.policies import may

if TYPE_CHECKING:
    from recognition.models import Recognition

Command = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Decision:
    """One act as people see it."""

    act: Act
    label: Promise
    done: Promise
    command: Command
    form: type[ReasonForm] = ReasonForm
    danger: bool = False

    def carry_out(self, recognition_id: UUID, said: dict[str, Any], *, actor: User, now: datetime) -> None:
        """Run the command with what the form said."""
        extra = {"publish_on": said["publish_on"]} if "publish_on" in said else {}
        self.command(
            recognition_id,
            reason=said["reason"],
            seen=said.get("seen") or None,
            actor=actor,
            now=now,
            **extra,
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """A decision that this person may take now, with its form."""

    name: str
    decision: Decision
    form: ReasonForm


ACTS: dict[str, Decision] = {
    "confirm": Decision(
        Act.CONFIRM,
        _("Confirm"),
        _("Confirmed for its day."),
        lifecycle.confirm_recognition,
        ConfirmForm,
    ),
    "defer": Decision(Act.DEFER, _("Defer"), _("Deferred."), lifecycle.defer_recognition),
    "decline": Decision(
        Act.DECLINE, _("Decline"), _("Declined."), lifecycle.decline_recognition, danger=True
    ),
    "suspend": Decision(
        Act.SUSPEND,
        _("Suspend"),
        _("Suspended: it is no longer shown."),
        lifecycle.suspend_recognition,
        danger=True,
    ),
    "reinstate": Decision(Act.REINSTATE, _("Reinstate"), _("Reinstated."), lifecycle.reinstate_recognition),
    "renew": Decision(Act.RENEW, _("Renew"), _("Renewed."), lifecycle.renew_recognition),
    "withdraw": Decision(
        Act.WITHDRAW,
        _("Withdraw"),
        _("Withdrawn: it is no longer shown."),
        lifecycle.withdraw_recognition,
        danger=True,
    ),
}


def offered(
    recognition: Recognition, *, user: User, tried: tuple[str, ReasonForm] | None = None
) -> list[Offer]:
    """What may follow the recognition's state and is this person's to decide."""
    found = []
    for name, decision in ACTS.items():
        allowed = may_follow(recognition.state, decision.act) and may(
            decision.act, user=user, factory_id=recognition.factory_id, recognition=recognition
        )
        if allowed or (tried is not None and tried[0] == name):
            form = tried[1] if tried and tried[0] == name else _fresh(decision, name, recognition.state)
            found.append(Offer(name, decision, form))
    return found


def _fresh(decision: Decision, name: str, state: str) -> ReasonForm:
    return decision.form(prefix=name, initial={"seen": state})
