"""Files of evidence as people make them, and the commands that take them in."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tests import make

LONG = (
    "factory",
    "assessed_on",
    "cycle",
    "questionnaire",
    "question",
    "answer",
    "details",
    "attribution",
    "note",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What an import command answered: its JSON, its standard error and its exit code."""

    document: dict[str, Any]
    stderr: str
    code: int

    @property
    def counts(self) -> tuple[int, int, int]:
        """Created, updated, unchanged."""
        return self.document["created"], self.document["updated"], self.document["unchanged"]

    @property
    def codes(self) -> list[str]:
        """The codes of the problems."""
        return [problem["code"] for problem in self.document["problems"]]


def run(name: str, *arguments: object) -> Told:
    """Run an import command with --json."""
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command(name, *map(str, arguments), "--json", stdout=out, stderr=err)
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    return Told(json.loads(out.getvalue()), err.getvalue(), code)


def write(path: Path, rows: Iterable[Mapping[str, str]], columns: Sequence[str] = ()) -> Path:
    """A CSV file of these rows."""
    listed = list(rows)
    names = list(columns) or list(dict.fromkeys(name for row in listed for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(listed)
    return path


def long_rows(
    factory: str,
    *,
    country: str = "KH",
    findings: Mapping[str, str] | Sequence[str] = (),
    assessed_on: str = "2018-03-01",
    **said: str,
) -> list[dict[str, str]]:
    """An assessment in the long layout: compliant but for the findings."""
    details = dict(findings) if isinstance(findings, Mapping) else dict.fromkeys(findings, "")
    return [
        {
            "factory": factory,
            "assessed_on": assessed_on,
            "questionnaire": "cat",
            "question": code,
            "answer": "N" if code in details else "C",
            "details": details.get(code, ""),
            **said,
        }
        for code in make.layout(country).codes
    ]


def wide_row(
    factory: str,
    *,
    country: str = "KH",
    findings: Sequence[str] = (),
    assessed_on: str = "2018-03-01",
    **said: str,
) -> dict[str, str]:
    """The same in the wide layout."""
    answers = {code: "N" if code in findings else "C" for code in make.layout(country).codes}
    return {"factory": factory, "assessed_on": assessed_on, "questionnaire": "cat", **said, **answers}
