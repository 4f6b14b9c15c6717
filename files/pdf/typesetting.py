"""A Typst template and its data to a PDF: offline, in the project's fonts, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import typst

PROJECT = Path(__file__).resolve().parents[2]  # where templates' paths begin: "/files/pdf/house.typ"
FONTS = Path(__file__).resolve().parent / "fonts"


def pdf_of(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The document as PDF/UA-1; the same bytes for the same data and moment.

    Args:
        template: a `.typ` file inside the project.
        data: what the template reads, as JSON; it is never part of the template's source.
        made_at: the moment that the file names as its creation; aware.

    Raises:
        typst.TypstError: the template does not fit the data, or breaks a rule of PDF/UA-1.
    """
    compiled = _compiler(template, data).compile(
        format="pdf", pdf_standards="ua-1", timestamp=made_at.astimezone(UTC).replace(microsecond=0)
    )
    return cast("bytes", compiled)


def _compiler(template: Path, data: Mapping[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        input=str(template),
        root=str(PROJECT),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
