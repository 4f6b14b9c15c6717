"""Taking a released questionnaire into the database: the mirror that layouts, pages and queries read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused
from questionnaires import models
from questionnaires.domain.layout import Layout, point_rows, reading_digest, wording_rows
from questionnaires.domain.question_flags import Marks
from questionnaires.domain.questionnaire import Questionnaire
from questionnaires.domain.translations import Texts

if TYPE_CHECKING:
    from accounts.models import User

BATCH = 100  # rows a statement: a question has many columns


class ReleaseChanged(Refused):
    """A version that was loaded before comes with other texts under the same number."""


@dataclass(frozen=True, slots=True)
class LoadedQuestionnaire:
    """What a load left in the database."""

    code: str
    version: str
    digest: str
    questions: int


@command
def load_questionnaire(
    questionnaire: Questionnaire,
    *,
    layouts: Mapping[str, Layout],
    marks: Marks,
    texts: Mapping[str, Texts],
    actor: User | None,
    now: datetime,
) -> LoadedQuestionnaire | Unchanged:
    """Mirror one released version with its layouts; marks and translations are replaced, being data beside it.

    Raises:
        ReleaseChanged: the version is loaded already, with another digest.
    """
    loaded = LoadedQuestionnaire(
        questionnaire.code, questionnaire.version, questionnaire.digest, len(questionnaire.questions)
    )
    beside = {"marks": _marks_as_json(marks), "texts": _texts_as_json(texts)}
    known = (
        models.Questionnaire.objects.select_for_update()
        .filter(code=questionnaire.code, version=questionnaire.version)
        .first()
    )
    if known is None:
        _store_new(questionnaire, layouts, beside, now=now)
    elif known.digest != questionnaire.digest:
        raise ReleaseChanged(
            _(
                "%(version)s was loaded with other texts (%(digest)s…). A release never changes: give it a new version."
            )
            % {"version": questionnaire.reference, "digest": known.digest[:12]}
        )
    elif {"marks": known.marks, "texts": known.texts} == beside:
        return Unchanged(loaded)
    else:
        known.marks, known.texts = beside["marks"], beside["texts"]
        known.save(update_fields=["marks", "texts"])
        _store_readings(known)
    record(
        "questionnaire.loaded",
        subject=f"questionnaire:{questionnaire.reference}",
        actor=actor,
        at=now,
        data={"digest": questionnaire.digest, "marks": len(marks.marks), "languages": sorted(texts)},
    )
    return loaded


def _store_new(
    questionnaire: Questionnaire, layouts: Mapping[str, Layout], beside: dict[str, Any], *, now: datetime
) -> None:
    names = {cluster.code: cluster.name for cluster in questionnaire.clusters}
    stored = models.Questionnaire.objects.create(
        code=questionnaire.code,
        version=questionnaire.version,
        title=questionnaire.title,
        valid_from=questionnaire.valid_from,
        digest=questionnaire.digest,
        points=point_rows(questionnaire),
        loaded_at=now,
        **beside,
    )
    models.Question.objects.bulk_create(_questions(questionnaire, stored, names), batch_size=BATCH)
    models.Layout.objects.bulk_create(
        models.Layout(
            questionnaire=stored,
            country=country,
            digest=layout.digest,
            slots=[list(slot) for slot in layout.slots],
            wording=wording_rows(questionnaire, country),
            national_law=sorted(layout.national_law),
            reading_digest=reading_digest(layout.digest, layout.national_law, stored.marks),
        )
        for country, layout in layouts.items()
    )


def _store_readings(questionnaire: models.Questionnaire) -> None:
    """The marks are others: whatever keeps a layout of this version reads it anew."""
    mine = list(models.Layout.objects.filter(questionnaire=questionnaire).only("digest", "national_law"))
    for layout in mine:
        layout.reading_digest = reading_digest(layout.digest, layout.national_law, questionnaire.marks)
    models.Layout.objects.bulk_update(mine, ["reading_digest"])


def _questions(
    questionnaire: Questionnaire, stored: models.Questionnaire, cluster_names: Mapping[str, str]
) -> Iterator[models.Question]:
    point_names = {point.code: point.name for point in questionnaire.points}
    for position, question in enumerate(questionnaire.questions):
        yield models.Question(
            questionnaire=stored,
            code=question.code,
            cluster=question.cluster,
            cluster_name=cluster_names[question.cluster],
            point=question.point,
            point_name=point_names[question.point],
            text=question.text,
            guidance=question.guidance,
            compliant_answer=question.compliant_answer,
            benchmark=question.benchmark,
            scored=question.scored,
            position=position,
        )


def _marks_as_json(marks: Marks) -> list[list[str | None]]:
    return [
        [
            m.country,
            m.kind.value,
            m.question,
            m.from_on.isoformat(),
            m.until_on.isoformat() if m.until_on else None,
        ]
        for m in marks.marks
    ]


def _texts_as_json(texts: Mapping[str, Texts]) -> dict[str, dict[str, Any]]:
    return {
        language: {
            "reviewed": words.reviewed,
            "clusters": dict(words.clusters),
            "points": dict(words.points),
            "questions": dict(words.questions),
            "answers": dict(words.answers),
        }
        for language, words in texts.items()
    }
