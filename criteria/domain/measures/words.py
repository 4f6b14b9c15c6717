"""The words of the vocabulary's own terms, for the pages on measures: directions, shapes, windows."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.domain.measures.vocabulary import Direction, Shape
from criteria.domain.measures.window import WindowKind
from criteria.domain.translations import gettext_noop as _

DIRECTIONS: Mapping[Direction, str] = {
    Direction.LESS: _("Less is better"),
    Direction.MORE: _("More is better"),
}

SHAPES: Mapping[Shape, str] = {
    Shape.COUNT: _("A whole number"),
    Shape.YES_NO: _("Yes (1) or no (0)"),
    Shape.SHARE: _("A share: so many of a whole, kept as two whole numbers"),
    Shape.RATIO: _(
        "A ratio: so many of another quantity, kept as two whole numbers; it may be more than one"
    ),
}

WINDOWS: Mapping[WindowKind, str] = {
    WindowKind.ALL: _("Everything by the day asked about"),
    WindowKind.LAST: _("The last so many full unannounced assessments, added up"),
    WindowKind.BACK: _("The one assessment so many before the latest"),
    WindowKind.MONTHS: _("The last so many months, from the same day of the month on"),
}
