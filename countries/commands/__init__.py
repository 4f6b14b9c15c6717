"""Recording countries and their settings."""
