"""Taking a released questionnaire into the database: the mirror that layouts, pages and queries read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from countries.queries.countries import country_names
from countries.queries.local_time import today_in
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import DayPassed, Refused
from questionnaires import models
from questionnaires.domain.layout import SheetLayout, point_rows, reading_digest, wording_rows
from questionnaires.domain.question_flags import Marks
from questionnaires.domain.question_mapping import QuestionMapping, mapping_as_json, mapping_from_json
from questionnaires.domain.questionnaire import QuestionnaireRelease
from questionnaires.domain.translations import TranslatedTexts

if TYPE_CHECKING:
    from accounts.models import User

NO_MAPPING = QuestionMapping()
BATCH = 100  # rows a statement: a question has many columns


class ReleaseChanged(Refused):
    """A version that was loaded before comes with other texts under the same number."""


class VersionUnknown(Refused):
    """No such version is loaded."""


class CountryUnknown(Refused):
    """The registry has no such country."""


@dataclass(frozen=True, slots=True)
class LoadedQuestionnaire:
    """What a load left in the database."""

    code: str
    version: str
    digest: str
    questions: int


@command
def load_questionnaire(
    questionnaire: QuestionnaireRelease,
    *,
    layouts: Mapping[str, SheetLayout],
    marks: Marks,
    texts: Mapping[str, TranslatedTexts],
    mapping: QuestionMapping = NO_MAPPING,
    actor: User | None,
    now: datetime,
) -> LoadedQuestionnaire | Unchanged:
    """Mirror one released version with its layouts; marks, translations and mapping are replaced, being data beside it.

    Raises:
        ReleaseChanged: the version is loaded already, with another digest.
    """
    loaded = LoadedQuestionnaire(
        questionnaire.code, questionnaire.version, questionnaire.digest, len(questionnaire.questions)
    )
    beside = {
        "marks": _marks_as_json(marks),
        "texts": _texts_as_json(texts),
        "mapping": mapping_as_json(mapping),
    }
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
    elif all(getattr(known, name) == value for name, value in beside.items()):
        return Unchanged(loaded)
    else:
        for name, value in beside.items():
            setattr(known, name, value)
        known.save(update_fields=list(beside))
        _store_readings(known)
    record(
        "questionnaire.loaded",
        subject=f"questionnaire:{questionnaire.reference}",
        actor=actor,
        at=now,
        data={
            "digest": questionnaire.digest,
            "marks": len(marks.marks),
            "languages": sorted(texts),
            "mapped": len(mapping.questions),
        },
    )
    return loaded


@command
def put_in_force(
    reference: str, *, country: str, from_on: date, actor: User | None, now: datetime
) -> models.Questionnaire | Unchanged:
    """Let a loaded version begin in one country on another day than it does elsewhere.

    Assessments that begin on or after the day, and files that name the code alone, use it there. What was begun with
    the version before stays with it.

    Args:
        reference: `code@version`.
        country: ISO 3166-1 alpha-2.
        from_on: its first day there, today at the earliest.
        actor: who decides it; None for the system.
        now: when.

    Raises:
        VersionUnknown: it is not loaded.
        CountryUnknown: the registry has no such country.
        DayPassed: the day, or the one that was set before, has passed there.
    """
    code, _at, version = reference.partition("@")
    known = models.Questionnaire.objects.select_for_update().filter(code=code, version=version).first()
    if known is None:
        raise VersionUnknown(_("%(version)s is not loaded.") % {"version": reference})
    if country not in country_names():
        raise CountryUnknown(_("There is no country %(code)s.") % {"code": country})
    before = known.country_days.get(country, known.valid_from.isoformat())
    if known.country_days.get(country) == from_on.isoformat():
        return Unchanged(known)
    today = today_in(country, now)
    if before < today.isoformat():
        message = _("It is in force there since %(day)s; a day that has passed is not moved.")
        raise DayPassed(message % {"day": before})
    if from_on < today:
        raise DayPassed(_("That day has passed there; choose one from today on."))
    known.country_days = known.country_days | {country: from_on.isoformat()}
    known.save(update_fields=["country_days"])
    record(
        "questionnaire.in_force",
        subject=f"questionnaire:{reference}",
        actor=actor,
        at=now,
        data={"country": country, "from": from_on.isoformat(), "before": before},
    )
    return known


def _store_new(
    questionnaire: QuestionnaireRelease,
    layouts: Mapping[str, SheetLayout],
    beside: dict[str, Any],
    *,
    now: datetime,
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
            reading_digest=reading_digest(
                layout.digest, layout.national_law, stored.marks, _followed(stored)
            ),
        )
        for country, layout in layouts.items()
    )


def _store_readings(questionnaire: models.Questionnaire) -> None:
    """The marks or the mapping are others: whatever keeps a layout of this version reads it anew."""
    layouts = list(models.Layout.objects.filter(questionnaire=questionnaire).only("digest", "national_law"))
    for layout in layouts:
        layout.reading_digest = reading_digest(
            layout.digest, layout.national_law, questionnaire.marks, _followed(questionnaire)
        )
    models.Layout.objects.bulk_update(layouts, ["reading_digest"])


def _followed(questionnaire: models.Questionnaire) -> tuple[tuple[str, str], ...]:
    return mapping_from_json(questionnaire.mapping).pairs


def _questions(
    questionnaire: QuestionnaireRelease, stored: models.Questionnaire, cluster_names: Mapping[str, str]
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


def _texts_as_json(texts: Mapping[str, TranslatedTexts]) -> dict[str, dict[str, Any]]:
    return {
        language: {
            "reviewed": words.reviewed,
            "clusters": dict(words.clusters),
            "points": dict(words.points),
            "questions": dict(words.questions),
            "guidance": dict(words.guidance),
            "answers": dict(words.answers),
            "countries": {country: dict(found) for country, found in words.countries.items()},
        }
        for language, words in texts.items()
    }
