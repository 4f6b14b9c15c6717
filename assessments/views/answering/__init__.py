"""Entering answers, with and without a connection."""
