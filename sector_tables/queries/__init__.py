"""Reads of the kept counts and of the sheets that they are counted from."""
