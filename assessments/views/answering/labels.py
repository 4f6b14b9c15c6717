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
        "otherPerson": _("Another person is signed in. Sign in to your own account to continue."),
        "gone": _("This assessment is not open for answers any more. What is on this device stays here."),
        "tooOld": _("This page is out of date. Load it again: nothing is lost."),
        "failing": _("The server does not answer. Trying again automatically."),
        "noStore": _("This browser keeps nothing. Leave private browsing, or use another browser."),
        "notKept": _("This was not saved: the device is full. Free some space and answer again."),
        "progress": _("{n} of {of} answered"),
        "found": _("{n} non-compliant"),
        "complete": _("complete"),
        "restCompliant": _("Mark open ones compliant ({n})"),
        "undo": _("Undo"),
        "undoOne": _("Undo {question}"),
        "undoMany": _("Undo {n} answers"),
        "undone": _("Undone: {n}"),
        "marked": _("Marked as compliant: {n}"),
        "bulkAsks": _("These are critical and would be marked compliant with the others: {n}"),
        "bulkOthers": _("Mark the others only ({n})"),
        "bulkAll": _("Mark all, these too ({n})"),
        "isZeroTolerance": _("zero tolerance"),
        "isCore": _("core labour standard"),
        "wasFound": _("non-compliant last time"),
        "last": _("Last time: {letter}"),
        "lastAs": _("Last time, asked as {codes}: {letter}"),
        "lastOn": _("Last time, {on}"),
        "due": _("due {on}"),
        "by": _("{name}, {at}"),
        "clash": _("{name} answered: {letter}"),
        "clashes": _("Conflicts: {n}"),
        "clashStanding": _("Current answer – {name}: {letter}"),
        "keepThis": _("Keep this answer: {letter}"),
        "takeThis": _("Take this answer: {letter}"),
        "workers": _("Workers concerned: {n}"),
        "byLaw": _("attributed to national law"),
        "badNumber": _("Write a whole number from 0 to {most}. This is not stored yet."),
        "tooLong": _("{n} characters are too many: shorten to {most}. This is not stored yet."),
        "formula": _("This looks like a formula. Begin with a word. This is not stored yet."),
        "unwritable": _("This holds a sign that cannot be stored. Remove it."),
        "byFactory": _("the factory's"),
        "field_letter": _("Answer"),
        "field_details": _("What was found"),
        "field_workers": _("Workers concerned"),
        "field_attribution": _("Attribution"),
        "field_note": _("Note for the team"),
        "question": _("Question"),
        "at": _("Entered"),
        "handedOver": _("Handed over. The team sees it beside each question and decides."),
        "notHandedOver": _("It cannot be handed over from here. Download it and send the file to the team."),
        "someRefused": _("Some entries were not accepted. Download them and send the file to the team."),
        "storedLess": _("The server did not say that it stored all of it. Enter it again."),
        "fileMany": _("This question has {most} files already. Remove one that shows less."),
        **_file_words(),
        "somebody": _("Another person"),
        "refused": _("Not accepted: {said}"),
        "results": _("{n} found"),
        "noResults": _("Nothing found"),
        "allAnswered": _("Every question is answered."),
    }


def _file_words() -> dict[str, str]:
    """Why a photo or document is not taken."""
    return {
        "fileEmpty": _("The file is empty. Choose another."),
        "fileKind": _("Photos (JPEG, PNG, WebP) and PDF documents are taken. Choose one of these."),
        "fileHeic": _("This browser cannot read HEIC photos. Set the camera to JPEG and take it again."),
        "fileBroken": _("The photo is broken. Take it again, or choose another."),
        "fileCut": _("The document is cut off. Save it again, then choose it."),
        "fileLarge": _("The file is larger than 15 MB. Choose a smaller one, or split it."),
        "fileNotTaken": _("The server does not take this file. Keep it, and tell your administrator."),
        "noRoom": _("This device is full. Free some space, then take it again."),
    }


def field_words() -> dict[str, str]:
    """Sentences of pages whose forms work without a connection."""
    return {
        **_file_words(),
        "fileMissing": _("Choose a photo or document."),
        "tooLarge": _("It is too large for this connection. Download it and pass the file on."),
        "visit": _("Advisory visit"),
        "finding": _("Finding of a visit"),
        "plan_status": _("Improvement plan"),
        "plan_item": _("Improvement plan"),
        "case": _("Zero-tolerance case"),
        "plan_word": _("Message on the improvement plan"),
        "due_day": _("Proposed due day"),
        "response": _("Response to a finding"),
        "comment": _("Comment on a finding"),
        "committee": _("Review the bipartite committee"),
        "systems": _("Review management systems"),
        "learning": _("Record learning"),
        "plan_file": _("Photo or document"),
        "diagnosis": _("Self-diagnosis"),
        "course": _("Course registration"),
        "onlyHere": _("Only on this device. It is sent by itself as soon as there is a connection."),
        "waits": _("Only on this device; it will be sent."),
        "typed": _("Draft, only on this device."),
        "goOn": _("Continue"),
        "mend": _("Edit"),
        "takeOut": _("Delete"),
        "takeOutAsk": _("Delete this from the device? It has not been recorded anywhere."),
        "keepStanding": _("Keep the recorded answer"),
        "recordMine": _("Record my answer"),
        "stands": _("Recorded meanwhile: {value}"),
        "save": _("Download"),
        "look": _("There is a problem"),
        "restored": _("What you had typed has been restored."),
        "gone": _("This factory is not among yours any more. Download this and pass the file on."),
        "unreadable": _("This page was out of date when it was sent. Open it and record it again."),
        "signIn": _("Sign in again. Nothing is lost."),
        "signInLink": _("Sign in again"),
        "otherPerson": _("Another person is signed in. Sign in to your own account to continue."),
        "notKept": _(
            "Not saved: the device is full. Free some space, then record again. What you typed is still here."
        ),
        "dayLink": _("What is on this device"),
        "writeAnother": _("Record another"),
        "empty": _("empty"),
        "full": _(
            "This device is nearly full ({n} MB free). Nothing was taken. Free some room, then prepare again."
        ),
        "mayGo": _(
            "The browser may remove what is kept when room runs short. Install the app, or send every evening."
        ),
        "kept": _("Ready without a connection: {n} pages"),
        "preparing": _("Preparing {n} of {of}"),
        "notPrepared": _("Could not be prepared: {title}"),
        "ready": _("ready"),
    }
