"""Counting sheets by sector, and which groups are too small to be shown."""
