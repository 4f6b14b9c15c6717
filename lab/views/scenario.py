"""What the lab is asked to try: read from an address, put back into one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from criteria.domain.criteria import CriteriaDocument, Criterion
from criteria.queries.criteria import Standard
from lab.domain.variation import NumberRange, Variation, bar_span, varied, window_span


@dataclass(frozen=True, slots=True)
class Control:
    """One criterion as the lab shows it."""

    criterion: Criterion
    change: Variation
    bar_span: NumberRange | None
    window_span: NumberRange | None

    @property
    def bar(self) -> int:
        """Where its bar stands now."""
        return self.criterion.bar.n if self.change.bar is None else self.change.bar

    @property
    def window(self) -> int:
        """How large its window is now."""
        return self.criterion.window.size if self.change.window is None else self.change.window

    @property
    def moved(self) -> bool:
        """Whether anything is tried on it."""
        return self.change != Variation()


@dataclass(frozen=True, slots=True)
class Trial:
    """A document that is tried: a version, and what was moved in it. `problems`: numbers that were passed over."""

    start: Standard
    changes: Mapping[str, Variation]
    problems: tuple[str, ...]

    @property
    def document(self) -> CriteriaDocument:
        """What the factories are judged by."""
        return varied(self.start.document, self.changes)

    def controls(self) -> Iterator[Control]:
        """Every criterion of the version."""
        for criterion in self.start.document.criteria:
            yield Control(
                criterion,
                self.changes.get(criterion.code, Variation()),
                bar_span(criterion),
                window_span(criterion),
            )

    @property
    def address(self) -> str:
        """The same trial as the query of an address."""
        parameters = [("from", self.start.version)]
        for code, change in self.changes.items():
            parameters += [(f"bar-{code}", str(change.bar))] if change.bar is not None else []
            parameters += [(f"window-{code}", str(change.window))] if change.window is not None else []
            parameters += [("off", code)] if change.off else []
        return urlencode(parameters)

    def says_more(self, query: QueryDict) -> bool:
        """Whether an address also says, or says twice, what is as it was: a form sends all of its fields."""
        numbers = [key for key in query if key.startswith(("bar-", "window-"))]
        own = dict(parse_qsl(self.address))
        return not self.problems and any(key not in own or len(query.getlist(key)) > 1 for key in numbers)


def trial_of(query: QueryDict, start: Standard) -> Trial:
    """The trial that an address asks for; what makes no sense is told and passed over."""
    changes: dict[str, Variation] = {}
    problems: list[str] = []
    off = {criterion.code for criterion in start.document.criteria if criterion.code in query.getlist("off")}
    if len(off) == len(start.document.criteria):
        problems.append(_("At least one criterion has to be left; all are used."))
        off = set()
    for criterion in start.document.criteria:
        bar = _number(query, f"bar-{criterion.code}", bar_span(criterion), criterion, problems)
        window = _number(query, f"window-{criterion.code}", window_span(criterion), criterion, problems)
        change = Variation(
            bar=bar if bar != criterion.bar.n else None,
            window=window if window != criterion.window.size else None,
            off=criterion.code in off,
        )
        if change != Variation():
            changes[criterion.code] = change
    return Trial(start, changes, tuple(problems))


def _number(
    query: QueryDict, key: str, span: NumberRange | None, criterion: Criterion, problems: list[str]
) -> int | None:
    text = query.get(key, "").strip()
    if not text or span is None:
        return None
    if text.isascii() and text.isdigit() and int(text) in span:
        return int(text)
    message = _("%(code)s: %(text)s is not a whole number from %(low)s to %(high)s; it is left as it was.")
    problems.append(message % {"code": criterion.code, "text": text[:20], "low": span.low, "high": span.high})
    return None
