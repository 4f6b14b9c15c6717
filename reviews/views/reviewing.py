"""The review of an assessment: every question beside what it was at the return and in the last cycle."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn
from assessments.models import Assessment
from assessments.queries.answering.comments import last_return
from assessments.queries.detail import whole_assessment
from assessments.queries.visibility import assessments_visible_to
from assessments.views.access import assessment_for
from countries.queries.local_time import LocalDays
from reviews import commands, policies
from reviews.domain.rates import RateDifference
from reviews.forms import SeenClustersForm
from reviews.queries.hints import Signs, signs_of
from reviews.queries.rows import CHOICES, Review, review_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """All questions side by side, and the clusters that were seen; a reviewer ticks them. At most 32 statements."""
    days = LocalDays(timezone.now())
    assessment = assessment_for(request.user, assessment_id)
    if not request.user.is_staff or assessment.state == Assessment.State.ABANDONED:
        raise Http404
    found = whole_assessment(
        assessments_visible_to(request.user, days),
        assessment_id,
        language=get_language() or "en",
        with_notes=True,
    )
    if found is None:
        raise Http404
    shown = review_of(assessment, found)
    may_review = policies.is_reviewed(assessment) and policies.may_review(request.user, assessment)
    if request.method == "POST":
        if not may_review:
            raise Http404
        return _saved(request, assessment, shown)
    chosen = _choice(request.GET.get("show", ""), shown)
    context = {
        "assessment": found,
        "may_review": may_review,
        "may_accept": may_review and assessment.state == Assessment.State.SUBMITTED,
        "review": shown,
        "shown": [
            (cluster, rows)
            for cluster in shown.clusters
            if (rows := [row for row in cluster.rows if CHOICES[chosen](row)])
        ],
        "tabs": _tabs(shown, chosen),
        "show": chosen,
        "hints": _hints(signs_of(assessment, {row.words.code: row.answer for row in shown.rows}))
        if may_review
        else [],
        "returned": last_return(assessment.pk) if shown.returned_at else None,
        "not_seen": [cluster.name for cluster in shown.clusters if not cluster.is_seen],
        "open_comments": [row.words.code for row in shown.rows if row.has_open_comment],
    }
    with timezone.override(days.settings.zone(found.country, days.now)):
        return render(request, "reviews/review.html", context)


def _saved(request: SignedIn, assessment: Assessment, shown: Review) -> HttpResponse:
    form = SeenClustersForm(request.POST, codes=[cluster.code for cluster in shown.clusters])
    if form.is_valid():
        clusters = set(form.cleaned_data["clusters"])
        if ticked := form.cleaned_data["ticked"]:  # this one alone: others may have marked theirs meanwhile
            seen = {cluster.code for cluster in shown.clusters if cluster.is_seen}
            clusters = seen - {ticked} | clusters & {ticked}
        commands.mark_clusters_seen(assessment.pk, clusters=clusters, actor=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect(review_address(assessment.pk, request.GET.get("show", "")))


def review_address(assessment_id: UUID, show: str) -> str:
    """The page of a review at the choice of questions that somebody came from."""
    page = reverse("reviews:review", args=[assessment_id])
    return f"{page}?{_query(show)}" if show in CHOICES else page


def _choice(word: str, shown: Review) -> str:
    """What is shown: what the address says, else what changed since the return, else everything."""
    if word in CHOICES:
        return word
    return "changed" if shown.returned_at and any(map(CHOICES["changed"], shown.rows)) else "all"


def _tabs(shown: Review, chosen: str) -> list[dict[str, Any]]:
    labels = {
        "changed": _("Changed since it was returned"),
        "found": _("Non-compliant"),
        "last": _("Other than last time"),
        "comments": _("Open comments"),
        "all": _("All"),
    }
    if not shown.returned_at:
        del labels["changed"]
    rows = shown.rows
    return [
        {
            "label": label,
            "url": f"?{_query(word)}",
            "current": word == chosen,
            "count": sum(map(CHOICES[word], rows)),
        }
        for word, label in labels.items()
    ]


def _hints(signs: Signs) -> list[dict[str, Any]]:
    """Signs of an entry that was not made question by question, in words: hints, no verdicts."""
    hints: list[dict[str, Any]] = []
    if signs.copied:
        text = ngettext(
            "%(n)d description is the same, word for word, as in another factory's assessment by this team.",
            "%(n)d descriptions are the same, word for word, as in another factory's assessment by this team.",
            len(signs.copied),
        )
        hints.append({"text": text % {"n": len(signs.copied)}, "codes": signs.copied})
    if signs.at_once:
        text = _("%(n)d of %(of)d answers were entered within %(seconds)d seconds.")
        numbers = {"n": signs.at_once, "of": signs.answered, "seconds": signs.seconds}
        hints.append({"text": text % numbers, "codes": ()})
    if signs.is_all_compliant:
        hints.append(
            {"text": _("Nothing was found: every answer is compliant or not applicable."), "codes": ()}
        )
    if signs.rate:
        hints.append({"text": _rate_words(signs.rate), "codes": ()})
    return hints


def _rate_words(rate: RateDifference) -> str:
    """An adviser's rate beside colleagues', with the interval of the difference."""
    text = _(
        "In two years the lead found %(own)s per cent of the questions non-compliant in %(n)s assessments of this"
        " country, colleagues %(others)s per cent in %(of)s: a difference between %(low)s and %(high)s percentage"
        " points (99 per cent interval). Factories differ."
    )
    shares = {"own": rate.own, "others": rate.others, "low": rate.low, "high": rate.high}
    return text % {
        "n": number_format(rate.own_number),
        "of": number_format(rate.others_number),
        **{name: number_format(100 * share, 1) for name, share in shares.items()},
    }


def _query(word: str) -> str:
    query = QueryDict(mutable=True)
    query["show"] = word
    return query.urlencode()
