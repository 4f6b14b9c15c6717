"""Pages of the comment window."""
