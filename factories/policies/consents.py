"""Whose act a consent is: the factory's own. Files bring what it gave on paper, and say which paper.

An actor of None is the system (files at the command line, the demonstration): it may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Role
from factories.queries import brands_of, factories_of, sourced_by
from journal.refusals import Refused

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User


class NotYourConsent(Refused):
    """A person who does not speak for this factory."""


class NotYourRequest(Refused):
    """A person who does not ask for this brand, or a factory from which it does not buy."""


class NotYourFile(Refused):
    """A person who does not bring in files of links."""


def gives_consents(user: User) -> bool:
    """Speaks for a factory: its manager, its group."""
    return user.role in {Role.FACTORY, Role.GROUP}


def check_may_consent(actor: User | None, factory_id: int) -> None:
    """Raises NotYourConsent."""
    if actor is None:
        return
    if not (gives_consents(actor) and factories_of(actor).filter(pk=factory_id).exists()):
        raise NotYourConsent(_("The factory itself gives and withdraws its consents."))


def check_may_request(
    actor: User, *, brand_id: int, factory_id: int | None = None, today: date | None = None
) -> None:
    """A person of the brand; with `factory_id` and `today` also: the brand buys from that factory, which is open.

    Raises:
        NotYourRequest.
    """
    brands = brands_of(actor).filter(pk=brand_id)
    allowed = actor.role == Role.BRAND and brands.exists()
    if allowed and factory_id is not None and today is not None:
        allowed = sourced_by(brands, today).filter(pk=factory_id, is_closed=False).exists()
    if not allowed:
        raise NotYourRequest(_("A brand asks the factories from which it buys."))


def check_may_import_links(actor: User | None) -> None:
    """Raises NotYourFile: a file may hold every country."""
    if actor is not None and actor.role != Role.GLOBAL:
        raise NotYourFile(_("The global team imports files."))


def needs_paper(actor: User | None) -> bool:
    """Whether each consent of a file must name the paper on which the factory gave it."""
    return actor is not None
