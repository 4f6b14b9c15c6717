"""Pure rules of the registry: identifiers, names, matching, rows of lists."""

from __future__ import annotations
