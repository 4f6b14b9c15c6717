"""A story's states, the acts that lead from one to another, and what it lacks before another person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_TITLE = 120
LONGEST_TEXT = 6000
LONGEST_QUOTE = 400
LONGEST_LINE = 200


class StoryState(StrEnum):
    """Where a story stands. A factory has at most one that is open, and at most one that is published."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    REPLACED = "replaced"  # by a later one
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"  # never published


class StoryTransition(StrEnum):
    """What can be done to it."""

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DISCARD = "discard"


TRANSITIONS: dict[StoryTransition, tuple[frozenset[StoryState], StoryState]] = {
    StoryTransition.SUBMIT: (frozenset({StoryState.DRAFT}), StoryState.IN_REVIEW),
    StoryTransition.RETURN: (frozenset({StoryState.IN_REVIEW}), StoryState.DRAFT),
    StoryTransition.PUBLISH: (frozenset({StoryState.IN_REVIEW}), StoryState.PUBLISHED),
    StoryTransition.WITHDRAW: (frozenset({StoryState.PUBLISHED}), StoryState.WITHDRAWN),
    StoryTransition.DISCARD: (frozenset({StoryState.DRAFT, StoryState.IN_REVIEW}), StoryState.DISCARDED),
}

OPEN = frozenset({StoryState.DRAFT, StoryState.IN_REVIEW})


class Lack(StrEnum):
    """What keeps a draft from being read by a second person."""

    TITLE = "title"
    TEXT = "text"
    QUOTED = "quoted"  # a quote whose speaker is not told
    QUOTE_PERMISSION = "quote_permission"
    PHOTO_WORDS = "photo_words"  # a photo that says nothing to those who cannot see it
    PHOTO_PERMISSION = "photo_permission"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a story.

    Attributes:
        language: the code of the language it is written in.
        text: paragraphs, separated by empty lines.
        quoted: who says the quote, by what they do: "A line leader", never a worker's name.
        quote_permission, photo_permission: who agreed and when; for the photo all who are recognisable on it.
        photo_words: what the photo shows, for those who cannot see it.
    """

    language: str
    title: str
    text: str
    quote: str = ""
    quoted: str = ""
    quote_permission: str = ""
    photo_words: str = ""
    photo_permission: str = ""


def lacks(words: Words, *, has_photo: bool) -> list[Lack]:
    """What is missing before another person can read it, in the order of the form."""
    checks = [
        (Lack.TITLE, not words.title),
        (Lack.TEXT, not words.text),
        (Lack.QUOTED, bool(words.quote) and not words.quoted),
        (Lack.QUOTE_PERMISSION, bool(words.quote) and not words.quote_permission),
        (Lack.PHOTO_WORDS, has_photo and not words.photo_words),
        (Lack.PHOTO_PERMISSION, has_photo and not words.photo_permission),
    ]
    return [lack for lack, missing in checks if missing]


def may_follow(state: str, act: StoryTransition) -> bool:
    """Whether an act is possible in a state."""
    return state in TRANSITIONS[act][0]
