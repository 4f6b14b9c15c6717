"""Everything the programme has on one fictional factory, as files, and the commands that take it in."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from questionnaires.workbook.release import QUESTIONNAIRES
from tests.assessments.files import Told, run

FILES = Path(__file__).parent / "files"
FACTORY = "KH-0001"
AS_OF = "2018-06-01"
KINDS = (
    "visits",
    "visit-findings",
    "plan-items",
    "committees",
    "systems",
    "learning",
    "zero-tolerance",
    "sourcing",
    "consents",
)
"""Every KIND of evidence, in an order in which they can be taken in: findings of a visit need the visit."""


@dataclass(frozen=True, slots=True)
class Change:
    """One changed line: in the row of a file that holds `where`, each cell of `cells` goes from old to new."""

    file: str
    where: Mapping[str, str]
    cells: Mapping[str, tuple[str, str]]

    def written(self, folder: Path) -> Path:
        """The changed file, in a folder of its own; every other line is as it was."""
        columns, rows = _read(FILES / self.file)
        found = [row for row in rows if self.where.items() <= row.items()]
        assert len(found) == 1, f"{self.file}: {len(found)} rows with {self.where}"
        for column, (old, new) in self.cells.items():
            assert found[0][column] == old, f"{self.file}: {column} is {found[0][column]}, not {old}"
            found[0][column] = new
        return _written(folder / self.file, columns, rows)


def take_in(change: Change | None = None, folder: Path | None = None) -> list[Told]:
    """Questionnaire, criteria and every file, in the order in which a stranger would; one of them changed, if any."""
    path = {file.name: file for file in FILES.glob("*.csv")}
    if change is not None and folder is not None:
        path[change.file] = change.written(folder)
    call_command("load_questionnaire", str(QUESTIONNAIRES / "cat" / "1.0"), stdout=StringIO())
    call_command("load_criteria", stdout=StringIO())
    return [
        run("import_factories", path["factories.csv"]),
        run("import_assessments", path["assessments-full.csv"]),
        run("import_assessments", path["assessments-partial.csv"]),
        *(run("import_evidence", kind, path[f"{kind}.csv"]) for kind in KINDS),
    ]


def brought_forward(folder: Path, *, to: date) -> dict[str, Path]:
    """The same evidence with every day moved, so that the factory stands on `to` as it stood on AS_OF.

    Safety and health has counted among the core labour standards since June 2022, and of fewer findings fewer may
    come again: findings of that cluster, and the one left that was found twice, become compliant.
    """
    moved = to - date.fromisoformat(AS_OF)
    files = {}
    for file in sorted(FILES.glob("*.csv")):
        columns, rows = _read(file)
        for row in rows:
            for column in [name for name in columns if name.endswith("_on")]:
                if row.get(column):
                    row[column] = (date.fromisoformat(row[column]) + moved).isoformat()
            for column in {name for name in columns if name.startswith("OS-")} | ({"WT-2-01"} & set(columns)):
                row[column] = row[column].replace("N", "C")
        files[file.name] = _written(folder / file.name, columns, rows)
    return files


def evaluated(*, as_of: str = AS_OF) -> dict[str, Any]:
    """What `evaluate --json` prints, as of a day."""
    out = StringIO()
    call_command("evaluate", "--as-of", as_of, "--json", stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    return list(reader.fieldnames or ()), rows


def _written(path: Path, columns: list[str], rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path
