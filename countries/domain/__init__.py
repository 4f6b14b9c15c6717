"""Rules of countries on plain values."""
