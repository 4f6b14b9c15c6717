"""Advisers of the demonstration's countries, by name, and who of them led which assessment.

They cannot sign in: nobody has a password or an address of theirs. `adviser@demo.example` is one of the team.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.commands import make_account
from accounts.models import Role, User
from demo.generator.names import MARK
from demo.generator.people import COUNTRY, PEOPLE
from factories.commands import add_membership

FACTORIES_AN_ADVISER = 20
FEWEST = 3
_GIVEN_AND_FAMILY = {
    "BD": (
        "Farhana Tanvir Nusrat Imran Shirin Rafiq Taslima Kamal Rehana Sajid Mita",
        "Rahman Akter Hossain Chowdhury Islam Begum Karim Sultana",
    ),
    "HT": ("Marlène Wilner Nadège Jocelyn Rose-Marie Frantz", "Baptiste Pierre Desir Charles Toussaint"),
    "ID": (
        "Dewi Bagus Ratna Agus Wulan Hendra Sri Fajar Indah Yusuf Lestari",
        "Santoso Wijaya Lestari Nugroho Hidayat Siregar Kusuma Pratama",
    ),
    "JO": ("Rania Omar Lina Khaled Dana Samer", "Haddad Khalil Nasser Odeh Qasem"),
    "KH": (
        "Bopha Dara Chanthou Piseth Sreymom Vuthy Kunthea Rithy Sopheap Makara Leakhena",
        "Chea Sok Keo Heng Prak Nhem Ouk Tep",
    ),
    "NI": ("Xiomara Ernesto Karla Douglas Ileana Marvin", "Mendoza Talavera Rivas Obando Zelaya"),
    "VN": (
        "Huong Minh Thuy Quang Lan Duc Hanh Tuan Mai Khanh Ngoc",
        "Nguyen Tran Pham Hoang Vu Dang Bui Do",
    ),
}


@dataclass(frozen=True, slots=True)
class Leads:
    """Ids of the two advisers of each factory, by its place in the registry; they take turns."""

    pairs: tuple[tuple[int, int], ...]
    number: int  # advisers who were made

    def of(self, place: int, cycle: int) -> int:
        """Who led a factory's assessment of a cycle: nobody goes to the same factory twice in a row."""
        return self.pairs[place][cycle % 2]


def make_advisers(countries: Sequence[str], *, now: datetime) -> Leads:
    """An adviser for every twenty factories of a country, three at least, and each factory given to two of them.

    `countries`: of each factory, in the order of the registry.
    """
    teams: dict[str, list[int]] = {}
    number = 0
    for country, factories in sorted(Counter(countries).items()):
        team = teams[country] = [_known(now=now).pk] if country == COUNTRY else []
        for place in range(max(FEWEST, factories // FACTORIES_AN_ADVISER)):
            person = make_account(
                email=f"adviser-{country.lower()}-{place + 1}@demo.example",
                name=f"{name_of(country, place)} {MARK}",
                role=Role.ADVISER,
                actor=None,
                now=now,
            )
            add_membership(person.pk, country=country, actor=None, now=now)
            team.append(person.pk)
            number += 1
    seen: Counter[str] = Counter()
    pairs = []
    for country in countries:
        team, turn = teams[country], seen[country]
        pairs.append((team[turn % len(team)], team[(turn + 1) % len(team)]))
        seen[country] += 1
    return Leads(tuple(pairs), number)


def name_of(country: str, place: int) -> str:
    """A name as people have there; the first of a country are all different."""
    given, family = (part.split() for part in _GIVEN_AND_FAMILY[country])
    turn, first = divmod(place, len(given))
    return f"{given[first]} {family[(first + 3 * turn + turn // len(family)) % len(family)]}"


def _known(*, now: datetime) -> User:
    """The adviser whose account people sign in to; the password comes later, with everybody's."""
    person = next(known for known in PEOPLE if known.local == "adviser")
    return make_account(email=person.email, name=person.name, role=person.role, actor=None, now=now)
