"""Forms of the registry, one subject a module."""

from __future__ import annotations
