"""Every change of a factory's entry that has a page: its form, its words, who may, and its command."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from factories import commands
from factories.domain import registry_events as kinds
from factories.forms import changing as forms
from factories.models import Factory, Identifier, Sourcing
from factories.policies.registry import keeps_registry, observes_factories

if TYPE_CHECKING:
    from accounts.models import User

Command = Callable[..., object]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One page. `row`: the table of which one row is changed; `by_row`: the command takes the row's id."""

    form: type[forms.ChangeForm]
    command: Command
    kinds: Collection[str]
    title: str | Promise
    button: str | Promise
    lede: str | Promise = ""
    may: Callable[[User], bool] = keeps_registry
    row: type[Identifier] | type[Sourcing] | None = None
    by_row: bool = False
    danger: bool = False

    def carry_out(self, form: forms.ChangeForm, *, actor: User, now: datetime) -> object:
        """Give the command what the form holds."""
        arguments: dict[str, Any] = form.arguments()
        subject = form.row.pk if self.by_row and form.row is not None else form.factory.pk
        return self.command(subject, **arguments, actor=actor, now=now)

    def row_of(self, factory: Factory, row_id: int | None) -> Identifier | Sourcing | None:
        """The row of this factory. Raises DoesNotExist."""
        if self.row is None:
            return None
        if self.row is Sourcing:
            return Sourcing.objects.select_related("brand").get(factory=factory, pk=row_id or 0)
        return Identifier.objects.get(factory=factory, pk=row_id or 0)


CHANGES: dict[str, ChangePage] = {
    "correct": ChangePage(
        forms.CorrectForm,
        commands.correct_factory,
        kinds.DETAILS,
        _("Correct the entry"),
        _("Save"),
        _(
            "For what was never so: a misspelling, a wrong position. What was true until a day is renamed or moved."
        ),
        may=observes_factories,
    ),
    "rename": ChangePage(
        forms.RenameForm,
        commands.rename_factory,
        kinds.DETAILS,
        _("Rename the factory"),
        _("Rename"),
        _("The former name is kept, and lists and searches that use it find the factory still."),
    ),
    "move": ChangePage(
        forms.MoveForm,
        commands.move_factory,
        kinds.DETAILS,
        _("Move the factory"),
        _("Move"),
        _("For the same factory at another address. If another factory took over, name a successor instead."),
    ),
    "close": ChangePage(
        forms.CloseForm,
        commands.close_factory,
        kinds.DETAILS,
        _("Close the factory"),
        _("Close the factory"),
        _(
            "It leaves every list of open factories, and a published recognition is no longer shown. Its history stays."
        ),
        danger=True,
    ),
    "reopen": ChangePage(
        forms.ReopenForm,
        commands.reopen_factory,
        kinds.DETAILS,
        _("Reopen the factory"),
        _("Reopen"),
        _("It works again, or was closed by mistake. A successor that was named is taken away."),
    ),
    "successor": ChangePage(
        forms.SuccessorForm,
        commands.name_successor,
        kinds.DETAILS,
        _("Name a successor"),
        _("Save the successor"),
        _(
            "Another factory continues this one. This one closes, and its code leads on to the other."
            " Evidence, brands and people stay here."
        ),
    ),
    "country": ChangePage(
        forms.CountryForm,
        commands.correct_country,
        kinds.DETAILS,
        _("Correct the country"),
        _("Correct the country"),
        _(
            "Only while nothing was assessed or visited here. It gets a code of the right country; the old code"
            " leads on."
        ),
    ),
    "group": ChangePage(
        forms.GroupForm,
        commands.put_in_group,
        kinds.GROUPS,
        _("Put into a group"),
        _("Put into the group"),
        _("The group's people read this factory's reports and answer for it from now on."),
    ),
    "leave-group": ChangePage(
        forms.LeaveGroupForm,
        commands.leave_group,
        kinds.GROUPS,
        _("Take out of the group"),
        _("Take out"),
        _("The group's people no longer see this factory, from now on."),
        danger=True,
    ),
    "identifier": ChangePage(
        forms.IdentifierForm,
        commands.assign_identifier,
        kinds.IDENTIFIERS,
        _("Give an identifier"),
        _("Save"),
        _(
            "An OS ID or GLN takes the place of the one before, which is kept. An earlier programme code leads to"
            " this page."
        ),
    ),
    "retire-identifier": ChangePage(
        forms.RetireIdentifierForm,
        commands.retire_identifier,
        kinds.IDENTIFIERS,
        _("Retire an identifier"),
        _("Retire"),
        _("It is kept as an earlier one, and finds the factory still."),
        row=Identifier,
    ),
    "head-count": ChangePage(
        forms.HeadCountForm,
        commands.record_workforce,
        kinds.COUNTS,
        _("Record a head count"),
        _("Save"),
        _("The count of the newest day is the factory's. Older days are kept, and may be added later."),
        may=observes_factories,
    ),
    "brand": ChangePage(
        forms.StartSourcingForm,
        commands.start_sourcing,
        kinds.SOURCING,
        _("Link a brand"),
        _("Link"),
        _("The brand buys here. It reads reports only once the factory consents."),
    ),
    "end-brand": ChangePage(
        forms.EndSourcingForm,
        commands.end_sourcing,
        kinds.SOURCING,
        _("End a brand's link"),
        _("End the link"),
        _("The brand stopped buying here. Its consent to read reports ends with the link."),
        row=Sourcing,
        danger=True,
    ),
    "correct-brand": ChangePage(
        forms.CorrectSourcingForm,
        commands.correct_sourcing,
        kinds.SOURCING,
        _("Correct the days of a link"),
        _("Save"),
        _(
            "For days that were registered wrongly. A brand that comes back after a pause gets a link of its own."
        ),
        row=Sourcing,
        by_row=True,
    ),
}
