"""Templates are laid out for whoever reads them; pages are sent without their indentation, a third of a long list.

Line ends stay, so that errors name the right line. Texts over several lines are `trimmed`, and no `<pre>` or
`<textarea>` has a line of its own in a template (`tests/components/test_indentation.py`): what is shown stays the same.
"""

from __future__ import annotations

import re

from django.template.base import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class PageLoader(FilesystemLoader):
    """Reads the product's own templates."""

    def get_contents(self, origin: Origin) -> str:
        """The template's text without the blanks at the beginning of its lines; other than HTML as it stands."""
        text: str = super().get_contents(origin)
        return _INDENTATION.sub("", text) if str(origin.name).endswith(".html") else text
