"""Visits, improvement plans, committees, management systems, learning, zero-tolerance cases."""
