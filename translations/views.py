"""The translation desk: languages with what is still to do, the texts of one, one text beside English."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, filled_in, only_for
from factories.filters.lists import page_address
from journal.commands import Unchanged
from journal.refusals import Refused
from translations.commands import TextFaulty, correct_text, restore_text, review_text
from translations.domain.faults import placeholders
from translations.forms import TextFilters, TextForm
from translations.policies import languages_of, translates, wordings_countries_of
from translations.queries.catalogue import TextAudience, catalogue_of, glossary_of, terms_in
from translations.queries.versions import ShownText, shown_texts, versions_of
from translations.queries.wordings import ReleasedWording, wordings_by_language

TEXTS_A_PAGE = 30


@only_for(translates)
@require_safe
def languages(request: SignedIn) -> HttpResponse:
    """The languages that the reader corrects, each with how much is translated and reviewed."""
    languages = languages_of(request.user, timezone.now())
    wordings = _wordings(request, languages)
    rows = [_progress(language, wordings[language].values()) for language in languages]
    return render(request, "translations/languages.html", {"rows": rows})


@only_for(translates)
@require_safe
def texts(request: SignedIn, language: str) -> HttpResponse:
    """The texts of a language, English beside the translation."""
    _check_language(request, language)
    wordings = _wordings(request, [language])[language].values()
    form = TextFilters(request.GET, wordings=wordings)
    fitting = form.fitting(shown_texts(language, wordings))
    page = Paginator(fitting, TEXTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "language": language,
        "form": form,
        "page": page,
        "narrowed": _narrowed(request),
        "number": len(fitting),
        "previous_url": page_address(
            request.GET, str(page.previous_page_number()) if page.has_previous() else ""
        ),
        "next_url": page_address(request.GET, str(page.next_page_number()) if page.has_next() else ""),
    }
    return render(request, "translations/texts.html", context)


@only_for(translates)
@require_safe
def terms(request: SignedIn, language: str) -> HttpResponse:
    """The agreed words of a language: one thing has one name."""
    _check_language(request, language)
    return render(request, "translations/terms.html", {"language": language, "terms": glossary_of(language)})


@only_for(translates)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: SignedIn, language: str, key: str) -> HttpResponse:
    """One text: English, where it stands, terms, a field for each form, and what was written before."""
    shown = _shown(request, language, key)
    form = TextForm(filled_in(request), shown=shown, language=language)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid() and _saved(request, form, language, key):
            messages.success(request, _("Saved. It is shown everywhere within seconds."))
            return redirect(_next_of(request, language, key))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "language": language,
        "shown": shown,
        "form": form,
        "placeholders": placeholders(shown.released.english),
        "terms": terms_in(language, shown.released.english),
        "versions": versions_of(language, key),
        "narrowed": _narrowed(request),
    }
    return render(request, "translations/text.html", context, status=status)


@only_for(translates)
@require_POST
def review(request: SignedIn, language: str, key: str) -> HttpResponse:
    """The shown translation is right."""
    return _decided(request, language, key, review_text, _("Noted as reviewed."))


@only_for(translates)
@require_POST
def restore(request: SignedIn, language: str, key: str) -> HttpResponse:
    """Back to what came with the release."""
    return _decided(request, language, key, restore_text, _("The text of the release is shown again."))


def _decided(request: SignedIn, language: str, key: str, act: Any, done: str) -> HttpResponse:
    _shown(request, language, key)
    seen = request.POST.get("seen", "")
    try:
        result = act(
            language,
            key,
            seen=int(seen) if seen.isdecimal() else None,
            actor=request.user,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_address_of(request, language, key))
    if not isinstance(result, Unchanged):
        messages.success(request, done)
    return redirect(_next_of(request, language, key))


def _saved(request: SignedIn, form: TextForm, language: str, key: str) -> bool:
    """Whether the command took it; what it refused stands in the form."""
    try:
        correct_text(
            language, key, form.texts, seen=form.cleaned_data["seen"], actor=request.user, now=timezone.now()
        )
    except TextFaulty as refusal:
        form.say(refusal.faults, placeholders(form.english))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _check_language(request: SignedIn, language: str) -> None:
    if language not in languages_of(request.user, timezone.now()):
        raise Http404


def _shown(request: SignedIn, language: str, key: str) -> ShownText:
    _check_language(request, language)
    released = catalogue_of(language).texts.get(key) or _wordings(request, [language])[language].get(key)
    if released is None:
        raise Http404
    return ShownText(released, next(iter(versions_of(language, key)), None))


def _narrowed(request: SignedIn) -> str:
    """The filters of the list that the reader came from, as the end of an address."""
    names = ("q", "readers", "state", "part", "country")
    chosen = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"?{urlencode(chosen)}" if chosen else ""


def _address_of(request: SignedIn, language: str, key: str) -> str:
    return reverse("translations:text", args=[language, key]) + _narrowed(request)


def _next_of(request: SignedIn, language: str, key: str) -> str:
    """The next text of the list as it was narrowed, so that a speaker goes through it; its list at the end."""
    wordings = _wordings(request, [language])[language].values()
    every = shown_texts(language, wordings)
    order = {shown.released.key: number for number, shown in enumerate(every)}
    fitting = TextFilters(request.GET, wordings=wordings).fitting(every)
    later = (shown.released.key for shown in fitting if order[shown.released.key] > order[key])
    following = next(later, None)
    if following is None:
        return reverse("translations:texts", args=[language]) + _narrowed(request)
    return _address_of(request, language, following)


def _wordings(request: SignedIn, languages: Collection[str]) -> dict[str, dict[str, ReleasedWording]]:
    """The questionnaires' texts that the reader may correct, by language and key."""
    return wordings_by_language(languages, countries=wordings_countries_of(request.user))


def _progress(language: str, wordings: Iterable[ReleasedWording]) -> dict[str, Any]:
    """How many texts there are, and how many are translated and reviewed, on all pages and on those outside."""
    shown = shown_texts(language, wordings)
    outside = [text for text in shown if text.released.readers == TextAudience.OUTSIDE]
    return {
        "language": language,
        "texts": len(shown),
        "translated": sum(text.is_translated for text in shown),
        "reviewed": sum(text.is_reviewed for text in shown),
        "outside": len(outside),
        "outside_translated": sum(text.is_translated for text in outside),
    }
