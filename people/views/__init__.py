"""Pages about people, one subject a module."""
