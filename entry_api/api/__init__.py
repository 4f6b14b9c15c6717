"""Addresses that take what staff enter."""
