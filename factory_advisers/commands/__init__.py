"""Advisers are assigned."""
