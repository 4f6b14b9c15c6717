"""A photo that a decoder stumbles over is told as broken, whatever the decoder says of it."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

import pytest

from files.workbook.attachments import NotAcceptable, checked

ONE_BYTE_CHANGED = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAABQAAAAUCAIAAP8v6WXXAAAACGFjVEwAAAAEAAAAAHzNZtAAAAAaZmNUTAAAAAAAAAAUAAAAFAAA"
    "AAAAAAAAAAAAAQAAMWdh9QAAABJJREFUeJxjYBgFo2AUjIKhCwAExAABNHgkmAAAABpmY1RMAAAAAQAAABQAAAAUAAAAAAAAAAAA"
    "AAABAACqFIshAAAAH2ZkQVQAAAACeJxjFGEgHzBRoHdU86jmUc2jmqmgGQDDUAA84TGStgAAABpmY1RMAAAAAwAAABQAAAAUAAAA"
    "AAAAAAAAAAABAABHgljIAAAAH2ZkQVQAAAAEeJxj1GAgHzBRoHdU86jmUc2jmqmgGQAimwBQo6YLfAAAABpmY1RMAAAABQAAABQA"
    "AAAUAAAAAAAAAAAAAAABAACqSCqyAAAAH2ZkQVQAAAAGeJxjtGEgHzBRoHdU86jmUc2jmqmgGQCB1wBk5F4ppwAAAABJRU5ErkJg"
    "gg=="
)  # an animated PNG


def test_a_photo_with_one_byte_changed_is_told_as_broken():
    with pytest.raises(NotAcceptable, match="The photo is broken"):
        checked(BytesIO(ONE_BYTE_CHANGED))
