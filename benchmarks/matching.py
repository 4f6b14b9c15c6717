"""How well matching tells one production site from another, on labelled pairs.

    python -m benchmarks.matching FILE

FILE is a CSV with the columns left_name, left_address, left_country, left_lat, left_lng, the same with right_, and
label (same, different, unsure). Prints one JSON line; pairs labelled unsure are left out. Word rarity is learnt from
the records of the file itself.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from countries.domain.countries import code_of
from countries.domain.country_words import country_words
from factories.domain.comparing import Rarity, compare
from factories.domain.matching import is_probably_same
from factories.domain.profiles import MatchProfile


def profile(row: Mapping[str, str], side: str) -> MatchProfile:
    """One side of a row as matching sees it."""
    latitude, longitude = (_number(row.get(f"{side}_{key}", "")) for key in ("lat", "lng"))
    code = code_of(row[f"{side}_country"]) or ""
    return MatchProfile(row[f"{side}_name"], row[f"{side}_address"], country_words(code), latitude, longitude)


def _number(text: str | None) -> float | None:
    return float(text) if text and text.strip() else None


def labelled(path: Path) -> list[tuple[Mapping[str, str], MatchProfile, MatchProfile]]:
    """Rows of the file with both sides' profiles; two rows of one record share a country by its code."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row, profile(row, "left"), profile(row, "right")) for row in csv.DictReader(file)]


def verdicts(
    rows: Sequence[tuple[Mapping[str, str], MatchProfile, MatchProfile]],
) -> Iterable[tuple[bool, bool]]:
    """For each pair that is not unsure: whether it is labelled the same, and whether matching says so."""
    records = {(p.name, p.address): p for _, left, right in rows for p in (left, right)}
    names = Rarity.of(p.whole.words for p in records.values())
    addresses = Rarity.of(p.place.words for p in records.values())
    for row, left, right in rows:
        if row["label"].strip().casefold() in {"same", "different"}:
            one_country = left.country_words == right.country_words
            probable = one_country and is_probably_same(
                compare(left, right, names=names, addresses=addresses)
            )
            yield row["label"].strip().casefold() == "same", probable


def figures(pairs: Iterable[tuple[bool, bool]]) -> dict[str, int | float]:
    """Counts, precision and recall."""
    found = list(pairs)
    tp, fp, fn = (found.count(kind) for kind in ((True, True), (False, True), (True, False)))
    precision = round(tp / (tp + fp), 4) if tp + fp else 1.0
    recall = round(tp / (tp + fn), 4) if tp + fn else 1.0
    return {"pairs": len(found), "tp": tp, "fp": fp, "fn": fn, "precision": precision, "recall": recall}


def main(arguments: Sequence[str]) -> int:
    """Print the figures of one file."""
    if len(arguments) != 1:
        print("usage: python -m benchmarks.matching FILE", file=sys.stderr)
        return 2
    print(json.dumps(figures(verdicts(labelled(Path(arguments[0]))))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
