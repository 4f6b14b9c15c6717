"""Chains of events: their hashes, the walk that verifies them, a name taken out of them."""
