"""What the demonstration's people have in hand today: a visit ahead, one half entered, one to review, one to comment.

Made by the same commands as at the tablets, so that every desk has something to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from accounts.models import User
from assessments.commands.answering import AnswerChange, answer_questions
from assessments.commands.opening import open_assessment
from assessments.commands.reviewing import accept_assessment, submit_assessment
from assessments.domain.answer_merge import Answer
from assessments.queries.sheets import CurrentSheet, current_sheets
from countries.queries.local_time import today_in
from demo.generator.descriptions import Descriptions
from demo.generator.people import COUNTRY
from demo.load_photos import add_photos
from journal.commands import Unchanged
from questionnaires.queries.questionnaires import layouts

IN_HAND = 4
SECONDS_A_QUESTION = 70
WORKERS = 600


def leave_in_hand(home_id: int | None, users: Mapping[str, User], *, now: datetime) -> int:
    """Four assessments of the country that are not final; `home_id`'s is open to its comments, if it lies there.

    Returns how many: 0 in a programme too small for it.
    """
    last = {
        sheet.factory_id: sheet for sheet in current_sheets(country=COUNTRY)
    }  # in order of day: the latest stays
    waiting = sorted(
        last.values(), key=lambda draft: (draft.factory_id != home_id, draft.assessed_on, draft.factory_id)
    )
    if len(waiting) < IN_HAND:
        return 0
    open_to_comment, to_review, half_entered, ahead = waiting[:IN_HAND]
    adviser, reviewer = users["adviser"], users["reviewer"]
    commented = _entered(open_to_comment, 4, adviser, now=now)
    submit_assessment(commented, actor=adviser, now=now)
    accept_assessment(commented, actor=reviewer, now=now)
    submit_assessment(_entered(to_review, 2, adviser, now=now), actor=adviser, now=now)
    _entered(half_entered, 1, adviser, share=0.6, now=now)
    _opened(ahead, -9, adviser, now=now)
    return IN_HAND


def _opened(last: CurrentSheet, days_ago: int, adviser: User, *, now: datetime) -> tuple[UUID, int]:
    day = today_in(last.country, now) - timedelta(days=days_ago)
    made = open_assessment(last.factory_id, assessed_on=day, actor=adviser, now=now)
    assert not isinstance(made, Unchanged)  # noqa: S101  # its days are its own
    return made.pk, made.layout_id


def _entered(last: CurrentSheet, days_ago: int, adviser: User, *, now: datetime, share: float = 1.0) -> UUID:
    """A visit on which the same was found as last time, entered as far as `share`."""
    assessment_id, layout_id = _opened(last, days_ago, adviser, now=now)
    known = layouts({layout_id, last.layout_id})
    before = dict(zip(known[last.layout_id].layout.codes, last.sheet, strict=True))
    codes = known[layout_id].layout.codes
    day = today_in(last.country, now) - timedelta(days=days_ago)
    acts = _acts(assessment_id, last.factory_id, day, codes[: int(len(codes) * share)], before, now=now)
    answer_questions(assessment_id, acts=acts, device="demonstration", actor=adviser, now=now)
    found = [act.question for act in acts if act.given.letter == "N"]
    add_photos(assessment_id, str(last.factory_id), found, adviser=adviser, now=now)
    return assessment_id


def _acts(
    assessment_id: UUID,
    factory_id: int,
    day: date,
    codes: Sequence[str],
    before: Mapping[str, str],
    *,
    now: datetime,
) -> list[AnswerChange]:
    """As on a walk: some seconds from answer to answer, and what is found in words of its own."""
    texts = Descriptions()
    start = now - timedelta(seconds=SECONDS_A_QUESTION * len(codes))
    return [
        AnswerChange(
            act=uuid5(NAMESPACE_URL, f"{assessment_id}/{code}"),
            question=code,
            seen=Answer(),
            given=Answer(
                letter := before.get(code, "C").replace("-", "C"),
                details=texts.finding(f"draft {factory_id}", WORKERS, day, code)[0] if letter == "N" else "",
            ),
            answered_at=start + timedelta(seconds=SECONDS_A_QUESTION * place),
        )
        for place, code in enumerate(codes)
    ]
