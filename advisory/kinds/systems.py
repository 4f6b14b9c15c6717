"""Reviews of management systems by their elements. The form has every area; each is a record of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from advisory.domain.systems import ELEMENTS, score_of, with_score
from advisory.kinds.declaration import Choice, Day, EvidenceKind, Field, Prose, Whole
from advisory.models import SystemsReview
from files.domain.problems import ImportProblem
from files.domain.row_reader import FactoryRef, RowReader

SCORES = (
    (1, _("1 – none")),
    (2, _("2 – begun")),
    (3, _("3 – in place, not kept up")),
    (4, _("4 – in place and kept up")),
    (5, _("5 – improves itself")),
)

ELEMENT_WORDS = {
    # element → its name, what a review looks for, and what is missing where nothing of it is there
    "policy": (_("Policy"), _("Written, signed by the top manager, known."), _("no policy is written")),
    "responsible": (
        _("Responsible person"),
        _("Named, with time and authority."),
        _("no one responsible is named"),
    ),
    "procedure": (
        _("Procedure"),
        _("Who does what by when, as it is done."),
        _("no procedure is written"),
    ),
    "communication": (
        _("Communication"),
        _("Workers and supervisors were told, new ones too."),
        _("workers were not told of it"),
    ),
    "monitoring": (
        _("Monitoring"),
        _("Somebody checks regularly whether it works."),
        _("nobody checks whether it works"),
    ),
    "correction": (
        _("Correction"),
        _("What is found is put right, and its cause too."),
        _("what is found is not put right"),
    ),
}


def _elements() -> Iterator[Field]:
    for element in ELEMENTS:
        label, looked_for, _missing = ELEMENT_WORDS[element]
        level = Whole(least=1, most=5, words=SCORES)
        yield Field(
            name=element,
            label=label,
            help=looked_for,
            holds=level,
            unit="1 to 5",
            in_form=False,
            history=element,
        )
    for element in ELEMENTS:
        yield Field(name=f"{element}_note", label=_("Note"), holds=Prose(), in_form=False)


def _score_follows(reader: RowReader, _factory: FactoryRef | None, values: dict[str, Any]) -> None:
    follows = score_of([values[element] for element in ELEMENTS])
    if follows is not None and values["score"] is not None and values["score"] != follows:
        what = f"its elements give {follows}; correct the score or the elements"
        reader.note(ImportProblem(reader.row, "score", "out_of_range", what))


SYSTEMS = EvidenceKind(
    name="systems",
    what="a management system in one area on one day, by its elements as far as they were seen",
    model=SystemsReview,
    table="systems",
    check=_score_follows,
    complete=with_score,
    fields=(
        Field(
            name="reviewed_on",
            label=_("Day of the review"),
            holds=Day(),
            required=True,
            is_key=True,
            happened=True,
            history="day",
        ),
        Field(
            name="area",
            label=_("Area"),
            holds=Choice(SystemsReview.Area.choices),
            required=True,
            is_key=True,
            in_form=False,  # the form has fields of each area
            history="area",
        ),
        Field(
            name="score",
            label=_("Score"),
            holds=Whole(least=1, most=5, words=SCORES),
            unit="1 to 5",
            required=True,
            in_form=False,
            history="score",
        ),
        *_elements(),
    ),
)
