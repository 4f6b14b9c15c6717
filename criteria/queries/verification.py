"""Whether stored verdicts are what was judged, on evidence that is as it was. Superseded is no problem; altered is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisory.queries.evidence_columns import every_finding, every_record, every_sheet_digest
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.criteria import digest as digest_of_text
from criteria.domain.distance import total_distance
from criteria.domain.engine import STANDINGS, NotMeasured, judge_measures
from criteria.domain.vectors import VectorFaulty, matrix_of
from criteria.models import CriteriaVersion, Evaluation
from criteria.queries.criteria import document_of
from criteria.queries.judgement import inputs_digest
from criteria.queries.pins import Pin, finding_pin, head_count_pin, record_pin
from duplicates.queries.merges import merged_record_ids
from factories.queries.columns import every_head_count
from journal.queries import event_values

CHUNK = 1000
_COLUMNS = (
    "id",
    "factory_id",
    "criteria_id",
    "country",
    "outcome",
    "failed",
    "unknown",
    "failed_rules",
    "close",
    "distance",
    "vector",
    "evidence",
    "inputs_digest",
    "is_current",
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class VerdictFault:
    """One thing that does not hold. `kind` is `evaluations`, `criteria` or `recognitions`."""

    kind: str
    id: str
    code: str
    message: str


def evaluation_faults() -> Generator[VerdictFault, None, int]:
    """Every fault of a stored verdict, and as its result how many were checked."""
    criteria = {row.pk: row for row in CriteriaVersion.objects.order_by("code", "version")}
    yield from _criteria_faults(criteria.values())
    facts, recorded = _CurrentPins(), _RecordedVerdicts()
    checked = 0
    for rows in _chunks():
        version = criteria[rows[0]["criteria_id"]]
        checked += len(rows)
        for row in rows:
            yield from recorded.faults(row, version)
            yield from facts.faults(row)
            yield from _digest_faults(row, version)
        yield from _verdict_faults(rows, document_of(version.text))
    yield from recorded.missing()
    return checked


def _criteria_faults(versions: Iterable[CriteriaVersion]) -> Iterator[VerdictFault]:
    for row in versions:
        if digest_of_text(row.text) != row.digest:
            message = "the text was changed after it was recorded; restore it from a backup"
            yield VerdictFault("criteria", f"{row.code}/{row.version}", "altered", message)


def _chunks() -> Iterator[list[Row]]:
    """Stored verdicts, some hundreds at a time, those of one criteria version together."""
    rows = Evaluation.objects.order_by("criteria_id", "id").values(*_COLUMNS)
    chunk: list[Row] = []
    for row in rows.iterator(CHUNK):
        if chunk and (len(chunk) == CHUNK or row["criteria_id"] != chunk[0]["criteria_id"]):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _digest_faults(row: Row, version: CriteriaVersion) -> Iterator[VerdictFault]:
    if inputs_digest(version.digest, row["country"], row["vector"]) != row["inputs_digest"]:
        message = "its measures were changed after they were judged; restore it from a backup"
        yield VerdictFault("evaluations", str(row["id"]), "altered", message)


def _verdict_faults(rows: list[Row], document: CriteriaDocument) -> Iterator[VerdictFault]:
    """Judge the stored measures again, all together; where one cannot be read, one by one."""
    try:
        again = list(_reevaluated(rows, document))
    except (NotMeasured, VectorFaulty) as unreadable:
        if len(rows) > 1:
            for row in rows:
                yield from _verdict_faults([row], document)
            return
        message = f"its measures cannot be read ({unreadable}); restore it from a backup"
        yield VerdictFault("evaluations", str(rows[0]["id"]), "unreadable", message)
        return
    for row, verdict in zip(rows, again, strict=True):
        if verdict != {name: row[name] for name in verdict}:
            message = "judged again it comes out differently; restore it from a backup"
            yield VerdictFault("evaluations", str(row["id"]), "judged_differently", message)


def _reevaluated(rows: list[Row], document: CriteriaDocument) -> Iterator[Row]:
    vectors, countries = [row["vector"] for row in rows], [row["country"] for row in rows]
    verdicts = judge_measures(matrix_of(vectors, document, countries=countries), document)
    distances = total_distance(verdicts)
    for at in range(len(rows)):
        yield {
            "outcome": STANDINGS[verdicts.standing[at]],
            "failed": verdicts.failed(at),
            "unknown": verdicts.unknown(at),
            "failed_rules": int(verdicts.failed_rules[at]),
            "close": bool(verdicts.close[at]),
            "distance": int(distances[at]),
        }


class _RecordedVerdicts:
    """What the journal tells of verdicts, to hold the stored ones against."""

    def __init__(self) -> None:
        self._all: dict[tuple[str, int | None, str], int] = {}
        self._latest: dict[tuple[str, int | None], str] = {}
        for event in event_values("evaluation.changed", "inputs"):
            code = event.subject.removeprefix("criteria:").partition("/")[0]
            self._all[code, event.factory_id, event.value] = event.event_id
            self._latest[code, event.factory_id] = event.value
        self._seen: set[tuple[str, int | None, str]] = set()

    def faults(self, row: Row, version: CriteriaVersion) -> Iterator[VerdictFault]:
        """Verdicts without an event, and current ones that a later event replaced."""
        factory_id, inputs = row["factory_id"], row["inputs_digest"]
        key = (version.code, factory_id, inputs)
        self._seen.add(key)
        if key not in self._all:
            yield VerdictFault(
                "evaluations", str(row["id"]), "no_event", "no event tells of this verdict; find who wrote it"
            )
        elif row["is_current"] and self._latest[version.code, factory_id] != inputs:
            message = "it is current, but another was recorded later; judge the factory again"
            yield VerdictFault("evaluations", str(row["id"]), "not_current", message)

    def missing(self) -> Iterator[VerdictFault]:
        """Verdicts that have an event and no row."""
        for key in self._all.keys() - self._seen:
            message = "an event tells of a verdict that is gone; restore it from a backup"
            yield VerdictFault("evaluations", f"event {self._all[key]}", "missing", message)


class _CurrentPins:
    """Every fact there is as it would be pinned now, to hold stored pins against."""

    def __init__(self) -> None:
        self._now: dict[str, dict[str, list[Pin]]] = defaultdict(dict)
        merged = merged_record_ids()
        for (assessment, revision), digest in every_sheet_digest().items():
            self._now["sheet"][f"{assessment}/{revision}"] = [["sheet", assessment, revision, digest]]
        for finding in every_finding():
            self._now["finding"][str(finding.id)] = _pins(finding_pin, finding, merged)
        for record in every_record():
            self._now[record.kind][str(record.id)] = _pins(record_pin, record, merged)
        for count in every_head_count():
            self._now["head_count"][str(count.id)] = _pins(head_count_pin, count, merged)

    def faults(self, row: Row) -> Iterator[VerdictFault]:
        """Pinned facts of one evaluation that are gone or altered."""
        for pin in row["evidence"]:
            kind, key, revision, _ = pin
            now = self._now[kind].get(f"{key}/{revision}" if kind == "sheet" else str(key))
            if now is None:
                message = f"it rests on {kind} {key}, which is gone; restore that from a backup"
                yield VerdictFault("evaluations", str(row["id"]), "evidence_missing", message)
            elif not any(_same(pin, current) for current in now):
                message = f"it rests on {kind} {key}, which was altered since; restore that from a backup"
                yield VerdictFault("evaluations", str(row["id"]), "evidence_altered", message)


def _pins(pin: Callable[[Any], Pin], row: Any, merged: Mapping[int, Collection[int]]) -> list[Pin]:
    """How a fact is or was pinned: of its factory, and of the records that were merged with that one."""
    return [pin(row), *(pin(row._replace(factory_id=other)) for other in merged.get(row.factory_id, ()))]


def _same(pinned: Pin, now: Pin) -> bool:
    kind, _, revision, digest = pinned
    if kind == "finding" and not revision:
        return digest == now[3]  # since verified as put right, which is no alteration
    if kind == "head_count" and revision != now[2]:
        return True  # counted again that day: another row in its place
    return (revision, digest) == (now[2], now[3])
