"""Reads of the evidence: many ids in, plain rows out, a constant number of statements."""
