"""Reads of single items of the improvement plan."""
