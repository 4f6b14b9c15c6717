"""What became of each question that a new version no longer asks, and which questions follow each other.

A code always means the same question, in every version that has it. A question that changes its meaning gets a new
code, and the mapping of the new version says what became of the old one. It stands beside the release, outside the
digest, so that it can be reviewed and mended without a new version.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from files.domain.faults import FileFault, ReleaseFaulty
from files.domain.toml_tables import Document, TableReader
from questionnaires.domain.questionnaire import QuestionnaireRelease


class Relation(StrEnum):
    """What became of a question."""

    SAME = "same"  # one question follows one other
    SPLIT = "split"  # several questions follow one
    MERGED = "merged"  # one question follows several
    RETIRED = "retired"  # none follows it


@dataclass(frozen=True, slots=True, order=True)
class MappedQuestion:
    """One question of the version before, one that follows it ("": none), and why."""

    old: str
    new: str
    relation: Relation
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionMapping:
    """The reviewed mapping from one version to the next. One without rows is that of a version that retires nothing."""

    from_version: str = ""
    reviewed_on: date | None = None
    reviewed_by: str = ""
    questions: tuple[MappedQuestion, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(old, new) of the questions that are followed by another."""
        return tuple((question.old, question.new) for question in self.questions if question.new)


class Lineage:
    """Which questions of other versions a question follows, or is followed by; read wherever versions are compared."""

    def __init__(self, pairs: Iterable[Sequence[str]] = ()) -> None:
        self._before: dict[str, set[str]] = {}
        self._after: dict[str, set[str]] = {}
        for old, new in pairs:
            self._before.setdefault(new, set()).add(old)
            self._after.setdefault(old, set()).add(new)

    def counterparts(self, question: str, codes: Container[str]) -> tuple[str, ...]:
        """The questions of another version (`codes`: its codes) that speak of the same as one question.

        The question itself where the other version has it; else those that it follows, over any number of versions;
        else those that follow it. () when the other version asks nothing of the kind.
        """
        if question in codes:
            return (question,)
        older = self._reached(question, self._before, codes)
        return older or self._reached(question, self._after, codes)

    def followers(self, question: str, codes: Container[str]) -> tuple[str, ...]:
        """As `counterparts`, forward alone: the question itself or, where it is not asked, those that follow it."""
        return (question,) if question in codes else self._reached(question, self._after, codes)

    def fixed_with(self, question: str) -> tuple[str, ...]:
        """The questions whose findings are put right when that of one is: itself, and those that ask no more than it.

        These are what follows it alone, not it and others, and what it follows whole, not in parts.
        """
        found, waiting = {question}, [question]
        while waiting:
            code = waiting.pop()
            whole = {old for old in self._before.get(code, set()) if self._after[old] == {code}}
            alone = {new for new in self._after.get(code, set()) if self._before[new] == {code}}
            reached = (whole | alone) - found
            found |= reached
            waiting += reached
        return tuple(sorted(found))

    @property
    def fixed_elsewhere(self) -> tuple[tuple[str, str], ...]:
        """(question, another whose findings are put right with it), over all questions; see `fixed_with`."""
        known = sorted({*self._before, *self._after})
        return tuple((code, other) for code in known for other in self.fixed_with(code) if other != code)

    def only_counterpart(
        self, question: str, codes_here: Container[str], codes: Container[str]
    ) -> str | None:
        """The one question of another version whose figures compare with this one's: neither split nor merged."""
        found = self.counterparts(question, codes)
        if len(found) == 1 and self.counterparts(found[0], codes_here) == (question,):
            return found[0]
        return None

    @staticmethod
    def _reached(question: str, by: Mapping[str, set[str]], codes: Container[str]) -> tuple[str, ...]:
        seen, waiting = {question}, [question]
        while waiting:
            for code in by.get(waiting.pop(), set()) - seen:
                seen.add(code)
                waiting.append(code)
        return tuple(sorted(code for code in seen if code in codes))


NO_LINEAGE = Lineage()


def parse_mapping(
    name: str, text: str, version: QuestionnaireRelease, before: QuestionnaireRelease | None
) -> QuestionMapping:
    """The mapping in a file beside a release.

    Args:
        name: the file's, for messages.
        text: its TOML.
        version: the version that it leads to.
        before: the version right before it; None for the first.

    Raises:
        ReleaseFaulty: with every fault.
    """
    faults: list[FileFault] = []
    document = Document(name, text, faults)
    mapping = QuestionMapping()
    if document.root.filled:
        mapping = _read(document.root, version, before)
    if faults:
        raise ReleaseFaulty(faults)
    return mapping


def missing_from(
    mapping: QuestionMapping, version: QuestionnaireRelease, before: QuestionnaireRelease | None
) -> list[str]:
    """The questions of the version before that are no longer asked and of which nothing is said."""
    if before is None:
        return []
    mapped = {question.old for question in mapping.questions}
    return sorted(before.question_codes - version.question_codes - mapped)


def _read(
    table: TableReader, version: QuestionnaireRelease, before: QuestionnaireRelease | None
) -> QuestionMapping:
    table.choice("questionnaire", [version.code])
    table.choice("version", [version.version])
    from_version = table.text("from_version")
    reviewed_on, reviewed_by = table.day("reviewed_on"), table.text("reviewed_by", longest=120)
    if before is None or from_version != before.version:
        known = "there is none before it" if before is None else f'write from_version = "{before.version}"'
        table.fault("from_version", f'"{from_version}" is not the version before {version.reference}', known)
        before = None
    readers = table.tables("questions", named_by="old")
    rows = [row for reader in readers for row in _rows(reader, version, before)]
    _check_relations(rows, readers)
    table.refuse_unknown()
    return QuestionMapping(from_version, reviewed_on, reviewed_by, tuple(sorted(rows)))


def _rows(
    reader: TableReader, version: QuestionnaireRelease, before: QuestionnaireRelease | None
) -> Iterator[MappedQuestion]:
    old, reason = reader.text("old"), reader.text("reason")
    given_relation = reader.choice("relation", Relation)
    relation = Relation(given_relation) if given_relation else None
    follow = reader.words("new", required=relation is not Relation.RETIRED)
    reader.refuse_unknown()
    if before is not None and old and old not in before.question_codes:
        reader.fault("old", f'"{old}" is no question of {before.reference}', "mend the code")
    if old in version.question_codes:
        what = f"{version.reference} still asks {old}"
        reader.fault("old", what, "take the row away, or give the changed question a code of its own")
    for code in follow:
        if code not in version.question_codes:
            reader.fault("new", f'"{code}" is no question of {version.reference}', "mend the code")
        elif before is not None and code in before.question_codes:
            reader.fault(
                "new", f"{before.reference} asks {code} already", "give the new question its own code"
            )
    if relation is Relation.RETIRED and follow:
        reader.fault("new", "nothing follows a retired question", "leave it out, or correct the relation")
    if relation is not None:
        yield from (MappedQuestion(old, code, relation, reason) for code in follow or ("",))


def _check_relations(rows: Sequence[MappedQuestion], readers: Sequence[TableReader]) -> None:
    """One old and one new question is the same, one old and several new a split, several old and one new a merger."""
    olds, news = [reader.text("old") for reader in readers], [row.new for row in rows if row.new]
    for reader, old in zip(readers, olds, strict=True):
        pairs = [row for row in rows if row.old == old]
        if not pairs:
            continue
        if olds.count(old) > 1:
            reader.fault("old", f"{old} comes twice", "name all that follow it in one row")
        relation = pairs[0].relation
        fits = {
            Relation.SAME: len(pairs) == 1 and news.count(pairs[0].new) == 1,
            Relation.SPLIT: len(pairs) > 1 and all(news.count(row.new) == 1 for row in pairs),
            Relation.MERGED: len(pairs) == 1 and news.count(pairs[0].new) > 1,
            Relation.RETIRED: True,
        }[relation]
        if not fits:
            what = f'"{relation}" does not fit the questions named'
            mend = "same: one old, one new; split: one old, several new; merged: several old with one new"
            reader.fault("relation", what, mend)


def mapping_as_json(mapping: QuestionMapping) -> dict[str, object]:
    """A mapping as a mirror of the release keeps it; {} for one without rows."""
    if not mapping.questions:
        return {}
    return {
        "from": mapping.from_version,
        "reviewed_on": mapping.reviewed_on.isoformat() if mapping.reviewed_on else "",
        "reviewed_by": mapping.reviewed_by,
        "questions": [
            [question.old, question.new, question.relation.value, question.reason]
            for question in mapping.questions
        ],
    }


def mapping_from_json(document: Mapping[str, object]) -> QuestionMapping:
    """The reverse of `mapping_as_json`."""
    if not document:
        return QuestionMapping()
    rows = document["questions"]
    assert isinstance(rows, list)  # noqa: S101  # JSON is untyped
    day = str(document["reviewed_on"])
    return QuestionMapping(
        str(document["from"]),
        date.fromisoformat(day) if day else None,
        str(document["reviewed_by"]),
        tuple(MappedQuestion(old, new, Relation(relation), reason) for old, new, relation, reason in rows),
    )
