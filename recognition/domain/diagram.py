"""The lifecycle as a Mermaid state diagram, drawn from the one table of transitions."""

from __future__ import annotations

from collections.abc import Iterator

from recognition.domain.lifecycle import GRANTED, TRANSITIONS, RecognitionState, RecognitionTransition

BEGINS, ENDS = "<!-- lifecycle begins -->", "<!-- lifecycle ends -->"
"""Between these lines a document carries the diagram."""

FENCE = "```"
STARTING = "[*]"  # where Mermaid's arrows come from: no recognition yet


def mermaid() -> str:
    """Every transition, an arrow each, in the order of the table."""
    return "\n".join([f"{FENCE}mermaid", "stateDiagram-v2", *(f"  {arrow}" for arrow in _arrows()), FENCE])


def within(document: str) -> str:
    """The document with the diagram as the table draws it now.

    Raises:
        ValueError: it has no place for a diagram.
    """
    before, begins, rest = document.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not begins or not ends:
        raise ValueError(f"no place for the diagram: put the lines {BEGINS} and {ENDS} into it")
    return f"{before}{BEGINS}\n{mermaid()}\n{ENDS}{after}"


def _arrows() -> Iterator[str]:
    for act, step in TRANSITIONS.items():
        who = ", ".join(sorted(step.roles))
        for state in (state for state in RecognitionState if state in step.come_from):
            for to in _ends(act, step.to):
                start = STARTING if state is RecognitionState.ELIGIBLE else str(state)
                yield f"{start} --> {to}: {act.value.replace('_', ' ')} ({who})"


def _ends(act: RecognitionTransition, to: RecognitionState | None) -> list[RecognitionState]:
    """Where an act can lead; an appeal decided leads to one of several."""
    if to is not None:
        return [to]
    possible = GRANTED.values() if act is RecognitionTransition.GRANT_APPEAL else GRANTED.keys()
    return list(dict.fromkeys(possible))
