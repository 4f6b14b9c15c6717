"""Requests to other people's servers: they reach the public internet alone, never this installation's network."""
