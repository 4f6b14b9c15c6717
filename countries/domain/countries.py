"""ISO 3166-1 countries by code, name or the names that lists use."""

from __future__ import annotations

import gettext
import re
from functools import lru_cache

import pycountry
from rapidfuzz import process
from rapidfuzz.distance import OSA

from countries.domain.country_names import ALIASES
from files.domain.names import match_text

KOSOVO = "Kosovo"  # has a user-assigned code only
# languages in which lists of the programme's countries and of its brands name countries
LANGUAGES = (
    "fr",
    "es",
    "pt",
    "de",
    "it",
    "vi",
    "zh_CN",
    "zh_TW",
    "id",
    "km",
    "bn",
    "ar",
    "ja",
    "ko",
    "tr",
    "nl",
)
_SMALL = frozenset({"the", "of", "and"})
_STATE_FORMS = frozenset({"republic", "kingdom", "sultanate", "state", "country"})
_NEEDS_ITS_FORM = frozenset(
    {"china", "korea", "congo", "ireland", "macedonia"}
)  # "Republic of China" is Taiwan
_BRACKETS = re.compile(r"^(.*?)[(\[（](.*?)[)\]）]\s*$")
_BETWEEN = re.compile(r"\s+[-–—]\s+|\s*[/|,]\s*")
_NEAR = ((5, 1), (8, 2))  # letters of the name, letters that may be wrong
_SUGGESTED = 3


@lru_cache(maxsize=4096)
def code_of(text: str) -> str | None:
    """Alpha-2 code of a code, name or usual other name, whatever its case, accents and order; None if unknown.

    "Korea, Republic of (South Korea)", "Vietnam (VN)" and "KH - Cambodia" name a country twice: both must agree.
    """
    return _named(text) or _named_twice(text)


@lru_cache(maxsize=4096)
def near_code(text: str) -> str | None:
    """Alpha-2 code of the one country whose name differs from the text by a slip of one or two letters.

    None when the text names a country as it stands, is short, or is near two countries ("Nigera").
    """
    sought = match_text(text)
    slips = max((most for least, most in _NEAR if len(sought) >= least), default=0)
    if not slips or code_of(text) is not None:
        return None
    near = _near(sought, slips + 1)
    if not near or near[0][0] > slips or near[0][2][:1] != sought[:1]:
        return None
    others = [distance for distance, code, _ in near if code != near[0][1]]
    return near[0][1] if not others or min(others) > near[0][0] + 1 else None


@lru_cache(maxsize=4096)
def suggested_codes(text: str) -> tuple[str, ...]:
    """Codes of at most three countries whose names are near the text, nearest first."""
    sought = match_text(text)
    near = _near(sought, max(1, min(4, len(sought) // 3)))
    return tuple(dict.fromkeys(code for _, code, _ in near))[:_SUGGESTED]


def is_country(code: str) -> bool:
    """Whether this is the alpha-2 code of a country."""
    return code == "XK" or (
        code.isupper() and code.isalpha() and pycountry.countries.get(alpha_2=code) is not None
    )


def country_choices(language: str = "en") -> list[tuple[str, str]]:
    """Code and name of every country, in order of the names."""
    codes = [str(country.alpha_2) for country in pycountry.countries] + ["XK"]
    return sorted(((code, name_of(code, language)) for code in codes), key=lambda pair: match_text(pair[1]))


@lru_cache(maxsize=4096)
def name_of(code: str, language: str = "en") -> str:
    """The country's usual name in a language; in English where that language has none."""
    if code == "XK":
        return KOSOVO
    found = pycountry.countries.get(alpha_2=code)
    usual = str(getattr(found, "common_name", found.name))
    translated = _names_in(language.partition("-")[0])
    names = (translated.gettext(name) for name in (found.name, usual))
    return next((name for name in names if name not in {found.name, usual}), usual)


# --- names ----------------------------------------------------------------------------------------------------------


def _named(text: str) -> str | None:
    sought = match_text(text)
    if not sought:
        return None
    if sought in ALIASES:
        return ALIASES[sought]
    if sought == "xk":
        return "XK"
    words = _words(sought)
    return _codes_by_words().get(words) or _code_of_code(text) or _plainly(words) or _foreign(sought)


def _named_twice(text: str) -> str | None:
    """The country of "name (name)", "name – code" or "name/name"; None when the parts name two countries."""
    brackets = _BRACKETS.match(text.strip())
    parts = [brackets[1], brackets[2]] if brackets else _BETWEEN.split(text.strip())
    if len(parts) < 2:  # noqa: PLR2004  # one part is no second name
        return None
    found = [_named(part) for part in parts if part.strip()]
    if brackets:
        codes = {code for code in found if code}
        return codes.pop() if len(codes) == 1 else None
    return found[0] if len(set(found)) == 1 else None


def _code_of_code(text: str) -> str | None:
    """From alpha-2 or alpha-3."""
    bare = text.replace(".", "").strip().upper()  # "U.S."
    found = pycountry.countries.get(alpha_2=bare) or pycountry.countries.get(alpha_3=bare)
    return None if found is None else str(found.alpha_2)


def _words(folded: str) -> tuple[str, ...]:
    """What tells one country's name from another's: lists write "Korea (Republic of)" and "The Republic of Korea"."""
    return tuple(sorted(word for word in folded.split() if word not in _SMALL))


def _plainly(words: tuple[str, ...]) -> str | None:
    """The country without "Republic of", "Kingdom of" and the like."""
    plain = tuple(word for word in words if word not in _STATE_FORMS)
    if plain == words or not plain or set(plain) & _NEEDS_ITS_FORM:
        return None
    return ALIASES.get(" ".join(plain)) or _codes_by_words().get(plain)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every English name and alias, folded → code."""
    names = {
        match_text(name): str(country.alpha_2)
        for country in pycountry.countries
        for name in (getattr(country, kind, None) for kind in ("official_name", "common_name", "name"))
        if name
    }
    return names | ALIASES


@lru_cache(maxsize=1)
def _codes_by_words() -> dict[tuple[str, ...], str]:
    return {_words(name): code for name, code in _names().items()}


def _near(sought: str, most: int) -> list[tuple[int, str, str]]:
    """Names at most `most` letters away: distance, code, name; nearest first."""
    if len(sought) < _NEAR[0][0] - 1:
        return []
    found = process.extract(sought, list(_names()), scorer=OSA.distance, score_cutoff=most, limit=None)
    return sorted(
        (int(distance), _names()[name], name) for name, distance, _ in found if len(name) > most + 1
    )


# --- other languages ------------------------------------------------------------------------------------------------


def _foreign(sought: str) -> str | None:
    return _foreign_names().get(sought)


@lru_cache(maxsize=1)
def _foreign_names() -> dict[str, str]:
    """Names in other languages, folded → code; a word that means two countries is left out."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        names = _names_in(language)
        for country in pycountry.countries:
            for english in {country.name, getattr(country, "common_name", country.name)}:
                translated = match_text(names.gettext(english))
                if translated:
                    found.setdefault(translated, set()).add(str(country.alpha_2))
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


@lru_cache(maxsize=32)
def _names_in(language: str) -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
