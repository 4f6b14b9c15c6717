"""ISO 3166-1 countries by code, name or the names that lists use."""

from __future__ import annotations

from functools import lru_cache

import pycountry

# spellings of real lists that the standard does not know
_ALIASES = {
    "uae": "AE",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "united states of america": "US",
    "south korea": "KR",
    "korea": "KR",
    "korea, south": "KR",
    "north korea": "KP",
    "turkey": "TR",
    "türkiye": "TR",
    "russia": "RU",
    "taiwan": "TW",
    "hong kong": "HK",
    "macau": "MO",
    "macao": "MO",
    "vietnam": "VN",
    "laos": "LA",
    "burma": "MM",
    "myanmar (burma)": "MM",
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
}
KOSOVO = "Kosovo"  # has a user-assigned code only


@lru_cache(maxsize=2048)
def code_of(text: str) -> str | None:
    """Alpha-2 code of a code, name or alias, whatever its case; None when nobody is meant."""
    sought = " ".join(text.split()).casefold()
    if not sought:
        return None
    if sought in _ALIASES:
        return _ALIASES[sought]
    if sought == "xk":
        return "XK"
    try:
        return str(pycountry.countries.lookup(sought).alpha_2)
    except LookupError:
        return None


@lru_cache(maxsize=512)
def name_of(code: str) -> str:
    """The country's usual English name."""
    if code == "XK":
        return KOSOVO
    found = pycountry.countries.get(alpha_2=code)
    return str(getattr(found, "common_name", found.name))
