"""Deciding on pairs, merging and splitting."""
