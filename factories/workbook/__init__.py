"""Files in: tables from CSV and XLSX, and the rows of the registry's own lists."""

from __future__ import annotations
