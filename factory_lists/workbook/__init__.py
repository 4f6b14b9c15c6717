"""Lists as files: read, and their rows given back."""
