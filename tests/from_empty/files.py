"""The files that a programme has before it begins: a buyer's list, people, and what is known of earlier years."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from pathlib import Path

FILES = Path(__file__).parents[1] / "line" / "files"
AS_OF = date(2018, 6, 1)
"""The day on which the factory of those files stood as it is to stand today."""

MILL, SISTER, OTHER = "Fictional Lotus Sewing", "Fictional Lotus Knitting", "Fictional Mekong Apparel"
NORTH, SOUTH = "Fictional Brand North", "Fictional Brand South"
GROUP = "Fictional Lotus Holding"

# as a buyer publishes it: another head than ours, an address in three columns, a country by its older name
LIST = f"""Our suppliers, garments
Factory_Name;Street;City;Country/Region;Product Type;Total Workers;Female Workers
{MILL} Co., Ltd.;12 Fictional Street;Phnom Penh;Kingdom of Cambodia;Trousers;1000;850
{SISTER} Co., Ltd.;14 Invented Road;Kampong Speu;Cambodia;Pullovers;640;512
{OTHER} Limited;3 Imaginary Lane;Kandal;Cambodia;Shirts;420;301
"""


def people(mill: str, other: str) -> str:
    """Forty people of every role, as a list; `mill` and `other` are the codes of factories."""
    rows = [
        *(_in_country("adviser", number) for number in range(1, 8)),
        *(_in_country("reviewer", number) for number in range(1, 4)),
        *(_in_country("manager", number) for number in range(1, 3)),
        *(_in_country("inspector", number) for number in range(1, 4)),
        *(_person("brand", number, brand=NORTH if number < 5 else SOUTH) for number in range(1, 8)),
        *(_person("factory", number, factory=mill if number < 4 else other) for number in range(1, 7)),
        *(_person("worker", number, factory=mill if number < 4 else other) for number in range(1, 7)),
        *(_person("group", number, group=GROUP) for number in range(1, 4)),
        _person("global", 3),
        _person("global", 4),
        _person("admin", 3),
    ]
    columns = ("email", "name", "role", "language", "countries", "brand", "factory", "group")
    out = StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    assert len(rows) == len({row["email"] for row in rows}) == 40, len(rows)
    return out.getvalue()


def address(role: str, number: int = 1) -> str:
    """The e-mail address of somebody on the list."""
    return f"{role}-{number}@people.example"


def name(role: str, number: int = 1) -> str:
    """How pages call somebody on the list."""
    return f"{role.capitalize()} Number {number}"


def _person(role: str, number: int, **place: str) -> dict[str, str]:
    return {
        "email": address(role, number),
        "name": name(role, number),
        "role": role,
        "language": "en",
        **place,
    }


def _in_country(role: str, number: int) -> dict[str, str]:
    return _person(role, number, countries="KH")


def of_earlier_years(folder: Path, *, factory: str, today: date) -> dict[str, Path]:
    """An earlier full assessment and the improvement plan, as the programme's old system gave them out."""
    folder.mkdir(exist_ok=True)
    moved = {}
    for filename, most in (("assessments-full.csv", 1), ("plan-items.csv", None)):
        rows = _brought_forward(filename, today)[:most]
        moved[filename] = folder / filename
        with moved[filename].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(row | {"factory": factory} for row in rows)
    return moved


def new_finding(today: date) -> str:
    """Code of a question that may be found non-compliant now: neither found before, nor core, nor public."""
    before, latest = _brought_forward("assessments-full.csv", today)
    return next(code for code in before if latest[code] == "N" and before[code] == "C")


def _brought_forward(filename: str, today: date) -> list[dict[str, str]]:
    """Rows of a file of tests/line, every day moved. Findings on safety, core since 2022, become compliant."""
    moved = today - AS_OF
    with (FILES / filename).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for column, value in row.items():
            if column.endswith("_on") and value:
                row[column] = (date.fromisoformat(value) + moved).isoformat()
            elif column.startswith("OS-"):
                row[column] = value.replace("N", "C")
    return rows
