"""What holds for every event around a factory (named in `settings.BEFORE_RECORDING`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from factories.models import Factory
from journal.refusals import Refused

if TYPE_CHECKING:
    from journal.events import Happening

_MANY = 500
_OF_MERGING = ("factory.merged", "factory.merged_away", "factory.split", "factory.split_off")


class MergedAway(Refused):
    """The factory became part of another meanwhile; what is entered belongs there."""


def refuse_merged(happenings: Sequence[Happening]) -> None:
    """Let nothing be recorded of a factory that was merged into another.

    Rows are written before their event is: a row that came too late for the merge goes back with its command.

    Raises:
        MergedAway: with the code of the factory that stayed.
    """
    concerned = {
        each.factory_id for each in happenings if each.factory_id is not None and each.kind not in _OF_MERGING
    }
    if not concerned:
        return
    merged = Factory.every.filter(merged_into__isnull=False)
    if len(concerned) <= _MANY:
        merged = merged.filter(pk__in=concerned)
    for pk, code, into in merged.values_list("pk", "code", "merged_into__code"):
        if pk in concerned:
            message = _("%(code)s became part of %(kept)s; enter it there.")
            raise MergedAway(message % {"code": code, "kept": into})
