"""How a source's lists are read is remembered for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from factories.policies.lists import countries_for_lists
from factory_lists.models import ListLayout
from factory_lists.queries import source_key
from journal.commands import Unchanged, command
from journal.events import record

_STORED_FIELDS = (
    "columns", "encoding", "separator", "sheet", "head_row", "source", "recorded_at", "recorded_by",
)  # fmt: skip


@command
def remember_list_layout(
    source: str,
    *,
    head_digest: str,
    columns: Mapping[str, str],
    encoding: str,
    separator: str,
    sheet: str,
    head_row: int,
    actor: User | None,
    now: datetime,
) -> ListLayout | Unchanged:
    """Keep how the actor read a list of a source; lists of it with the same head are proposed to be read so.

    Raises:
        MayNotImport.
    """
    countries_for_lists(actor)
    layout = {
        "columns": dict(columns),
        "encoding": encoding,
        "separator": separator,
        "sheet": sheet[:100],
        "head_row": head_row,
    }
    key = source_key(source)
    of_actor = ListLayout.objects.select_for_update().filter(recorded_by=actor)
    held = of_actor.filter(match_source=key, head_digest=head_digest).first()
    if held is not None and all(getattr(held, name) == value for name, value in layout.items()):
        return Unchanged(held)
    stored = held or ListLayout(match_source=key, head_digest=head_digest)
    for name, value in (layout | {"source": source[:120], "recorded_at": now, "recorded_by": actor}).items():
        setattr(stored, name, value)
    # two who keep the first one at once: the later begins again and finds it
    stored.save(force_insert=held is None, update_fields=None if held is None else _STORED_FIELDS)
    record(
        "list_layout.kept",
        subject=f"list-source:{key[:60]}",
        actor=actor,
        at=now,
        data={"source": source[:120]},
    )
    return stored
