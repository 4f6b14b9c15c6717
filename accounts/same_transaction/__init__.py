"""Changes of accounts inside another app's command: called by name in its transaction."""
