"""Which factories may be the same: blocks first, then likeness inside a block, never everything with everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

_LIKE = 80.0  # per cent of agreement between two names at one address
_ADDRESS_WORDS = 3  # shorter addresses ("Dhaka") say nothing


@dataclass(frozen=True, slots=True)
class Known:
    """A factory as matching sees it: country code, normalised name and address, and a key of the caller's."""

    key: object
    country: str
    name: str
    address: str


@dataclass(slots=True)
class Suspicions:
    """Known factories, in the two blocks that make somebody suspicious: same name, or same address."""

    by_name: dict[tuple[str, str], list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_address: dict[tuple[str, str], list[Known]] = field(default_factory=lambda: defaultdict(list))

    def add(self, known: Known) -> None:
        """Remember one more."""
        self.by_name[known.country, known.name].append(known)
        if len(known.address.split()) >= _ADDRESS_WORDS:
            self.by_address[known.country, known.address].append(known)

    def add_all(self, known: Iterable[Known]) -> None:
        """Remember many."""
        for one in known:
            self.add(one)

    def first_like(self, one: Known) -> Known | None:
        """The first known factory that may be the same: equal name in the country, or like name at one address."""
        same_name = self.by_name.get((one.country, one.name))
        if same_name:
            return same_name[0]
        for neighbour in self.by_address.get((one.country, one.address), ())[:50]:
            if fuzz.token_sort_ratio(one.name, neighbour.name) >= _LIKE:
                return neighbour
        return None
