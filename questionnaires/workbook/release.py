"""Released questionnaires on disk: read, checked against their seal, sealed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from files.domain.faults import FileFault, ReleaseFaulty
from questionnaires.domain.layout import SheetLayout, all_layouts
from questionnaires.domain.question_flags import Marks, parse_marks
from questionnaires.domain.question_mapping import Lineage, QuestionMapping, missing_from, parse_mapping
from questionnaires.domain.questionnaire import QuestionnaireRelease, questionnaire_digest
from questionnaires.domain.release_parsing import parse_release
from questionnaires.domain.translations import TranslatedTexts, parse_texts

QUESTIONNAIRES = Path(__file__).resolve().parents[2] / "assessments" / "questionnaires"
DIGEST_FILE = "DIGEST"


class ReleaseMissing(FileNotFoundError):
    """There is no released folder at that place."""


class ReleaseAltered(ValueError):
    """A released folder no longer is what was released."""


@dataclass(frozen=True, slots=True)
class Release:
    """A released version with everything that is read beside it."""

    questionnaire: QuestionnaireRelease
    layouts: dict[str, SheetLayout]  # by country; "" for countries without a variant
    marks: Marks
    texts: dict[str, TranslatedTexts]  # by language
    mapping: QuestionMapping  # from the version before


def release_folders(root: Path = QUESTIONNAIRES) -> tuple[Path, ...]:
    """Every released folder under a root, in order of code and version."""
    return tuple(sorted(path.parent for path in root.glob("*/*/release.toml")))


def root_of(folder: Path) -> Path:
    """Where what stands beside a release is: two folders up, or else where the product's own releases are."""
    root = folder.resolve().parents[1]
    return root if (root / "marks").is_dir() or (root / "texts").is_dir() else QUESTIONNAIRES


def read_release(folder: Path, *, root: Path | None = None) -> Release:
    """A released version, its layouts, and what stands beside all releases.

    A version of which nothing is said in `mappings/` has an empty mapping.

    Args:
        folder: the released folder, as `questionnaires/cat/1.0`.
        root: where `marks/`, `texts/` and `mappings/` are; None for `root_of(folder)`.

    Raises:
        ReleaseMissing: there is no such folder.
        ReleaseAltered: its texts do not give the digest it was sealed with, or it has no seal.
        ReleaseFaulty: a text in it, a mark, a translation or a row of the mapping is wrong; carries every fault.
    """
    return _with_beside(read_questionnaire(folder), root_of(folder) if root is None else root)


def read_questionnaire(folder: Path) -> QuestionnaireRelease:
    """The questionnaire alone; raises as `read_release` does."""
    files = _texts_in(folder)
    digest = questionnaire_digest(files)
    sealed = _seal_of(folder)
    if sealed is None:
        raise ReleaseAltered(f"{folder}: it has no {DIGEST_FILE}; seal the release before using it")
    if sealed != digest:
        raise ReleaseAltered(
            f"{folder}: its texts give {digest}, but it was sealed as {sealed}; "
            "put the released texts back, or release the change as a new version"
        )
    return parse_release(files)


def check_release(folder: Path, *, root: Path | None = None) -> Release:
    """A version that is about to be released, with everything that is asked of it before it is sealed.

    Beside what `read_release` asks: the folder is named for the version, comes after every released one, gives no code
    to a second question, and the mapping says what became of every question that it no longer asks.

    Raises:
        ReleaseMissing: there is no such folder.
        ReleaseAltered: it was sealed before, with other texts: a release never changes.
        ReleaseFaulty: with every fault of the folder, or else of what stands beside it.
    """
    files = _texts_in(folder)
    questionnaire = parse_release(files)
    sealed = _seal_of(folder)
    if sealed not in {None, questionnaire.digest}:
        raise ReleaseAltered(f"{folder}: it was sealed as {sealed}; release the change as a new version")
    place = root_of(folder) if root is None else root
    release = _with_beside(questionnaire, place)
    others = versions_beside(questionnaire, place)
    faults = [] if sealed else list(_out_of_place(folder, release, others))
    if faults:
        raise ReleaseFaulty(faults)
    return release


def seal_release(folder: Path) -> str:
    """Write the digest of a new release into its folder and return it. Sealing twice changes nothing.

    Raises:
        ReleaseMissing: there is no such folder.
        ReleaseAltered: it was sealed before, with other texts: a release never changes.
        ReleaseFaulty: its texts have faults.
    """
    files = _texts_in(folder)
    parse_release(files)
    digest = questionnaire_digest(files)
    sealed = _seal_of(folder)
    if sealed not in {None, digest}:
        raise ReleaseAltered(f"{folder}: it was sealed as {sealed}; release the change as a new version")
    (folder / DIGEST_FILE).write_text(f"{digest}\n", encoding="utf-8")
    return digest


def versions_beside(questionnaire: QuestionnaireRelease, root: Path) -> list[QuestionnaireRelease]:
    """The other versions of a questionnaire under a root, the first first; folders that cannot be read are left out."""
    found = []
    for folder in release_folders(root):
        with suppress(ReleaseFaulty):
            found.append(parse_release(_texts_in(folder)))
    return sorted(
        (
            release
            for release in found
            if release.code == questionnaire.code and release.version != questionnaire.version
        ),
        key=_order,
    )


def _order(questionnaire: QuestionnaireRelease) -> tuple[date, str]:
    return questionnaire.valid_from, questionnaire.version


def _with_beside(questionnaire: QuestionnaireRelease, root: Path) -> Release:
    others = versions_beside(questionnaire, root)
    earlier = [other for other in others if _order(other) < _order(questionnaire)]
    mappings = _read_mappings([*earlier, questionnaire], root)
    lineage = Lineage(pair for mapping in mappings for pair in mapping.pairs)
    marks = parse_marks(_texts_in(root / "marks"), [questionnaire, *others], lineage=lineage)
    return Release(
        questionnaire=questionnaire,
        layouts=all_layouts(questionnaire),
        marks=marks[questionnaire.reference],
        texts=parse_texts(_texts_in(root / "texts"), questionnaire, others=others),
        mapping=mappings[-1],
    )


def _read_mappings(versions: list[QuestionnaireRelease], root: Path) -> list[QuestionMapping]:
    """Of each version, in the order given; empty where no file stands."""
    mappings = []
    for before, version in zip([None, *versions], versions, strict=False):
        file = root / "mappings" / version.code / f"{version.version}.toml"
        name = file.relative_to(root).as_posix()
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        mappings.append(parse_mapping(name, text, version, before) if text else QuestionMapping())
    return mappings


def _out_of_place(folder: Path, release: Release, others: list[QuestionnaireRelease]) -> Iterator[FileFault]:
    new = release.questionnaire
    if folder.resolve().parts[-2:] != (new.code, new.version):
        yield FileFault(
            "release.toml", 0, "version", f"the folder is not {new.code}/{new.version}", "rename it"
        )
    earlier = [other for other in others if _order(other) < _order(new)]
    for sibling in others:
        if sibling not in earlier:
            what = f"{sibling.reference} is valid from {sibling.valid_from}, {new.reference} from {new.valid_from}"
            yield FileFault(
                "release.toml", 0, "valid_from", what, "let the new version begin after every other"
            )
    before = earlier[-1] if earlier else None
    place = f"mappings/{new.code}/{new.version}.toml"
    for code in missing_from(release.mapping, new, before):
        what = f"nothing is said of {code}, which {new.reference} no longer asks"
        yield FileFault(place, 0, code, what, "say what follows it, or that it is retired, and why")
    for code in sorted(new.question_codes - (before.question_codes if before else frozenset())):
        had = next((release for release in earlier if code in release.question_codes), None)
        if had is not None:
            what = f"{code} was another question in {had.reference}"
            yield FileFault("clusters", 0, code, what, "give the question a code that no version had")


def _seal_of(folder: Path) -> str | None:
    seal = folder / DIGEST_FILE
    return seal.read_text(encoding="utf-8").strip() if seal.exists() else None


def _texts_in(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise ReleaseMissing(f"{folder}: there is no such folder; give the path of a released folder")
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.toml")
    }
