"""How the name of a factory or an address says its country: names, codes, joined and parted."""

from __future__ import annotations

from functools import lru_cache

import pycountry

from countries.domain.countries import name_of
from files.domain.names import match_text

_SHORT = {"LK": ("lanka",), "KR": ("korea", "south korea", "korea republic of"), "AE": ("uae", "emirates"),
          "CN": ("prc", "p r china", "pr china"), "VN": ("vina",), "GB": ("uk", "england"), "US": ("usa", "u s a"),
          "TW": ("taiwan",), "TR": ("turkey", "turkiye")}  # fmt: skip


@lru_cache(maxsize=300)
def country_words(code: str) -> frozenset[str]:
    """Normalised ways of writing one country inside a name or an address; empty for an unknown code."""
    found = pycountry.countries.get(alpha_2=code) if code else None
    if found is None:
        return frozenset()
    kinds = (
        getattr(found, kind, "") for kind in ("name", "common_name", "official_name", "alpha_2", "alpha_3")
    )
    names = {match_text(name) for name in (*kinds, name_of(code).partition(",")[0]) if name}
    names |= {name.replace(" ", "") for name in names} | set(_SHORT.get(code, ()))
    return frozenset(names)
