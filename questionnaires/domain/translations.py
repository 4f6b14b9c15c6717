"""A questionnaire's texts in other languages.

They are outside the digest of a release: a translation may come later, a question's meaning may not change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from files.domain.faults import FileFault, ReleaseFaulty
from files.domain.toml_tables import Document, TableReader
from questionnaires.domain.country_parsing import unknown_parameters, with_parameters
from questionnaires.domain.questionnaire import QuestionnaireRelease

_LANGUAGE_FILE = re.compile(r"([a-z]{2,3})\.toml")
ANSWER_WORDS = ("compliant", "noncompliant", "not_applicable", "unanswered", "yes", "no")


@dataclass(frozen=True, slots=True)
class TranslatedTexts:
    """One language's texts by code. What is missing falls back to English, text by text."""

    language: str
    reviewed: bool  # whether a speaker on the country team has read them
    clusters: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    guidance: Mapping[str, str] = field(default_factory=dict)
    """How a question is looked into, by its code."""
    answers: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Questions that a country words in its own way, by country and code."""

    def cluster(self, code: str, english: str) -> str:
        """A cluster's name in this language, or the English one given."""
        return self.clusters.get(code, english)

    def point(self, code: str, english: str) -> str:
        """A compliance point's name in this language, or the English one given."""
        return self.points.get(code, english)

    def question(self, code: str, english: str) -> str:
        """A question's text in this language, or the English one given."""
        return self.questions.get(code, english)


def parse_texts(
    files: Mapping[str, str],
    questionnaire: QuestionnaireRelease,
    *,
    others: Iterable[QuestionnaireRelease] = (),
) -> dict[str, TranslatedTexts]:
    """The version's texts by language, from one `<language>.toml` each.

    The files serve every version: a version has the texts of the codes that it has. A code that no version has is a
    fault: a translation of nothing is a slip of the pen.

    Args:
        files: text by name.
        questionnaire: the version whose texts are wanted.
        others: every other version of the same questionnaire.

    Raises:
        ReleaseFaulty: with every fault of every file.
    """
    faults: list[FileFault] = []
    found = {}
    versions = [questionnaire, *others]
    for name in sorted(files):
        match = _LANGUAGE_FILE.fullmatch(name)
        if not match:
            faults.append(
                FileFault(name, 0, "", "the name is no language", "use a language code, as km.toml")
            )
            continue
        document = Document(name, files[name], faults)
        if document.root.filled:
            found[match.group(1)] = _read_texts(document.root, match.group(1), versions)
    if faults:
        raise ReleaseFaulty(faults)
    return found


def _read_texts(
    table: TableReader, language: str, versions: Sequence[QuestionnaireRelease]
) -> TranslatedTexts:
    if table.text("language") != language:
        table.fault("language", "it is not the language of the file's name", f'write language = "{language}"')
    texts = TranslatedTexts(
        language=language,
        reviewed=table.flag("reviewed"),
        clusters=_read(
            table, "clusters", [{cluster.code for cluster in version.clusters} for version in versions]
        ),
        points=_read(table, "points", [{point.code for point in version.points} for version in versions]),
        questions=_read(table, "questions", [version.question_codes for version in versions]),
        guidance=_read(
            table,
            "guidance",
            [{question.code for question in version.questions if question.guidance} for version in versions],
        ),
        answers=_read(table, "answers", [frozenset(ANSWER_WORDS)]),
        countries=_read_countries(table, versions),
    )
    table.text("note", required=False)
    table.refuse_unknown()
    return texts


def _read_countries(
    table: TableReader, versions: Sequence[QuestionnaireRelease]
) -> dict[str, dict[str, str]]:
    """The first version's texts under `[countries.KH.questions]`, with the numbers of the country's law filled in."""
    found: dict[str, dict[str, str]] = {}
    for country, reader in table.named_tables("countries").items():
        variants = [version.variants[country] for version in versions if country in version.variants]
        if not variants:
            table.fault(f"countries.{country}", "no version has this country", "mend the country's code")
        texts = _read(reader, "questions", [variant.texts for variant in variants] or [frozenset()])
        reader.refuse_unknown()
        parameters = variants[0].parameters if variants else {}
        for code, text in texts.items():
            for name in unknown_parameters(text, parameters):
                reader.fault(f"questions.{code}", f"{{{name}}} is no parameter of {country}", "mend its name")
        if country in versions[0].variants:
            found[country] = {code: with_parameters(text, parameters) for code, text in texts.items()}
    return found


def _read(table: TableReader, key: str, codes: Sequence[Collection[str]]) -> dict[str, str]:
    """The texts of the first version's codes; `codes`: those of each version."""
    entries: dict[str, str] = table.entries(key, (str,))
    known = frozenset[str]().union(*codes)
    for code, text in entries.items():
        if code not in known:
            table.fault(
                f"{key}.{code}", "the questionnaire has no such code", "take the line away or mend the code"
            )
        elif not text.strip():
            table.fault(f"{key}.{code}", "the text is empty", "translate it or take the line away")
    return {code: text for code, text in entries.items() if code in codes[0]}
