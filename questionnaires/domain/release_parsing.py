"""From the texts of a released folder to a questionnaire, or to every fault in it.

A folder holds `release.toml`, `clusters.toml`, one `clusters/<CODE>.toml` a cluster and one `countries/<ISO2>.toml`
a national variant. Nothing here touches a disk: the texts come in by relative name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from files.domain.faults import FileFault, ReleaseFaulty
from files.domain.toml_tables import Document, TableReader
from questionnaires.domain.country_parsing import read_country
from questionnaires.domain.question_parsing import read_question
from questionnaires.domain.questionnaire import (
    Benchmark,
    Cluster,
    CompliancePoint,
    CountryVariant,
    QuestionDefinition,
    QuestionnaireRelease,
    questionnaire_digest,
)

_COUNTRY_FILE = re.compile(r"countries/([A-Z]{2})\.toml")
_CLUSTER_FILE = re.compile(r"clusters/([A-Z]{2})\.toml")
# stands in for a missing day; never leaves this module, since its fault is raised
_FAULTLESS_DAY = date(2000, 1, 1)


def parse_release(files: Mapping[str, str]) -> QuestionnaireRelease:
    """The questionnaire in a released folder.

    Args:
        files: text by relative name, as `clusters/OS.toml`; names that do not end in `.toml` are ignored.

    Raises:
        ReleaseFaulty: with every fault of every file.
    """
    texts = {name: text for name, text in files.items() if name.endswith(".toml")}
    faults: list[FileFault] = []
    head = _read_head(texts, faults)
    clusters = _read_clusters(texts, faults)
    variants, added = _read_countries(texts, clusters, faults)
    _refuse_stray_files(texts, clusters, faults)
    if faults:
        raise ReleaseFaulty(faults)
    code, version, title, released_on, valid_from = head
    return QuestionnaireRelease(
        code=code,
        version=version,
        title=title,
        released_on=released_on,
        valid_from=valid_from,
        clusters=tuple(_with_added(cluster, added) for cluster in clusters),
        variants=variants,
        digest=questionnaire_digest(texts),
    )


def _open(name: str, texts: Mapping[str, str], faults: list[FileFault]) -> TableReader | None:
    if name not in texts:
        faults.append(FileFault(name, 0, "", "the file is missing", "add it to the release"))
        return None
    document = Document(name, texts[name], faults)
    return document.root if document.root.filled else None


def _read_head(texts: Mapping[str, str], faults: list[FileFault]) -> tuple[str, str, str, date, date]:
    table = _open("release.toml", texts, faults)
    if table is None:
        return "", "", "", _FAULTLESS_DAY, _FAULTLESS_DAY
    code, version = table.text("code", longest=20), table.text("version", longest=20)
    title = table.text("title", longest=200)
    released_on, valid_from = table.day("released_on"), table.day("valid_from")
    table.text("about", required=False)
    table.refuse_unknown()
    return code, version, title, released_on or _FAULTLESS_DAY, valid_from or _FAULTLESS_DAY


def _read_clusters(texts: Mapping[str, str], faults: list[FileFault]) -> list[Cluster]:
    table = _open("clusters.toml", texts, faults)
    if table is None:
        return []
    clusters: list[Cluster] = []
    seen: dict[str, str] = {}  # code of a point or question -> the file that has it
    for entry in table.tables("clusters"):
        code, name = entry.text("code", longest=10), entry.text("name", longest=120)
        benchmark = Benchmark(entry.choice("benchmark", Benchmark) or Benchmark.NATIONAL_LAW)
        entry.refuse_unknown()
        if any(cluster.code == code for cluster in clusters):
            entry.fault("code", f'cluster "{code}" comes twice', "give each cluster its own code")
            continue
        points = _read_points(code, texts, seen, faults)
        clusters.append(Cluster(code, name, benchmark, points))
    table.refuse_unknown()
    return clusters


def _read_points(
    cluster: str, texts: Mapping[str, str], seen: dict[str, str], faults: list[FileFault]
) -> tuple[CompliancePoint, ...]:
    file = f"clusters/{cluster}.toml"
    table = _open(file, texts, faults)
    if table is None:
        return ()
    points = []
    for entry in table.tables("points"):
        code, name = entry.text("code", longest=10), entry.text("name", longest=120)
        if not re.fullmatch(rf"{re.escape(cluster)}-\d{{1,2}}", code):
            entry.fault("code", f'"{code}" is no point of cluster {cluster}', f"number it as {cluster}-1")
        _refuse_second(entry, code, seen, file)
        questions = []
        for reader in entry.tables("questions"):
            question = read_question(
                reader, cluster=cluster, point=code, pattern=rf"{re.escape(code)}-\d{{2}}"
            )
            _refuse_second(reader, question.code, seen, file)
            questions.append(question)
        if not questions:
            entry.fault("questions", "the point has no question", "add one under [[points.questions]]")
        entry.refuse_unknown()
        points.append(CompliancePoint(code, cluster, name, tuple(questions)))
    table.refuse_unknown()
    return tuple(points)


def _refuse_second(entry: TableReader, code: str, seen: dict[str, str], file: str) -> None:
    if code and code in seen:
        entry.fault("code", f'"{code}" comes twice (first in {seen[code]})', "give each one its own code")
    seen.setdefault(code, file)


def _read_countries(
    texts: Mapping[str, str], clusters: list[Cluster], faults: list[FileFault]
) -> tuple[dict[str, CountryVariant], list[QuestionDefinition]]:
    variants: dict[str, CountryVariant] = {}
    added: list[QuestionDefinition] = []
    for name in sorted(texts):
        found = _COUNTRY_FILE.fullmatch(name)
        table = _open(name, texts, faults) if found else None
        if found and table is not None:
            variant, more = read_country(table, country=found.group(1), clusters=clusters)
            variants[variant.country] = variant
            added += more
    return variants, added


def _refuse_stray_files(texts: Mapping[str, str], clusters: list[Cluster], faults: list[FileFault]) -> None:
    codes = {cluster.code for cluster in clusters}
    for name in texts:
        found = _CLUSTER_FILE.fullmatch(name)
        known = name in {"release.toml", "clusters.toml"} or _COUNTRY_FILE.fullmatch(name)
        if not known and not (found and found.group(1) in codes):
            mend = "list its cluster in clusters.toml, or take the file away"
            faults.append(FileFault(name, 0, "", "nothing refers to this file", mend))


def _with_added(cluster: Cluster, added: list[QuestionDefinition]) -> Cluster:
    points = tuple(
        CompliancePoint(p.code, p.cluster, p.name, (*p.questions, *(q for q in added if q.point == p.code)))
        for p in cluster.points
    )
    return Cluster(cluster.code, cluster.name, cluster.benchmark, points)
