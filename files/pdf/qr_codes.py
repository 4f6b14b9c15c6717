"""QR codes as drawings."""

from __future__ import annotations

import qrcode
from qrcode.image.svg import SvgPathFillImage


def qr_code(text: str) -> str:
    """The text as a QR code in SVG, black on white."""
    drawn = qrcode.make(text, image_factory=SvgPathFillImage, border=2)
    return str(drawn.to_string(encoding="unicode"))
