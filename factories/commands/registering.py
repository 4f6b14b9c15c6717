"""One factory registered, or what is registered of it corrected."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from countries.commands.adding import apply_countries
from countries.domain.countries import code_of
from countries.queries.local_time import today_in
from factories.commands.changes import check_reason, check_seen, locked, record_change
from factories.commands.head_counts import check_women
from factories.commands.identifiers import _apply_identifier
from factories.commands.locking import lock_registry
from factories.domain.programme_codes import ProgrammeCodes
from factories.domain.registry_events import DETAILS
from factories.models import Factory, Identifier, Workforce
from factories.policies.registry import check_may_keep, check_may_keep_country, check_may_observe
from factories.queries.registry import has_evidence
from files.domain.names import match_name, match_text
from journal.commands import Unchanged, command
from journal.refusals import Refused

OBSERVABLE = frozenset({"address", "latitude", "longitude", "products"})
CORRECTABLE = OBSERVABLE | {"name", "joined_on"}


class CodeTaken(Refused):
    """Another factory has this code."""

    field = "code"


class UnknownFactoryCountry(Refused):
    """A factory stands in a country of ISO 3166."""

    field = "country"


class HasEvidence(Refused):
    """Something beside its entry is recorded of a factory."""

    field = "country"


@command
def register_factory(
    *,
    name: str,
    country: str,
    code: str | None = None,
    os_id: str | None = None,
    address: str = "",
    unlike: str = "",
    actor: User | None,
    now: datetime,
    **values: Any,
) -> Factory | Unchanged:
    """Register one factory; without a code it gets the country's next one. Its number of workers is a head count.

    Without a code, one that has the same name, address and country is the same factory: it is returned, unchanged.
    `unlike` is the code of a factory that looked the same to whoever registers this one, and is another.

    Raises:
        CodeTaken, UnknownFactoryCountry, MoreWomenThanWorkers: and BadIdentifier or IdentifierTaken for the OS ID.
    """
    if code_of(country) != country:
        message = _("%(country)s is no country's code; write two letters, such as KH.")
        raise UnknownFactoryCountry(message % {"country": country})
    check_may_keep_country(actor, country)
    check_women(values.get("workers"), values.get("women_workers"))
    lock_registry()
    if code and _is_taken(code):
        raise CodeTaken(_("%(code)s is taken; leave the code free or choose another.") % {"code": code})
    apply_countries([country])
    made = Factory(code=code or "", name=name, country_id=country, address=address, recorded_at=now, **values)
    _normalise(made)
    known = None if code or not address else _same_place(made)
    if known is not None:
        return Unchanged(known)
    made.code = code or _next_code(country)
    made.save(force_insert=True)
    _apply_first_facts(made, os_id, now=now)
    record_change("factory.registered", made, actor=actor, now=now, unlike=unlike)
    return made


def _apply_first_facts(made: Factory, os_id: str | None, *, now: datetime) -> None:
    today = today_in(made.country_id, now)
    if os_id:
        _apply_identifier(made, Identifier.Scheme.OS_ID, os_id, from_on=today)
    if made.workers is not None:
        Workforce.objects.create(
            factory=made,
            counted_on=today,
            workers=made.workers,
            women_workers=made.women_workers,
            recorded_at=now,
        )


def _is_taken(code: str) -> bool:
    earlier = Identifier.objects.filter(scheme=Identifier.Scheme.PROGRAMME, value=code)
    return Factory.every.filter(code=code).exists() or earlier.exists()


def _same_place(made: Factory) -> Factory | None:
    same = Factory.objects.filter(
        country=made.country_id, match_name=made.match_name, match_address=made.match_address, is_closed=False
    )
    return same.order_by("pk").first()


def _next_code(country: str) -> str:
    codes = ProgrammeCodes()
    own = f"{country}-"
    codes.keep_free(Factory.every.filter(code__startswith=own).values_list("code", flat=True))
    earlier = Identifier.objects.filter(scheme=Identifier.Scheme.PROGRAMME, value__startswith=own)
    codes.keep_free(earlier.values_list("value", flat=True))
    return codes.next_code(country)


@command
def correct_factory(
    factory_id: int,
    *,
    reason: str = "",
    seen: int | None = None,
    actor: User | None,
    now: datetime,
    **values: Any,
) -> Factory | Unchanged:
    """Correct what the registry holds of a factory and never was true; `values` holds fields of CORRECTABLE.

    A name or address that was true until a day is changed by `rename_factory` and `move_factory`.

    Raises:
        ChangedMeanwhile, NotYourRegistry: advisers correct fields of OBSERVABLE alone.
    """
    unknown = set(values) - CORRECTABLE
    if unknown:
        raise TypeError(f"not correctable: {sorted(unknown)}")
    factory = locked(factory_id)
    differing = {key: value for key, value in values.items() if getattr(factory, key) != value}
    check = check_may_observe if set(differing) <= OBSERVABLE else check_may_keep
    check(actor, factory.pk)
    if not differing:
        return Unchanged(factory)
    check_seen(factory, seen, DETAILS)
    old = {key: getattr(factory, key) for key in differing}
    for key, value in differing.items():
        setattr(factory, key, value)
    _normalise(factory)
    factory.save(update_fields=[*differing, "match_name", "match_address"])
    record_change("factory.corrected", factory, actor=actor, now=now, fields=sorted(differing), old=old,
                  new=differing, reason=reason)  # fmt: skip
    return factory


@command
def correct_country(
    factory_id: int,
    *,
    country: str,
    reason: str,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Factory | Unchanged:
    """A factory was registered in the wrong country: it gets that country's next code, and the old one leads on.

    Only while nothing but its entry is recorded: evidence is asked for and judged by the country's law.

    Raises:
        HasEvidence, UnknownFactoryCountry, NotYourRegistry, ChangedMeanwhile, ReasonMissing.
    """
    if code_of(country) != country:
        raise UnknownFactoryCountry(
            _("%(country)s is no country's code; write two letters, such as KH.") % {"country": country}
        )
    lock_registry()
    factory = locked(factory_id)
    if factory.country_id == country:
        return Unchanged(factory)
    check_may_keep(actor, factory.pk)
    check_may_keep_country(actor, country)
    check_reason(actor, reason)
    check_seen(factory, seen, DETAILS)
    if has_evidence(factory.pk):
        raise HasEvidence(
            _(
                "Assessments, visits or other evidence are recorded here. Close this entry and add the factory anew."
            )
        )
    old_code, old_country = factory.code, factory.country_id
    apply_countries([country])
    factory.country_id, factory.code = country, _next_code(country)
    factory.save(update_fields=["country", "code"])
    today = today_in(country, now)
    Identifier.objects.create(
        factory=factory, scheme=Identifier.Scheme.PROGRAMME, value=old_code, from_on=today, until_on=today
    )
    record_change("factory.country_corrected", factory, actor=actor, now=now, old=old_country, new=country,
                  code=old_code, reason=reason)  # fmt: skip
    return factory


def _normalise(factory: Factory) -> None:
    factory.match_name = match_name(factory.name)[:200]
    factory.match_address = match_text(factory.address)[:400]
