"""Reads of pairs, merges and what two records hold."""
