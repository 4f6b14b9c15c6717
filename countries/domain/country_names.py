"""Names of countries that published factory lists use and ISO 3166 does not know.

Keys are written as `match_text` gives them: lower case, no accents, no punctuation. Add a row where a list shows one.
"""

from __future__ import annotations

ALIASES: dict[str, str] = {
    # the Americas
    "usa": "US", "u s": "US", "u s a": "US", "us of america": "US", "america": "US", "united states america": "US",
    "brasil": "BR", "bolivia": "BO", "venezuela": "VE", "rep dominicana": "DO", "dominican rep": "DO",
    "dominican republic the": "DO", "salvador": "SV", "curacao": "CW", "st lucia": "LC", "trinidad": "TT",
    # Europe
    "uk": "GB", "u k": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "britain": "GB", "uk great britain northern ireland": "GB", "republic of ireland": "IE",
    "eire": "IE", "holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "czech rep": "CZ", "bosnia": "BA",
    "bosnia herzegovina": "BA", "bosnia hercegovina": "BA", "bosnia h": "BA", "macedonia": "MK", "fyrom": "MK",
    "republic of macedonia": "MK", "north macedonia republic": "MK", "moldova": "MD", "russia": "RU", "kosovo": "XK",
    "slovak republic": "SK", "turkey": "TR", "turkiye": "TR", "vatican": "VA", "yugoslavia": "RS",
    "isle of man": "IM",
    # Asia
    "south korea": "KR", "korea": "KR", "s korea": "KR", "rok": "KR", "korea south": "KR", "korea rep": "KR",
    "republic of korea south": "KR", "republic of korea south korea": "KR", "north korea": "KP", "dprk": "KP",
    "korea north": "KP", "taiwan": "TW", "chinese taipei": "TW", "taiwan china": "TW", "taiwan roc": "TW",
    "taiwan r o c": "TW", "taiwan region": "TW", "taiwan republic of china": "TW", "republic of china taiwan": "TW",
    "hong kong": "HK", "hongkong": "HK", "hong kong sar": "HK", "hong kong china": "HK", "hong kong sar china": "HK",
    "hong kong s a r": "HK", "china hong kong": "HK", "china hong kong sar": "HK", "hk": "HK", "macau": "MO",
    "macao": "MO", "macau sar": "MO", "macao sar": "MO", "macau china": "MO", "macao china": "MO",
    "macau sar china": "MO", "macao sar china": "MO", "china mainland": "CN", "mainland china": "CN", "pr china": "CN",
    "p r china": "CN", "prc": "CN", "p r c": "CN", "china pr": "CN", "china prc": "CN", "china p r": "CN",
    "peoples republic of china": "CN", "people s republic of china": "CN", "china continental": "CN",
    "vietnam": "VN", "viet nam": "VN", "vietnam sr": "VN", "socialist republic of vietnam": "VN", "laos": "LA",
    "lao": "LA", "lao pdr": "LA", "lao p d r": "LA", "laos pdr": "LA", "burma": "MM", "myanmar burma": "MM",
    "burma myanmar": "MM", "union of myanmar": "MM", "kampuchea": "KH", "cambodge": "KH", "srilanka": "LK",
    "sri lanka": "LK", "ceylon": "LK", "phils": "PH", "the philippines": "PH", "brunei": "BN", "east timor": "TL",
    "timor leste": "TL", "syria": "SY", "iran": "IR", "palestine": "PS", "palestinian territories": "PS",
    "west bank": "PS", "uae": "AE", "u a e": "AE", "emirates": "AE", "dubai": "AE", "ksa": "SA", "saudi": "SA",
    "kyrgyz republic": "KG", "bangla desh": "BD", "pakistan islamic republic": "PK",
    # Africa
    "ivory coast": "CI", "cape verde": "CV", "swaziland": "SZ", "eswatini swaziland": "SZ", "swaziland eswatini": "SZ",
    "tanzania": "TZ", "dr congo": "CD", "d r congo": "CD", "drc": "CD", "congo kinshasa": "CD", "congo dr": "CD",
    "congo brazzaville": "CG", "rsa": "ZA", "s africa": "ZA", "republic of south africa": "ZA", "gambia": "GM",
    # the Pacific
    "micronesia": "FM",
}  # fmt: skip
