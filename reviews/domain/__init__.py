"""Comparing answers of one assessment: pure rules."""
