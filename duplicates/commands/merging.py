"""Two records of one factory: raised, decided as two factories, merged, taken apart again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from countries.queries.local_time import today_in
from duplicates.commands.links_merged import check_consents, join_open_links
from duplicates.commands.moving_rows import Record, change, change_back, made, move_all, move_back, plain
from duplicates.domain.merge_rules import Fate, MergeRule
from duplicates.models import FactoryMerge
from duplicates.queries.merge_tables import merge_rules, model_of, rows_of
from factories.commands.locking import lock_registry
from factories.models import DuplicatePair, Factory, FormerName, Identifier
from files.domain.names import match_name, match_text
from journal.commands import Unchanged, command
from journal.events import Happening, record, record_many
from journal.refusals import Refused

CHOOSABLE = (
    "name",
    "address",
    "latitude",
    "longitude",
    "workers",
    "women_workers",
    "products",
    "joined_on",
    "group_id",
)
"""Values of the kept factory for which the dropped one's may be chosen."""
_JOINT_COLUMNS = {"latitude": ("latitude", "longitude"), "workers": ("workers", "women_workers")}


class NotAPair(Refused):
    """The two cannot be one factory: the same record, or another country."""


class PairDecided(Refused):
    """The pair was decided before, or one of its records became part of another factory."""


class MergedFurther(Refused):
    """The kept factory became part of another since; that merge is taken back first."""


@command
def raise_pair(
    factory_id: int, *, other_id: int, reason: str, actor: User | None, now: datetime
) -> DuplicatePair | Unchanged:
    """A person thinks that two factories are one. A pair that was decided is opened again.

    Raises:
        NotAPair.
    """
    factory, other = _locked(factory_id, other_id)
    first, second = sorted((factory, other), key=lambda row: row.pk)
    pair = DuplicatePair.objects.select_for_update().filter(first=first, second=second).first()
    if pair is not None and pair.state == DuplicatePair.State.OPEN:
        return Unchanged(pair)
    values = {
        "because": DuplicatePair.Because.BY_HAND, "score": 100, "found_at": now, "raised_by": actor, "reason": reason,
        "state": DuplicatePair.State.OPEN, "decided_at": None, "decided_by": None,
    }  # fmt: skip
    if pair is None:
        pair = DuplicatePair.objects.create(first=first, second=second, **values)
    else:
        for key, value in values.items():
            setattr(pair, key, value)
        pair.save(update_fields=list(values))
    record("duplicate.raised", subject=f"factory:{factory.code}", actor=actor, at=now, factory_id=factory.pk,
           data={"perhaps": other.code, "reason": reason})  # fmt: skip
    return pair


@command
def mark_as_two_factories(
    pair_id: int, *, reason: str, actor: User | None, now: datetime
) -> DuplicatePair | Unchanged:
    """Mark a pair as two factories; it is not proposed again.

    Raises:
        PairDecided: they were merged meanwhile.
    """
    pair = _pair(pair_id)
    if pair.state == DuplicatePair.State.DIFFERENT:
        return Unchanged(pair)
    _check_open(pair)
    pair.state, pair.decided_by, pair.decided_at, pair.reason = (
        DuplicatePair.State.DIFFERENT,
        actor,
        now,
        reason,
    )
    pair.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record_many(
        [
            Happening(
                "duplicate.different",
                f"factory:{factory.code}",
                factory.pk,
                {"other": other.code, "reason": reason},
            )
            for factory, other in ((pair.first, pair.second), (pair.second, pair.first))
        ],
        actor=actor,
        at=now,
    )
    return pair


@command
def merge_factories(
    pair_id: int,
    *,
    keep_id: int,
    values: Collection[str] = (),
    reason: str = "",
    actor: User | None,
    now: datetime,
) -> FactoryMerge:
    """The two are one factory: everything of the other moves to the one that is kept.

    The dropped record stays out of sight with its verdicts; its code, names and addresses go on finding the factory.

    Args:
        values: which of CHOOSABLE are taken from the dropped record.

    Raises:
        PairDecided, Clashing, NotAPair; Disagreeing about a brand's consent.
    """
    lock_registry()
    pair = _pair(pair_id)
    _check_open(pair)
    if keep_id not in {pair.first_id, pair.second_id}:
        raise NotAPair(_("Choose which of the two records stays."))
    kept, dropped = _locked(keep_id, pair.second_id if keep_id == pair.first_id else pair.first_id)
    merge = FactoryMerge(pair=pair, kept=kept, dropped=dropped, reason=reason, merged_at=now, merged_by=actor)
    kept_record = Record()
    check_consents(kept, dropped, today_in(kept.country_id, now))
    join_open_links(kept, dropped, kept_record)
    _retire_second_identifiers(kept, dropped, kept_record, now=now)
    move_all(kept, dropped, kept_record)
    _choose_values(kept, dropped, values, kept_record, now=now)
    _lead_on(kept, dropped, kept_record, now=now)
    change(kept_record, dropped, merged_into_id=kept.pk, is_closed=True, closed_on=None)
    decided = {
        "state": DuplicatePair.State.SAME,
        "decided_at": now,
        "decided_by_id": actor.pk if actor else None,
    }
    change(kept_record, pair, **decided, reason=reason)
    _repoint_pairs(pair, kept, dropped, kept_record)
    merge.moved, merge.changed, merge.held = kept_record.moved, kept_record.changed, kept_record.held
    merge.save(force_insert=True)
    _record_merged(merge, actor=actor, now=now)
    return merge


@command
def split_factories(
    merge_id: UUID,
    *,
    take: Mapping[str, Sequence[Any]] | None = None,
    reason: str = "",
    actor: User | None,
    now: datetime,
) -> FactoryMerge | Unchanged:
    """Take a merge back: every row and value as it was; evidence recorded since stays with the kept factory.

    Args:
        take: table → ids of rows recorded since the merge that belong to the other factory.

    Raises:
        MergedFurther.
    """
    lock_registry()
    merge = FactoryMerge.objects.select_for_update().select_related("kept", "dropped").get(pk=merge_id)
    if merge.split_at is not None:
        return Unchanged(merge)
    kept, dropped = merge.kept, merge.dropped
    list(Factory.every.select_for_update().filter(pk__in=(kept.pk, dropped.pk)).order_by("pk"))
    if kept.merged_into is not None:
        message = _("%(code)s became part of %(kept)s since; take that merge back first.")
        raise MergedFurther(message % {"code": kept.code, "kept": kept.merged_into.code})
    back = _going_back(merge, take or {})
    for table, ids in reversed(back.items()):
        move_back(table, ids, kept=kept, dropped=dropped)
    stayed = change_back(merge.changed)
    merge.split_at, merge.split_by, merge.split_reason = now, actor, reason
    merge.save(update_fields=["split_at", "split_by", "split_reason"])
    data = {
        "merge": str(merge.pk),
        "kept": kept.code,
        "dropped": dropped.code,
        "reason": reason,
        "moved": back,
        "stayed": stayed,
    }
    record_many(
        [
            Happening("factory.split", f"factory:{kept.code}", kept.pk, data),
            Happening("factory.split_off", f"factory:{dropped.code}", dropped.pk, data),
        ],
        actor=actor,
        at=now,
    )
    return merge


# --- parts --------------------------------------------------------------------------------------------------------


def _pair(pair_id: int) -> DuplicatePair:
    return (
        DuplicatePair.objects.select_for_update(of=("self",))
        .select_related("first", "second")
        .get(pk=pair_id)
    )


def _check_open(pair: DuplicatePair) -> None:
    if pair.state != DuplicatePair.State.OPEN:
        message = _("This pair was decided already: %(state)s.")
        raise PairDecided(message % {"state": pair.get_state_display()})


def _locked(first_id: int, second_id: int) -> tuple[Factory, Factory]:
    """Both factories as they are now, in the order of the arguments; their rows are locked in the order of ids.

    Raises:
        NotAPair, PairDecided.
    """
    rows = {
        row.pk: row
        for row in Factory.every.select_for_update().filter(pk__in=(first_id, second_id)).order_by("pk")
    }
    first, second = rows[first_id], rows[second_id]
    if first.pk == second.pk:
        raise NotAPair(_("That is the same record; name the other factory."))
    if first.country_id != second.country_id:
        raise NotAPair(_("They are in two countries; correct the country of one of them first."))
    for factory in (first, second):
        if factory.merged_into_id is not None:
            raise PairDecided(_("%(code)s became part of another factory already.") % {"code": factory.code})
    return first, second


def _retire_second_identifiers(kept: Factory, dropped: Factory, record_: Record, *, now: datetime) -> None:
    """Of two current identifiers of a scheme the kept factory's counts; the other finds it as an earlier one."""
    today = today_in(kept.country_id, now)
    held = set(
        Identifier.objects.filter(factory=kept, until_on__isnull=True).values_list("scheme", flat=True)
    )
    for row in Identifier.objects.filter(factory=dropped, until_on__isnull=True, scheme__in=held).order_by(
        "pk"
    ):
        if row.scheme != Identifier.Scheme.PROGRAMME:
            change(record_, row, until_on=max(today, row.from_on))


def _choose_values(
    kept: Factory, dropped: Factory, values: Collection[str], record_: Record, *, now: datetime
) -> None:
    names = {name for value in values for name in _JOINT_COLUMNS.get(value, (value,))}
    if not names <= set(CHOOSABLE):
        raise TypeError(f"not choosable: {sorted(names - set(CHOOSABLE))}")
    taken = {name: getattr(dropped, name) for name in CHOOSABLE if name in names}
    earlier = {(kept.name, kept.address), (dropped.name, dropped.address)}
    if taken:
        named = {"match_name": match_name(taken.get("name", kept.name))[:200],
                 "match_address": match_text(taken.get("address", kept.address))[:400]}  # fmt: skip
        change(record_, kept, **taken, **named)
    _remember_names(kept, earlier - {(kept.name, kept.address)}, record_, now=now)


def _remember_names(
    kept: Factory, earlier: Collection[tuple[str, str]], record_: Record, *, now: datetime
) -> None:
    known = set(FormerName.objects.filter(factory=kept).values_list("match_name", "match_address"))
    for name, address in sorted(earlier):
        place = match_name(name)[:200], match_text(address)[:400]
        if place not in known and place != (kept.match_name, kept.match_address):
            known.add(place)
            made(record_, FormerName(
                factory=kept, name=name, address=address, match_name=place[0], match_address=place[1],
                until_on=today_in(kept.country_id, now), recorded_at=now,
            ))  # fmt: skip


def _lead_on(kept: Factory, dropped: Factory, record_: Record, *, now: datetime) -> None:
    """The dropped code is an earlier code of the kept factory."""
    today = today_in(kept.country_id, now)
    made(record_, Identifier(
        factory=kept, scheme=Identifier.Scheme.PROGRAMME, value=dropped.code, from_on=today, until_on=today
    ))  # fmt: skip


def _repoint_pairs(pair: DuplicatePair, kept: Factory, dropped: Factory, record_: Record) -> None:
    """Other pairs of the dropped factory are of the kept one now; where it has such a pair, that counts."""
    others = DuplicatePair.objects.filter(Q(first=dropped) | Q(second=dropped)).exclude(pk=pair.pk)
    for row in others.order_by("pk"):
        third = row.second_id if row.first_id == dropped.pk else row.first_id
        first, second = sorted((kept.pk, third))
        if first != second and not DuplicatePair.objects.filter(first=first, second=second).exists():
            change(record_, row, first_id=first, second_id=second)


def _record_merged(merge: FactoryMerge, *, actor: User | None, now: datetime) -> None:
    kept, dropped = merge.kept, merge.dropped
    data = {"merge": str(merge.pk), "kept": kept.code, "dropped": dropped.code, "reason": merge.reason}
    whole = {**data, "moved": merge.moved, "changed": merge.changed}
    record_many(
        [
            Happening("factory.merged", f"factory:{kept.code}", kept.pk, whole),
            Happening("factory.merged_away", f"factory:{dropped.code}", dropped.pk, data),
        ],
        actor=actor,
        at=now,
    )


def _going_back(merge: FactoryMerge, take: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Table → ids that go back: what moved, what was chosen, and later rows that hang on either."""
    back: dict[str, list[Any]] = {}
    for rule in merge_rules():
        if rule.fate is Fate.MOVE:
            chosen = [*merge.moved.get(rule.table, ()), *plain(take.get(rule.table, ()))]
            back[rule.table] = list(dict.fromkeys([*chosen, *_dependent_rows(rule, merge, chosen, back)]))
    return back


def _dependent_rows(
    rule: MergeRule, merge: FactoryMerge, chosen: Sequence[Any], back: Mapping[str, Sequence[Any]]
) -> list[Any]:
    """Later rows that belong with rows that go back: versions of one of them, and what was found in one of them."""
    known = {*map(str, chosen), *map(str, merge.held.get(rule.table, ()))}
    later = (
        [row for row in rows_of(rule.table).filter(factory=merge.kept) if str(row.pk) not in known]
        if rule.behind
        else []
    )
    found = []
    for name in rule.behind:
        column: Any = model_of(rule)._meta.get_field(name)
        if column.is_relation:
            table = column.related_model._meta.label
            with_them = {str(pk) for pk in back.get(table, ())}
        else:
            with_them = {
                str(value) for value in rows_of(rule.table).filter(pk__in=chosen).values_list(name, flat=True)
            }
        found += [row.pk for row in later if str(getattr(row, name)) in with_them]
    return plain(found)
