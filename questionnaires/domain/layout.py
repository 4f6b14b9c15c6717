"""The fixed order of the questions asked in one country by one version: how answer sheets are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from questionnaires.domain.questionnaire import Attribution, QuestionnaireRelease


class Slot(NamedTuple):
    """One place of a sheet: the question asked there and where it counts."""

    code: str
    cluster: str
    point: str
    scored: bool


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The order of questions in one country. Two layouts with one digest read sheets alike.

    `points` and `clusters` list every one of the version, asked or not, so that the columns of scores mean the same
    in every country; `point_of` and `cluster_of` give each question's index into them.
    """

    questionnaire: str  # code@version
    country: str  # ISO 3166-1 alpha-2; "" for a country without a variant
    codes: tuple[str, ...]
    points: tuple[str, ...]
    clusters: tuple[str, ...]
    point_of: tuple[int, ...]
    cluster_of: tuple[int, ...]
    cluster_of_point: tuple[int, ...]
    scored: tuple[bool, ...]
    digest: str
    # questions whose findings are laid to the law unless the assessor says otherwise
    national_law: frozenset[str] = frozenset()
    index: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {code: place for place, code in enumerate(self.codes)})

    def __len__(self) -> int:
        return len(self.codes)

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def empty_sheet(self) -> str:
        """A sheet on which nothing is answered."""
        return "-" * len(self.codes)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The places in order."""
        return tuple(
            Slot(code, self.clusters[cluster], self.points[point], scored)
            for code, cluster, point, scored in zip(
                self.codes, self.cluster_of, self.point_of, self.scored, strict=True
            )
        )


def layout_digest(questionnaire: str, country: str, slots: Iterable[Slot]) -> str:
    """SHA-256 (64 hexadecimal digits) over everything that decides how a sheet is read and counted."""
    lines = ["layout 1", questionnaire, country]
    lines += [f"{s.code} {s.cluster} {s.point} {'scored' if s.scored else 'informative'}" for s in slots]
    return sha256("\n".join(lines).encode()).hexdigest()


def reading_digest(
    layout: str,
    national_law: Iterable[str],
    marks: Iterable[Sequence[str | None]],
    followed: Iterable[Sequence[str]] = (),
) -> str:
    """SHA-256 over a layout's digest, the questions laid to the law, and what a mirror keeps beside the release.

    Args:
        layout: its digest.
        national_law: codes.
        marks: as the mirror keeps them.
        followed: (old, new) of the questions that the version replaces by others.
    """
    lines = ["reading 1", layout, " ".join(sorted(national_law)), *sorted(map(repr, map(list, marks)))]
    lines += [f"{old} > {new}" for old, new in sorted(map(tuple, followed))]
    return sha256("\n".join(lines).encode()).hexdigest()


def build_layout(
    questionnaire: str,
    country: str,
    slots: Sequence[Slot],
    *,
    points: Sequence[tuple[str, str]],
    national_law: Iterable[str] = (),
) -> SheetLayout:
    """A layout from its parts, as a released folder or the database's mirror of one gives them.

    Args:
        questionnaire: `code@version`.
        country: ISO 3166-1 alpha-2, or "".
        slots: the questions in order.
        points: every (point, cluster) of the version in order, whether asked in this country or not.
        national_law: codes of questions whose findings are laid to the law by default.

    Raises:
        ValueError: a question comes twice, or stands under a point that `points` does not have.
    """
    codes = tuple(slot.code for slot in slots)
    if len(set(codes)) != len(codes):
        raise ValueError(f"layout {questionnaire} {country}: a question comes twice")
    point_codes = tuple(point for point, _ in points)
    clusters = tuple(dict.fromkeys(cluster for _, cluster in points))
    point_index = {point: place for place, point in enumerate(point_codes)}
    cluster_index = {cluster: place for place, cluster in enumerate(clusters)}
    strays = sorted({slot.point for slot in slots} - set(point_codes))
    if strays:
        raise ValueError(f"layout {questionnaire} {country}: unknown points {', '.join(strays)}")
    return SheetLayout(
        questionnaire=questionnaire,
        country=country,
        codes=codes,
        points=point_codes,
        clusters=clusters,
        point_of=tuple(point_index[slot.point] for slot in slots),
        cluster_of=tuple(cluster_index[slot.cluster] for slot in slots),
        cluster_of_point=tuple(cluster_index[cluster] for _, cluster in points),
        scored=tuple(slot.scored for slot in slots),
        digest=layout_digest(questionnaire, country, slots),
        national_law=frozenset(national_law),
    )


def point_rows(questionnaire: QuestionnaireRelease) -> list[list[str]]:
    """Every compliance point as [point, cluster, point's name, cluster's name]: what a mirror of a release keeps."""
    return [
        [p.code, p.cluster, p.name, cluster.name]
        for cluster in questionnaire.clusters
        for p in cluster.points
    ]


def layout_from_rows(
    questionnaire: str,
    country: str,
    slots: Iterable[Sequence[Any]],
    *,
    points: Iterable[Sequence[str]],
    national_law: Iterable[str] = (),
) -> SheetLayout:
    """A layout as a mirror keeps it in JSON: the reverse of `SheetLayout.slots` and `point_rows`.

    Raises:
        ValueError: as `build_layout` does.
    """
    return build_layout(
        questionnaire,
        country,
        [Slot(str(code), str(cluster), str(point), bool(scored)) for code, cluster, point, scored in slots],
        points=[(row[0], row[1]) for row in points],
        national_law=national_law,
    )


def wording_rows(questionnaire: QuestionnaireRelease, country: str) -> dict[str, dict[str, str]]:
    """Text, legal reference and attribution of every question asked in a country, by code, fit for JSON."""
    return {
        code: {
            "text": words.text,
            "legal_reference": words.legal_reference,
            "attribution": words.attribution.value,
        }
        for code, words in questionnaire.wording(country).items()
    }


def layout_for(questionnaire: QuestionnaireRelease, country: str) -> SheetLayout:
    """The layout of a version in a country; one without a variant gets the common layout, whose country is ""."""
    place = country if country in questionnaire.variants else ""
    slots = [Slot(q.code, q.cluster, q.point, q.scored) for q in questionnaire.asked_in(place)]
    wording = questionnaire.wording(place)
    return build_layout(
        questionnaire.reference,
        place,
        slots,
        points=[(point.code, point.cluster) for point in questionnaire.points],
        national_law=[
            code for code, words in wording.items() if words.attribution is Attribution.NATIONAL_LAW
        ],
    )


def all_layouts(questionnaire: QuestionnaireRelease) -> dict[str, SheetLayout]:
    """Every layout of a version by country: one for each variant, and "" for all other countries."""
    return {country: layout_for(questionnaire, country) for country in ("", *sorted(questionnaire.variants))}
