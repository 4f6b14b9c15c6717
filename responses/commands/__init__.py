"""Every change of what a factory says to findings."""

from __future__ import annotations

from responses.commands.answering import NothingSaid, agree_to_all, send_responses
from responses.commands.attachments import remove_response_file
from responses.commands.comments import comment_on_finding
from responses.commands.reminders import notify_windows_closing
from responses.commands.responding import FindingAnswered, respond_to_finding

__all__ = [
    "FindingAnswered",
    "NothingSaid",
    "agree_to_all",
    "comment_on_finding",
    "notify_windows_closing",
    "remove_response_file",
    "respond_to_finding",
    "send_responses",
]
