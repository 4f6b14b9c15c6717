"""What differs between two looks at the answers of an assessment, and a digest of a part of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from assessments.domain.answer_merge import Answer

BLANK = Answer()


def changed_codes(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[str, ...]:
    """Questions whose answer or words differ, in the order of `after`; a question that is missing is blank."""
    codes = dict.fromkeys((*after, *before))
    return tuple(code for code in codes if before.get(code, BLANK) != after.get(code, BLANK))


def digest_of_answers(codes: Iterable[str], answers: Mapping[str, Answer]) -> str:
    """A hexadecimal digest of some answers with their words; the order of the codes counts."""
    rows = [[code, answers.get(code, BLANK).letter, answers.get(code, BLANK).words] for code in codes]
    return sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
