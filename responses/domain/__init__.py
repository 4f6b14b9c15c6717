"""Pure rules of the comment window."""
