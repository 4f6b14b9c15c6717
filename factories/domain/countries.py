"""ISO 3166-1 countries by code, name or the names that lists use."""

from __future__ import annotations

import gettext
from functools import lru_cache

import pycountry

from factories.domain.names import match_text

# spellings of real lists that the standard does not know
_ALIASES = {
    "uae": "AE",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "usa": "US",
    "south korea": "KR",
    "korea": "KR",
    "north korea": "KP",
    "turkey": "TR",
    "russia": "RU",
    "taiwan": "TW",
    "hong kong": "HK",
    "macau": "MO",
    "macao": "MO",
    "vietnam": "VN",
    "laos": "LA",
    "burma": "MM",
    "myanmar burma": "MM",
    "czech republic": "CZ",
    "swaziland": "SZ",
    "macedonia": "MK",
    "ivory coast": "CI",
    "cape verde": "CV",
    "palestine": "PS",
    "syria": "SY",
    "iran": "IR",
    "moldova": "MD",
    "bolivia": "BO",
    "venezuela": "VE",
    "tanzania": "TZ",
    "brunei": "BN",
    "kosovo": "XK",
    "china mainland": "CN",
    "mainland china": "CN",
    "pr china": "CN",
    "prc": "CN",
    "hong kong sar": "HK",
    "macau sar": "MO",
    "macao sar": "MO",
    "lao pdr": "LA",
    "east timor": "TL",
    "brasil": "BR",
    "holland": "NL",
}
KOSOVO = "Kosovo"  # has a user-assigned code only


@lru_cache(maxsize=2048)
def code_of(text: str) -> str | None:
    """Alpha-2 code of a code, name or alias, whatever its case, accents and order; None when nobody is meant."""
    sought = match_text(text)
    if not sought:
        return None
    if sought in _ALIASES:
        return _ALIASES[sought]
    if sought == "xk":
        return "XK"
    return _codes_by_words().get(_words(sought)) or _code_of_code(text.strip())


def _code_of_code(text: str) -> str | None:
    """From alpha-2 or alpha-3."""
    found = pycountry.countries.get(alpha_2=text.upper()) or pycountry.countries.get(alpha_3=text.upper())
    return None if found is None else str(found.alpha_2)


def _words(folded: str) -> tuple[str, ...]:
    """What tells one country's name from another's: lists write "Korea (Republic of)" and "The Republic of Korea"."""
    return tuple(sorted(word for word in folded.split() if word not in {"the", "of", "and"}))


@lru_cache(maxsize=1)
def _codes_by_words() -> dict[tuple[str, ...], str]:
    return {
        _words(match_text(name)): country.alpha_2
        for country in pycountry.countries
        for name in (getattr(country, kind, None) for kind in ("official_name", "common_name", "name"))
        if name
    }


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


@lru_cache(maxsize=32)
def _names_in(language: str) -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
