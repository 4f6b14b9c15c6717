"""The kept counts as files: line by line, and as reports print them, with years or countries side by side; as PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from files.domain.shares import with_per_cent_sign
from files.exports import ExportTable
from files.pdf.typesetting import pdf_of
from journal.wording import day_in_words
from sector_tables.queries.sectors import sector_counts
from sector_tables.templatetags.sector_tables import sector_words

if TYPE_CHECKING:
    from sector_tables.queries.compared_lines import ComparedLine

TEMPLATE = Path(__file__).resolve().parent / "documents" / "sector_table.typ"

HEAD = ("country", "year", "level", "code", "assessed", "noncompliant", "percent")


def sector_table() -> ExportTable:
    """The kept sector counts as outsiders may see them."""
    return ExportTable("sector-tables", HEAD, _rows())


def _rows() -> list[tuple[str, int, str, str, int | None, int | None, int | None]]:
    return [
        (country, year, level, code, line.assessed, line.noncompliant, line.percent)
        for country, year, level, code, line in sector_counts()
    ]


def side_by_side(across: Literal["year", "country"]) -> ExportTable:
    """Shares in whole per cent, a column a year (and the last change, in points) or a column a country.

    Empty: hidden, or not asked there. Lines are matched by code alone: a question that another one follows in a later
    version is a line of its own.
    """
    import pandas as pd  # noqa: PLC0415  # 54 MB of memory and a second, for this command alone

    counts = pd.DataFrame(_rows(), columns=list(HEAD)).astype({"percent": "Int64"})
    counts["country"] = counts["country"].replace("", "all")
    keys = [name for name in ("country", "year", "level", "code") if name != across]
    as_listed = pd.MultiIndex.from_frame(counts[keys].drop_duplicates())
    wide = counts.pivot(index=keys, columns=across, values="percent").reindex(as_listed)
    if across == "year" and len(wide.columns) > 1:
        wide["change"] = wide.iloc[:, -1] - wide.iloc[:, -2]
    wide = wide.reset_index()
    rows = wide.astype(object).where(wide.notna(), None)
    return ExportTable(
        f"sector-tables-by-{across}", [str(name) for name in wide.columns], rows.itertuples(index=False)
    )


EXPORTS: Mapping[str, Callable[[], ExportTable]] = {
    "sector-tables": sector_table,
    "sector-tables-by-year": partial(side_by_side, "year"),
    "sector-tables-by-country": partial(side_by_side, "country"),
}


def sector_as_pdf(
    lines: Sequence[ComparedLine], *, country: str, year: int | None, assessed: int, counted_at: datetime
) -> bytes:
    """A table as its page shows it, as PDF/UA-1 in the active language. `country`: its name, "" for the programme."""
    words = {"finding": "", "source": ""}
    if year is None or not lines:
        words["finding"] = (
            _("No assessment is final yet") if year is None else _("Nothing was assessed there that year")
        )
    elif any(line.share is not None for line in lines):
        words = sector_words(lines, country, year, assessed)
    hidden = _(
        "A country or the total is not shown either where it would give a small group away by subtraction."
    )
    document = {
        "title": f"{_('Sector tables')}: {country or _('the whole programme')}{f', {year}' if year else ''}",
        "language": (get_language() or "en").partition("-")[0],
        "direction": "rtl" if get_language_bidi() else "ltr",
        **words,
        "counted": day_in_words(counted_at.astimezone(UTC).date()),
        "words": {
            "page": _("Page"),
            "head": [_("Line"), _("Assessed"), _("Non-compliant"), _("Share"), _("Against the year before")],
        },
        "lines": [
            {"name": line.name, "code": line.line.code, "figures": _figures_in_words(line)} for line in lines
        ],
        "hidden": hidden if any(line.line.hidden for line in lines) else "",
    }
    return pdf_of(TEMPLATE, document, made_at=counted_at)


def _figures_in_words(line: ComparedLine) -> list[str]:
    if line.line.hidden:
        return [_("not shown"), "", "", ""]
    counts = (line.line.assessed or 0, line.line.noncompliant or 0)
    numbers = [number_format(count, force_grouping=True) for count in counts]
    change = "–" if line.change is None else f"{line.change:+d}" if line.change else "0"
    return [*numbers, with_per_cent_sign(str(line.line.percent), get_language()), change]
