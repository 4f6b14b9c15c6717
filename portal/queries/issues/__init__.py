"""Publicly reported issues: what was published of them, in words."""
