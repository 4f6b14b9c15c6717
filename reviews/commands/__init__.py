"""Every change of reviews; what pages call is named here."""

from __future__ import annotations

from reviews.commands.clusters import mark_clusters_seen
from reviews.commands.comments import (
    CommentGone,
    EmptyReply,
    comment_on_question,
    reply_to_comment,
    resolve_comment,
)

__all__ = [
    "CommentGone",
    "EmptyReply",
    "comment_on_question",
    "mark_clusters_seen",
    "reply_to_comment",
    "resolve_comment",
]
