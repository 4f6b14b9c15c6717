"""Rows of assessment files: read, gathered, written."""
