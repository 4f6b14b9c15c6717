"""Certificates: the short number of a recognition, and what is printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from countries.queries.countries import local_name
from files.domain.short_numbers import BITS, number_of, read, value_of, written
from files.pdf.qr_codes import qr_code
from journal.wording import day_in_words
from portal.models import FormerListing, Listing

PREFIX = "C"
_REST = 128 - BITS  # bits of a recognition's id that its short number leaves out


def certificate_number(recognition_id: UUID) -> str:
    """The short number of a recognition: the first 50 bits of its permanent id."""
    return written(PREFIX, number_of(recognition_id.int >> _REST))


def ids_numbered(typed: str) -> tuple[UUID, UUID] | None:
    """The first and the last id that a typed certificate number can stand for; None if it is no such number."""
    number = read(typed, PREFIX)
    if number is None:
        return None
    first = value_of(number) << _REST
    return UUID(int=first), UUID(int=first | ((1 << _REST) - 1))


def recognition_numbered(typed: str) -> UUID | None:
    """The recognition, public now or once, of a typed certificate number. At most two queries."""
    ids = ids_numbered(typed)
    if ids is None:
        return None
    for table in (Listing, FormerListing):
        found = table.objects.filter(pk__gte=ids[0], pk__lte=ids[1]).values_list("pk", flat=True).first()
        if found is not None:
            return found
    return None


def certificate(listing: Listing) -> dict[str, Any]:
    """What a certificate prints, in the active language."""
    number = certificate_number(listing.recognition_id)
    address = settings.SITE_URL + reverse("progress_reports:proof", kwargs={"number": number})
    place = ", ".join(part for part in (listing.address, local_name(listing.country)) if part)
    until = listing.expires_on
    return {
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
        "title": _("Certificate of recognition"),
        "intro": _("Better Work recognises the factory"),
        "name": listing.name,
        "place": place,
        "statement": _(
            "It meets every criterion of recognition: compliance with law and core labour standards, management "
            "systems, social dialogue and learning."
        ),
        "facts": [
            [_("Recognised since"), day_in_words(listing.recognised_on)],
            [_("Holds until"), day_in_words(until) if until else _("it is withdrawn")],
            [_("Criteria"), listing.criteria],
            [_("Certificate number"), number],
        ],
        "fictional": _("This factory is made up for the demonstration.") if listing.fictional else "",
        "proof": _("What holds today stands at %(address)s, whatever this certificate says.")
        % {"address": address},
        "number": number,
        "qr": qr_code(address),
        "qr_words": _("QR code of the address %(address)s") % {"address": address},
    }
