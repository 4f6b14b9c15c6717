"""What lists change in the registry."""
