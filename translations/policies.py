"""Who corrects texts: the global team in every language, a country's staff in the languages of the country."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import STAFF, Role
from countries.queries.country_settings import settings_by_country
from factories.queries.visibility import countries_of
from journal.refusals import Refused
from translations.queries.catalogue import translated_languages

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser


class NotYourLanguage(Refused):
    """The language is none of the person's countries."""


class NotYourWording(Refused):
    """The question is asked so in none of the person's countries."""


def translates(user: Viewer) -> bool:
    """Whether the translation desk exists for this user."""
    return user.is_authenticated and user.is_active and user.role in STAFF


def languages_of(user: User, now: datetime) -> list[str]:
    """The codes of the languages whose texts a user may correct, in the order of the settings."""
    if not translates(user):
        return []
    if user.role == Role.GLOBAL:
        return translated_languages()
    known = settings_by_country()
    codes = countries_of(user).values_list("code", flat=True)
    spoken = {language for code in codes for language in known.at(code, now).languages}
    return [language for language in translated_languages() if language in spoken]


def wordings_countries_of(user: User) -> set[str] | None:
    """The countries whose own wordings of questions a user may correct; None for all."""
    return None if user.role == Role.GLOBAL else set(countries_of(user).values_list("code", flat=True))


def check_may_word(user: User, country: str) -> None:
    """Raise unless the user corrects what is asked in this country alone ("": in all).

    Raises:
        NotYourWording.
    """
    own = wordings_countries_of(user)
    if country and own is not None and country not in own:
        raise NotYourWording(
            _("Questions of one country are corrected by the staff of that country and by the global team.")
        )


def check_may_translate(user: User, language: str, *, now: datetime) -> None:
    """Raise unless the user corrects texts of this language.

    Raises:
        NotYourLanguage.
    """
    if language not in languages_of(user, now):
        raise NotYourLanguage(
            _("Texts of a language are corrected by the staff of its countries and by the global team.")
        )
