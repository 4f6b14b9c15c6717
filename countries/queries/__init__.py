"""Reads of countries and their settings."""
