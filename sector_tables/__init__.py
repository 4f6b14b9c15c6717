"""Sector tables: of the factories assessed in a year, how many were non-compliant on what; small groups hidden."""
