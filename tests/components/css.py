"""Reading style sheets, as far as these tests need it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.reading import ROOT

CSS = ROOT / "static" / "css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def sheet(name: str) -> str:
    """The text of a style sheet without its comments."""
    return COMMENT.sub("", (CSS / f"{name}.css").read_text())


def sheets() -> list[Path]:
    """All of them."""
    return sorted(CSS.glob("*.css"))


def colours(name: str) -> dict[str, str]:
    """Names and hexadecimal values of a sheet's custom properties."""
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;", sheet(name)))


def contrast(one: str, other: str) -> float:
    """The ratio of two colours as WCAG 2.2 defines it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
