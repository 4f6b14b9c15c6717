"""A story for each factory recognised in the demonstration, written and let out as staff would."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from accounts.policies import pending_about
from accounts.two_people.commands import approve_proposal
from factories.queries import by_code
from journal.commands import value_of
from recognition.queries import published
from stories.commands import PUBLICATION_KIND, submit_story, write_story
from stories.domain.story import Words

WORDS = Words(
    language="en",
    title="A committee that workers chose, and that solves things",
    text=(
        "Two years ago the bipartite committee met when there was trouble. Workers then chose their own members in a "
        "free election, women among them in the same share as on the sewing lines. Now the committee meets each "
        "month, and what it agrees is on the board beside the canteen with a name and a day.\n\n"
        "Supervisors learned to listen before they correct. The exits that used to be blocked by cartons have "
        "been clear at every unannounced visit since, because the people who work beside them look after them."
    ),
    quote="When we say that something is unsafe, somebody comes the same day and tells us what will happen.",
    quoted="A line leader, member of the committee",
    quote_permission="Made up for the demonstration: nobody was asked",
)


def load_stories(codes: Collection[str], *, writer: User, reader: User, now: datetime) -> None:
    """Write, submit and publish one each for those of the factories that are public."""
    for code in codes:
        factory = by_code(code)
        if factory is None or not published([factory.pk]):
            continue
        made = write_story(factory.pk, words=WORDS, actor=writer, now=now)
        story_id = value_of(made)
        submit_story(story_id, actor=writer, now=now)
        proposal = pending_about(reader, PUBLICATION_KIND, f"story:{story_id}")
        if proposal is not None:
            approve_proposal(proposal.pk, digest=proposal.digest, actor=reader, now=now)
