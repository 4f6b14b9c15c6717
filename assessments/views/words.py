"""What the workspace's scripts say, in the reader's language: they hold no words of their own."""

from __future__ import annotations

from django.utils.translation import gettext as _


def workspace_words() -> dict[str, str]:
    """Sentences by name; `{n}` and the like are filled in by the scripts."""
    return {
        "C": _("Compliant"),
        "N": _("Non-compliant"),
        "X": _("Not applicable"),
        "-": _("Not answered"),
        "saved": _("All saved on the server"),
        "onlyHere": _("Answers only on this device: {n}"),
        "filesHere": _("Photos only on this device: {n}"),
        "offline": _("Offline"),
        "signIn": _("Sign in again. Nothing is lost."),
        "otherPerson": _("Somebody else is signed in. Sign in as yourself and it goes on."),
        "gone": _("This assessment is not open for answers any more. What is on this device stays here."),
        "tooOld": _("This page is out of date. Load it again: nothing is lost."),
        "failing": _("The server does not answer. It is tried again by itself."),
        "noStore": _("This browser keeps nothing. Leave private browsing, or use another browser."),
        "notKept": _("This was not kept: the device has no room. Free some and answer again."),
        "progress": _("{n} of {of} answered"),
        "found": _("{n} non-compliant"),
        "complete": _("complete"),
        "restCompliant": _("Mark open ones compliant ({n})"),
        "undo": _("Undo"),
        "undoOne": _("Undo {question}"),
        "undoMany": _("Undo {n} answers"),
        "undone": _("Undone: {n}"),
        "marked": _("Marked as compliant: {n}"),
        "last": _("Last time: {letter}"),
        "lastOn": _("Last time, {on}"),
        "due": _("due {on}"),
        "by": _("{name}, {at}"),
        "clash": _("{name} answered: {letter}"),
        "clashes": _("{n} to settle"),
        "theirs": _("Keep “{letter}”"),
        "mine": _("Take “{letter}”"),
        "somebody": _("Somebody"),
        "refused": _("Not accepted: {said}"),
        "results": _("{n} found"),
        "noResults": _("Nothing found"),
        "allAnswered": _("Every question is answered."),
    }
