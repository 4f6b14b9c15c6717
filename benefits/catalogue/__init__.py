"""The catalogue that comes with the product: one TOML document, the programme's to change."""

from __future__ import annotations

from pathlib import Path


def catalogue_text() -> str:
    """The document, word for word."""
    return (Path(__file__).parent / "benefits.toml").read_text(encoding="utf-8")
