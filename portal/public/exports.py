"""The recognised factories as a file, the newest of them as a feed, and one's certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from files.exports import ExportTable
from files.pdf.typesetting import pdf_of
from journal.chains.hashes import canonical
from journal.seals.anchors import published
from portal.queries import certificate

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from journal.models import Seal
    from portal.models import FormerListing, Listing

IN_FEED = 50
CERTIFICATE = Path(__file__).resolve().parents[1] / "documents" / "certificate.typ"
HEAD = (
    "recognition", "code", "name", "country", "country_name", "address", "lat", "lng", "workers", "women_workers",
    "products", "recognised_on", "expires_on", "criteria",
)  # fmt: skip


def recognised_table(rows: QuerySet[Listing]) -> ExportTable:
    """One row a recognised factory, in order of recognition."""
    return ExportTable("recognised-factories", HEAD, _rows(rows))


def certificate_sent(listing: Listing, *, made_at: datetime) -> HttpResponse:
    """The certificate of a recognition that is public now, as PDF/UA-1 in the active language."""
    written = pdf_of(CERTIFICATE, certificate(listing), made_at=made_at)
    response = HttpResponse(written, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{listing.code}-certificate.pdf"'
    response["Cache-Control"] = "no-store"  # what ends is gone at once
    return response


def recognised_feed(rows: QuerySet[Listing], ended: QuerySet[FormerListing], *, language: str) -> str:
    """The latest recognitions and ends of recognitions as Atom.

    An entry's id is the permanent address of its recognition: the end replaces the entry of the beginning in whatever
    keeps the feed. It says that the recognition does not hold, as that address does, without a name or a reason.
    """
    feed = Atom1Feed(
        title=_("Recognised factories"),
        link=settings.SITE_URL + reverse("recognised"),
        feed_url=settings.SITE_URL + reverse("recognised_feed"),
        description="",
        language=language,
    )
    held = [
        (row.recognised_on, str(row.pk), row.name, f"{row.code}, {row.country_name}")
        for row in rows.order_by("-recognised_on", "factory_id")[:IN_FEED]
    ]
    over = [
        (
            row.ended_on,
            str(row.pk),
            _("Not currently recognised"),
            _(
                "The recognition at this address does not hold today. A certificate that points here is not valid now."
            ),
        )
        for row in ended[:IN_FEED]
        if row.ended_on is not None
    ]
    newest = sorted([*held, *over], key=lambda entry: entry[0], reverse=True)
    for day, recognition_id, title, description in newest[:IN_FEED]:
        link = settings.SITE_URL + reverse("recognition", kwargs={"recognition_id": recognition_id})
        moment = datetime.combine(day, time(), tzinfo=UTC)
        feed.add_item(
            title=title,
            link=link,
            unique_id=link,
            description=description,
            pubdate=moment,
            updateddate=moment,
        )
    return str(feed.writeString("utf-8"))


def seals_as_atom(seals: Sequence[Seal], *, language: str) -> str:
    """Seals as Atom, newest first; an entry's text is the seal as it is published everywhere, in JSON."""
    address = settings.SITE_URL + reverse("seals")
    feed = Atom1Feed(
        title=_("Daily seals"),
        link=address,
        feed_url=settings.SITE_URL + reverse("seals_feed"),
        description="",
        language=language,
    )
    for seal in seals:
        feed.add_item(
            title=seal.day.isoformat(),
            link=address,
            unique_id=f"{address}{seal.day.isoformat()}/{seal.hash}",
            description=canonical(published(seal)),
            pubdate=seal.sealed_at,
            updateddate=seal.sealed_at,
        )
    return str(feed.writeString("utf-8"))


def _rows(rows: QuerySet[Listing]) -> Iterator[Sequence[Any]]:
    for row in rows.order_by("-recognised_on", "factory_id").iterator(chunk_size=2000):
        yield (
            str(row.recognition_id), row.code, row.name, row.country, row.country_name, row.address, row.latitude,
            row.longitude, row.workers, row.women_workers, row.products, row.recognised_on, row.expires_on,
            row.criteria,
        )  # fmt: skip
