"""Who takes part in a diagnosis, who reads it, who puts its gaps into the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import FACTORY_PEOPLE
from assessments.policies import advises, speaks_for_a_factory
from factories.queries import factories_of
from journal.refusals import Refused
from self_diagnosis.models import SelfDiagnosis
from self_diagnosis.queries.diagnoses import side_of

if TYPE_CHECKING:
    from accounts.models import User

TakingPart = SelfDiagnosis.TakingPart


class NotTakingPart(Refused):
    """The diagnosis is another factory's or the other side's."""


def diagnoses(user: User) -> bool:
    """Whether the user goes through the questionnaire for a factory: its management and its worker representatives."""
    return user.role in FACTORY_PEOPLE


def reads_diagnoses(user: User) -> bool:
    """Whether diagnoses can exist for this user: a factory's own people, and advisers to whom they are shared."""
    return diagnoses(user) or advises(user)


def takes_part(user: User, diagnosis: SelfDiagnosis) -> bool:
    """Whether a person of the factory answers, completes and shares: either side of a committee's, else one."""
    return diagnoses(user) and diagnosis.taking_part in {TakingPart.COMMITTEE, side_of(user)}


def plans_gaps(user: User) -> bool:
    """Whether the user puts gaps into the improvement plan: the management keeps it."""
    return speaks_for_a_factory(user)


def check_of_factory(actor: User, factory_id: int) -> None:
    """One of the factory's own people.

    Raises:
        NotTakingPart.
    """
    if not (diagnoses(actor) and factories_of(actor).filter(pk=factory_id).exists()):
        raise NotTakingPart(_("The factory and its worker representatives do this."))


def check_takes_part(actor: User, diagnosis: SelfDiagnosis) -> None:
    """One of the factory's own people, of a side that takes part.

    Raises:
        NotTakingPart.
    """
    check_of_factory(actor, diagnosis.factory_id)
    if not takes_part(actor, diagnosis):
        raise NotTakingPart(_("The other side makes this self-diagnosis. You can read it."))
