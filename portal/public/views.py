"""What everybody may see."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import CharField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from countries.queries.local_time import LocalDays, programme_day
from duplicates.queries.merges import surviving_factory
from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.queries import by_code
from factories.queries.paging import Order, count, page
from factories.queries.search import led_on_to
from files.exports import requested_format, table_response
from journal.seals.queries import newest_seals, published_document
from journal.seals.signing import public_keys
from portal import queries
from portal.filters import ListingFilter, active_filters, count_links, map_points
from portal.policies import reads_dossier
from portal.public.exports import certificate_sent, recognised_feed, recognised_table, seals_as_atom
from portal.public.filters import FOUND, PublicIssueFilter
from portal.serializers import ListingSerializer
from stories.exports import photo_sent

if TYPE_CHECKING:
    from factories.models import Factory
    from portal.models import Listing

NEWEST = Order(Cast("recognised_on", CharField()), str, descending=True, unique="factory_id")
CARDS = 24
ISSUE_ROWS = 30
SEALS = 30  # days on the page and in the feed


@require_safe
def recognised(request: HttpRequest) -> HttpResponse:
    """Why recognition matters, and who has it: cards and a map in step."""
    filters = ListingFilter(request.GET, queries.listings())
    found = filters.qs
    shown = page(
        found, order=filters.closest_first(NEWEST), cursor=parse(request.GET.get("page", "")), size=CARDS
    )
    return render(
        request,
        "portal/public/recognised.html",
        {
            "form": filters.form,
            "totals": queries.totals(),
            "listings": with_stories(shown.rows),
            "counted": count(found),
            "places": _places(request, filters),
            "points": map_points(request.GET, filters),
            "chosen": filters.values.get("country", ""),
            "active": active_filters(request.GET, filters),
            "next_url": page_address(request.GET, shown.following),
            "previous_url": page_address(request.GET, shown.preceding),
            "export_url": f"export/{address(request.GET, format='xlsx')}",
        },
    )


@require_safe
def recognised_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the recognised factories that the list shows, as a file."""
    file_format = requested_format(request)
    return table_response(
        recognised_table(ListingFilter(request.GET, queries.listings()).qs), file_format=file_format
    )


@require_safe
def feed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # the same for everybody
    """The latest recognitions and their ends, for readers of feeds."""
    language = get_language() or "en"
    return HttpResponse(
        recognised_feed(queries.listings(), queries.ended_recognitions(), language=language),
        content_type="application/atom+xml; charset=utf-8",
    )


@require_safe
@vary_on_headers("Accept")
def recognition(request: HttpRequest, recognition_id: uuid.UUID) -> HttpResponse:
    """The permanent address of a recognition: what a certificate points to. JSON by `Accept`."""
    found = queries.listing(recognition_id)
    if found is None and not queries.was_listed(recognition_id):
        raise Http404
    if _wants_json(request):
        document = _recognition_document(found) if found else {"recognition": str(recognition_id)}
        return JsonResponse({"recognised": found is not None, **document})
    if found is None:
        return render(request, "portal/public/not_recognised.html")
    return render(
        request,
        "portal/public/recognition.html",
        {
            "listing": found,
            "number": queries.certificate_number(found.recognition_id),
            "story": queries.story_of(found),
            "reads_dossier": reads_dossier(request.user, found.factory_id),
        },
    )


@require_safe
def photo(request: HttpRequest, recognition_id: uuid.UUID) -> HttpResponseBase:  # noqa: ARG001  # the same for everybody
    """The photo of a recognised factory's story: gone with the story, and with the recognition."""
    found = queries.listing(recognition_id)
    story = queries.story_of(found) if found is not None else None
    if story is None or not story.photo:
        raise Http404
    return photo_sent(story)


@require_safe
def certificate(request: HttpRequest, recognition_id: uuid.UUID) -> HttpResponse:
    """The certificate of a recognition that is public now, as PDF; of another it says that it does not hold."""
    found = queries.listing(recognition_id)
    if found is None and queries.was_listed(recognition_id):
        return render(request, "portal/public/not_recognised.html", status=HTTPStatus.NOT_FOUND)
    if found is None:
        raise Http404
    return certificate_sent(found, made_at=timezone.now())


@require_safe
def scheme(request: HttpRequest) -> HttpResponse:
    """What recognition is, what it asks for, and who decides."""
    current = queries.scheme_criteria(programme_day(timezone.now()), language=get_language() or "en")
    return render(request, "portal/public/scheme.html", {"criteria": current, "totals": queries.totals()})


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """The newest seals of the journal, and the keys that sign them."""
    context = {"seals": newest_seals(SEALS), "keys": public_keys()}
    return render(request, "portal/public/seals.html", context)


@require_safe
def seals_document(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  # the same for everybody
    """All seals, for whoever checks a factory's history."""
    return JsonResponse(published_document())


@require_safe
def seals_feed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # the same for everybody
    """The newest seals for readers of feeds, which keep them where nobody of the programme can change them."""
    feed = seals_as_atom(newest_seals(SEALS), language=get_language() or "en")
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")


@require_safe
def public_issues(request: HttpRequest) -> HttpResponse:
    """Factories with what was found at each of the publicly reported issues: by name, country, issue and cycle."""
    filters = _public_issues(request)
    found = filters.qs
    shown = page(found, order=filters.order, cursor=parse(request.GET.get("page", "")), size=ISSUE_ROWS)
    return render(
        request,
        "portal/public/issues.html",
        {
            "form": filters.form,
            "totals": queries.public_totals(),
            "rows": shown.rows,
            "counted": count(found),
            "places": count_links(
                queries.public_countries(filters.without("country")), request.GET, "country"
            ),
            "chosen": filters.values.get("country", ""),
            "issues": count_links(
                queries.issue_counts(filters.without("issue", "outcome")), request.GET, "issue", outcome=FOUND
            ),
            "chosen_issue": filters.values.get("issue", ""),
            "active": filters.form.active,
            "next_url": page_address(request.GET, shown.following),
            "previous_url": page_address(request.GET, shown.preceding),
        },
    )


@require_safe
def factory_issues(request: HttpRequest, code: str) -> HttpResponse:
    """One factory's publicly reported issues over all published assessments: the same page for whoever looks."""
    found = by_code(code)
    if found is None:
        surviving = surviving_factory(code)
        current = led_on_to(code) if surviving is None else surviving.code
        if current is None:
            raise Http404
        return redirect("factory_issues", code=current)
    published = queries.published_of(found.pk)
    return render(
        request,
        "portal/public/factory_issues.html",
        {
            "factory": found,
            "listing": queries.listing_of(found.pk),
            "assessments": published,
            "latest": published[0] if published else None,
            "lines": queries.issue_lines(published),
            "responses": [row for row in published if any(issue["response"] for issue in row.issues)],
        },
    )


def public_factory(request: HttpRequest, found: Factory) -> HttpResponse:
    """A factory's page for everybody: who it is, whether it is recognised, and its publicly reported issues."""
    listing = queries.listing_of(found.pk)
    asking = queries.asking(request.user, found.pk, LocalDays(timezone.now()))
    offered = listing is not None or asking is not None
    return render(
        request,
        "portal/public/factory.html",
        {
            "factory": found,
            "listing": listing,
            "issues": queries.public_issues_of(found.pk),
            "asking": asking,
            "handovers": import_string(settings.HANDOVERS_OF_READER)(request.user, found.pk),
            "is_watched": queries.watching(request.user, found.pk, offered=offered),
        },
    )


def with_stories(listings: Sequence[Listing]) -> Sequence[Listing]:
    """The same listings, each with its `story` (None where it has none). One query."""
    stories = queries.stories_of(listings)
    for listing in listings:
        listing.story = stories.get(listing.factory_id)  # type: ignore[attr-defined]  # for the card
    return listings


def _places(request: HttpRequest, filters: ListingFilter) -> list[dict[str, Any]]:
    """The map's bubbles: what the search finds in each country, whatever country is chosen."""
    counts = queries.listings_by_country(filters.without("country", "area"))
    return [{**link, "gold": True} for link in count_links(counts, request.GET, "country", area="")]


def _public_issues(request: HttpRequest) -> PublicIssueFilter:
    return PublicIssueFilter(request.GET, queries.public_assessments(), cycles=queries.cycles_published())


def _recognition_document(listing: Listing) -> dict[str, Any]:
    """A recognition for machines, its story with it."""
    story = queries.story_of(listing)
    words = ("language", "title", "text", "quote", "quoted")
    return {
        **ListingSerializer(listing).data,
        "story": {name: getattr(story, name) for name in words} if story else None,
    }


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
