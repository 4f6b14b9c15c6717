"""Signing in by way of an organisation: whose mail domain has one, and what allauth is told."""
