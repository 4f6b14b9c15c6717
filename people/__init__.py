"""Whom the programme works with: invitations with a role and a place, the list of people, absence and leaving."""
