"""Reads of what factories say to findings."""
