"""The steps in which an uploaded list comes in, each a kind of job."""

from __future__ import annotations

READ, CHECK, WRITE = "read-factory-list", "check-factory-list", "write-factory-list"
NOTED = "noted"  # key of a step's counts: rows of which something was understood that the person should see
