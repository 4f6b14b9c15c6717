"""Factory lists as others write them: where the head is, what its columns mean, which day the list is of."""

from __future__ import annotations
