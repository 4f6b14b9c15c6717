"""What waits for whom: one registry of kinds, read by the desk, the inbox, the mail and the navigation."""
