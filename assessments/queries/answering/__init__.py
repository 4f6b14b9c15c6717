"""What the pages for entering answers read."""
