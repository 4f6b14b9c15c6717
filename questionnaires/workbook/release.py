"""Released questionnaires on disk: read, checked against their seal, sealed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from questionnaires.domain.layout import Layout, all_layouts
from questionnaires.domain.question_flags import Marks, parse_marks
from questionnaires.domain.questionnaire import Questionnaire, questionnaire_digest
from questionnaires.domain.release_parsing import parse_release
from questionnaires.domain.translations import Texts, parse_texts

QUESTIONNAIRES = Path(__file__).resolve().parents[2] / "assessments" / "questionnaires"
DIGEST_FILE = "DIGEST"


class ReleaseMissing(FileNotFoundError):
    """There is no released folder at that place."""


class ReleaseAltered(ValueError):
    """A released folder no longer is what was released."""


@dataclass(frozen=True, slots=True)
class Release:
    """A released version with everything that is read beside it."""

    questionnaire: Questionnaire
    layouts: dict[str, Layout]  # by country; "" for countries without a variant
    marks: Marks
    texts: dict[str, Texts]  # by language


def release_folders(root: Path = QUESTIONNAIRES) -> tuple[Path, ...]:
    """Every released folder under a root, in order of code and version."""
    return tuple(sorted(path.parent for path in root.glob("*/*/release.toml")))


def read_release(folder: Path, *, root: Path = QUESTIONNAIRES) -> Release:
    """A released version, its layouts, and the marks and texts that stand beside all releases.

    Args:
        folder: the released folder, as `questionnaires/cat/1.0`.
        root: where `marks/` and `texts/` are.

    Raises:
        ReleaseMissing: there is no such folder.
        ReleaseAltered: its texts do not give the digest it was sealed with, or it has no seal.
        ReleaseFaulty: a text in it, a mark or a translation is wrong; carries every fault.
    """
    questionnaire = read_questionnaire(folder)
    marks = read_marks([questionnaire], root=root)
    return Release(
        questionnaire=questionnaire,
        layouts=all_layouts(questionnaire),
        marks=marks[questionnaire.reference],
        texts=read_texts(questionnaire, root=root),
    )


def read_questionnaire(folder: Path) -> Questionnaire:
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


def read_marks(questionnaires: list[Questionnaire], *, root: Path = QUESTIONNAIRES) -> dict[str, Marks]:
    """The marks beside the releases, by reference as `cat@1.0`."""
    return parse_marks(_texts_in(root / "marks"), questionnaires)


def read_texts(questionnaire: Questionnaire, *, root: Path = QUESTIONNAIRES) -> dict[str, Texts]:
    """The texts in other languages beside the releases, by language."""
    return parse_texts(_texts_in(root / "texts"), questionnaire)


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
