"""What the demonstration's brand commits to at the factory that people sign in to: one done, one not yet, one open.

And a few comments on its plan, with the factory's answer.

No chance in it: days counted from today, everything by the commands of the pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from accounts.models import User
from buyers.commands.commitments import Kind, State, make_commitment, report_commitment
from buyers.commands.plan_comments import comment_on_plan
from buyers.queries.commitments import committing_brands
from buyers.queries.plan_comments import plan_brands
from countries.queries.local_time import LocalDays
from factories.queries.lookups import Named

_COMMITMENTS = (
    # about, days from today, words, what is reported, a word to the factory
    (
        Kind.LEAD_TIME,
        30,
        "Styles are confirmed four weeks earlier, so that peak season needs no night shift.",
        "",
        "",
    ),
    (
        Kind.ORDER_SIZE,
        60,
        "Orders of one season differ by no more than a fifth.",
        State.NOT_YET,
        "From autumn on.",
    ),
    (Kind.PAYMENT, 14, "Invoices are paid within 30 days of delivery.", State.DONE, ""),
)


def make_commitments(users: Mapping[str, User], *, home: Named | None, now: datetime) -> int:
    """Three of the brand that reads the factory's reports. Returns how many."""
    days, actor = LocalDays(now), users["brand"]
    brands = committing_brands(actor, home.id, days) if home else []
    if home is None or not brands:
        return 0
    for kind, ahead, text, state, note in _COMMITMENTS:
        commitment_id = uuid5(NAMESPACE_URL, f"demo:commitment:{kind}")
        due_on = days.of(home.country) + timedelta(ahead)
        make_commitment(
            home.id, commitment_id=commitment_id, brand_id=brands[0].pk, kind=kind, text=text, due_on=due_on,
            actor=actor, now=now,
        )  # fmt: skip
        if state:
            report_commitment(commitment_id, state=state, note=note, actor=actor, now=now)
    return len(_COMMITMENTS)


_COMMENTS = (
    # who writes, seconds after the first, words
    ("brand", 0, "We can lend an engineer for a day if that helps. Which week suits you?"),
    ("factory", 1, "Thank you. The second week of next month; the line stands still then."),
)


def comment_plan(users: Mapping[str, User], *, home: Named | None, refs: Sequence[str], now: datetime) -> int:
    """The brand's comment on the first item of the plan that it reads, and the factory's answer. Returns how many."""
    brands = plan_brands(users["brand"], home.id, LocalDays(now)) if home else []
    if home is None or not brands or not refs:
        return 0
    for who, later, text in _COMMENTS:
        comment_on_plan(
            home.id, comment_id=uuid5(NAMESPACE_URL, f"demo:plan-comment:{later}"), ref=refs[0],
            brand_id=brands[0].pk if who == "brand" else None, text=text, is_signed=who == "brand",
            actor=users[who], now=now + timedelta(seconds=later),
        )  # fmt: skip
    return len(_COMMENTS)
