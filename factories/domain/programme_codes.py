"""The programme's own codes of factories: `KH-00017`, numbered by country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_CODE = re.compile(r"([A-Z]{2})-([0-9]{1,9})")
_TYPED = re.compile(r"([A-Z]{2})?[ ._/-]*([0-9]{1,9})", re.ASCII)


@dataclass(slots=True)
class ProgrammeCodes:
    """The highest number given in each country, so that no code is given twice."""

    highest: dict[str, int] = field(default_factory=dict)

    def keep_free(self, codes: Iterable[str]) -> None:
        """Let none of these codes be given to another factory."""
        for code in codes:
            own = _CODE.fullmatch(code)
            if own:
                self.highest[own[1]] = max(self.highest.get(own[1], 0), int(own[2]))

    def next_code(self, country: str) -> str:
        """The next free code of a country (ISO 3166-1 alpha-2)."""
        self.highest[country] = self.highest.get(country, 0) + 1
        return f"{country}-{self.highest[country]:05d}"


def code_typed(text: str) -> str:
    """The end of the code that somebody means who writes it without zeros, dash or country: KH17, kh 17, 17; or ""."""
    typed = _TYPED.fullmatch(text.strip().upper())
    return f"{typed[1] or ''}-{int(typed[2]):05d}" if typed else ""
