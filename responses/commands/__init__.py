"""Every change of what a factory says to findings."""

from __future__ import annotations

from responses.commands.answering import agree_to_all, save_response, send_responses
from responses.commands.attachments import add_response_file, remove_response_file
from responses.commands.comments import comment_on_finding
from responses.commands.reminders import notify_windows_closing

__all__ = [
    "add_response_file",
    "agree_to_all",
    "comment_on_finding",
    "notify_windows_closing",
    "remove_response_file",
    "save_response",
    "send_responses",
]
