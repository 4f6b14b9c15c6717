"""Deciding on recognition: the worklist, a factory's verdict, the dossier. Composed of several apps' queries."""

from __future__ import annotations
