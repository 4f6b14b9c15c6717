"""Rows of tables that hold facts, bound to the events that wrote them.

`coverage`: which tables and columns; `capture`: which rows a command wrote; `digests`: what a row says, in one digest;
`verification`: rows altered, invented or missing.
"""
