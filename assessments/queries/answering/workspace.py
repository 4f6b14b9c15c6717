"""What the assessment workspace works with: the questionnaire as one document, and how a draft stands.

Both are plain values ready for JSON. The questionnaire is the same for everybody who enters a country's assessments in
one language, so a device keeps it; the rest is small and is asked for again and again. Rights are the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string

from accounts.models import User
from assessments.domain.answers import GIVEN, answers_of
from assessments.models import IN_ORDER, AnswerLog, AnswerNote, Assessment, EvidenceFile, Finding, TeamMember
from assessments.queries.answering.comments import comments_of, last_return
from assessments.queries.answering.conflicts import clashes_in, unchosen_in
from assessments.queries.attachments import files_of
from questionnaires.domain.question_mapping import Lineage
from questionnaires.domain.repeats import letter_then
from questionnaires.models import Layout
from questionnaires.queries.questionnaires import LoadedLayout, Words, layouts, lineage, question_words

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Questions:
    """The questionnaire of a country in one language, and the digest that a device knows it by."""

    document: Document
    digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An assessment that a person may answer now. `files_version` grows with each file added or removed."""

    id: UUID
    factory_id: int
    factory: str
    factory_name: str
    country: str
    assessed_on: date
    cycle: int
    layout_id: int
    layout_digest: str
    sheet: str
    files_version: int
    is_returned: bool


def draft_of(chosen: QuerySet[Assessment], user: User, assessment_id: UUID) -> Draft | None:
    """One of the chosen assessments while its answers are open, for a member of its team. One query."""
    member = TeamMember.objects.filter(assessment=OuterRef("pk"), user=user.pk, left_at__isnull=True)
    files = EvidenceFile.objects.filter(assessment=OuterRef("pk")).order_by().values("assessment")
    row = (
        chosen.filter(Exists(member), pk=assessment_id, state=Assessment.State.DRAFT)
        .annotate(files_version=Coalesce(Subquery(files.values(n=Count("pk") + Count("removed_at"))), 0))
        .select_related("factory", "layout")
        .defer("layout__slots", "layout__wording")
        .first()
    )
    if row is None:
        return None
    return Draft(
        id=row.pk,
        factory_id=row.factory_id,
        factory=row.factory.code,
        factory_name=row.factory.name,
        country=row.factory.country_id,
        assessed_on=row.assessed_on,
        cycle=row.cycle,
        layout_id=row.layout_id,
        layout_digest=row.layout.digest,
        sheet=row.sheet,
        files_version=row.files_version,
        is_returned=row.returned_at is not None,
    )


# --- the questionnaire -------------------------------------------------------------------------------------------


def questions_by_digest(layout_digest: str, *, language: str) -> Questions | None:
    """The questionnaire behind a layout's digest; None when no such layout is loaded. At most five queries."""
    layout_id = Layout.objects.filter(digest=layout_digest).values_list("id", flat=True).first()
    return None if layout_id is None else questions_of(layout_id, language=language)


def questions_of(layout_id: int, *, language: str) -> Questions:
    """Every question of a layout in words, in clusters and points. At most four queries."""
    loaded = layouts([layout_id])[layout_id]
    words = question_words(layout_id, language=language)
    document: Document = {
        "reference": loaded.reference,
        "country": loaded.layout.country,
        "language": language,
        "order": list(loaded.layout.codes),
        "clusters": _clusters(loaded, words),
        "unread": not all(word.reviewed for word in words.values()),  # the translation, by a speaker
    }
    return Questions(document, sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:24])


def _clusters(loaded: LoadedLayout, words: Words) -> list[Document]:
    clusters: dict[str, Document] = {}
    points: dict[str, Document] = {}
    for code in loaded.layout.codes:
        question_words = words[code]
        cluster = clusters.setdefault(
            question_words.cluster,
            {"code": question_words.cluster, "name": question_words.cluster_name, "points": []},
        )
        if question_words.point not in points:
            points[question_words.point] = {
                "code": question_words.point,
                "name": question_words.point_name,
                "questions": [],
            }
            cluster["points"].append(points[question_words.point])
        points[question_words.point]["questions"].append(
            {
                "code": code,
                "text": question_words.text,
                "law": question_words.legal_reference,
                "guidance": question_words.guidance,
                "guidanceLanguage": question_words.guidance_language,
                "yes": question_words.compliant_answer == "yes",
            }
        )
    return list(clusters.values())


# --- how the draft stands ----------------------------------------------------------------------------------------


def version_of(assessment_id: UUID) -> int:
    """The last entry of an assessment's answer log; 0 while it has none. One query."""
    rows = AnswerLog.objects.filter(assessment_id=assessment_id).order_by("-pk").values_list("pk", flat=True)
    return rows.first() or 0


def whole_state(draft: Draft) -> Document:
    """Everything beside the questions: answers, notes, comments, files, last cycle, plan. Nineteen queries at most."""
    returned = last_return(draft.id) if draft.is_returned else None
    loaded = layouts([draft.layout_id])[draft.layout_id]
    followed = lineage()
    return {
        # first, so that what is entered while the rest is read counts as changed afterwards
        "version": version_of(draft.id),
        "sheet": draft.sheet,
        "findings": _findings(draft.id),
        "notes": _notes(draft.id),
        "clashes": [clash.as_document() for clash in clashes_in(draft.id)],
        "unchosen": unchosen_in(draft.id),
        "nationalLaw": sorted(loaded.layout.national_law),
        "changes": [],
        "last": last_cycle(draft.factory_id, draft.assessed_on, loaded.layout.codes, followed),
        "plan": _plan(
            import_string(settings.OPEN_PLAN_ITEMS)(draft.factory_id), loaded.layout.codes, followed
        ),
        "comments": {
            code: [
                {
                    "text": comment.text,
                    "answered": comment.answered_at is not None,
                    "resolved": comment.resolved_at is not None,
                    "replies": [{"by": reply.by, "text": reply.text} for reply in comment.replies],
                }
                for comment in comments
            ]
            for code, comments in comments_of(draft.id).items()
        },
        "returned": {"reason": returned.reason, "at": returned.at.isoformat()} if returned else None,
        "public": sorted(loaded.marks.public_on(draft.country, draft.assessed_on)),
        "zeroTolerance": sorted(loaded.marks.zero_tolerance_on(draft.country, draft.assessed_on)),
        "core": sorted(loaded.marks.core_on(draft.country, draft.assessed_on)),
        "team": list(
            TeamMember.objects.filter(assessment_id=draft.id, left_at__isnull=True)
            .order_by("-is_lead", "user__name")
            .values_list("user__name", flat=True)
        ),
        **_files(draft),
    }


def changes_since(draft: Draft, since: int, files_seen: int) -> Document:
    """What was entered after a version, by whom and on which device; the files when they are others than seen.

    One query when nothing was entered, else five, ten with conflicts; one more when files came or went.
    """
    return _answers_since(draft, since) | (_files(draft) if files_seen != draft.files_version else {})


def _answers_since(draft: Draft, since: int) -> Document:
    rows = list(
        AnswerLog.objects.filter(assessment_id=draft.id, pk__gt=since)
        .order_by("pk")
        .values("pk", "question", "new", "device", "held", "answered_at", "recorded_by__name")
    )
    if not rows:
        return {"version": since, "changes": []}
    questions = {row["question"] for row in rows}
    return {
        "version": rows[-1]["pk"],
        "sheet": draft.sheet,
        "findings": _findings(draft.id, questions),
        "notes": _notes(draft.id, questions),
        "clashes": [clash.as_document() for clash in clashes_in(draft.id)],
        "unchosen": unchosen_in(draft.id, questions),
        "changes": [
            {
                "question": row["question"],
                "letter": row["new"],
                "by": row["recorded_by__name"] or "",
                "device": row["device"],
                "at": row["answered_at"].isoformat(),
            }
            for row in rows
            if "letter" not in row["held"].split()
        ],
    }


def _findings(assessment_id: UUID, questions: Collection[str] | None = None) -> dict[str, Document]:
    rows = Finding.objects.filter(assessment_id=assessment_id, withdrawn_at__isnull=True)
    if questions is not None:
        rows = rows.filter(question__in=questions)
    return {
        row["question"]: {
            "details": row["details"],
            "workers": row["workers_concerned"],
            "attribution": row["attribution"],
        }
        for row in rows.values("question", "details", "workers_concerned", "attribution")
    }


def _notes(assessment_id: UUID, questions: Collection[str] | None = None) -> dict[str, str]:
    rows = AnswerNote.objects.filter(assessment_id=assessment_id).exclude(text="")
    if questions is not None:
        rows = rows.filter(question__in=questions)
    return dict(rows.values_list("question", "text"))


def _files(draft: Draft) -> Document:
    return {
        "filesVersion": draft.files_version,
        "files": {
            question: [file_document(file) for file in files]
            for question, files in files_of(draft.id).items()
        },
    }


def file_document(file: EvidenceFile) -> Document:
    """A file as the workspace shows it."""
    return {"id": str(file.pk), "name": file.name, "picture": bool(file.thumbnail)}


def last_cycle(factory_id: int, before: date, questions: Sequence[str], followed: Lineage) -> Document | None:
    """A factory's latest final assessment before a day: its letters and what was found, as it is asked now."""
    last = (
        Assessment.objects.filter(factory_id=factory_id, state=Assessment.State.FINAL, assessed_on__lt=before)
        .order_by(*IN_ORDER)
        .last()
    )
    if last is None:
        return None
    letters = answers_of(last.sheet, layouts([last.layout_id])[last.layout_id].layout)
    given = {code: letter for code, letter in letters.items() if letter in GIVEN}
    found = Finding.objects.filter(assessment_id=last.pk, withdrawn_at__isnull=True).exclude(details="")
    details = dict(found.values_list("question", "details"))
    carried = {code: letter for code in questions if (letter := letter_then(given, code, followed))}
    asked_as = {code: followed.counterparts(code, given) for code in carried}
    followed_letters = {code: followed.counterparts(code, letters) for code in questions}
    return {
        "on": last.assessed_on.isoformat(),
        "letters": carried,
        "former": {code: former for code, former in asked_as.items() if former != (code,)},
        "details": {
            code: former_details
            for code, former in followed_letters.items()
            if (former_details := _details_then(former, details))
        },
    }


def _details_then(former: Sequence[str], details: Mapping[str, str]) -> str:
    """What was found on some questions, a line each; each under its code where there are several."""
    found = [code for code in former if code in details]
    return "\n".join(details[code] if len(former) == 1 else f"{code}: {details[code]}" for code in found)


def _plan(
    rows: Iterable[Mapping[str, Any]], questions: Sequence[str], followed: Lineage
) -> dict[str, list[Document]]:
    """Items of the plan by the questions that are asked now."""
    found: dict[str, list[Document]] = {}
    for row in rows:
        item = {key: value for key, value in row.items() if key != "question"}
        for question in followed.counterparts(row["question"], questions) or (row["question"],):
            found.setdefault(question, []).append(item)
    return found
