"""The rules of a story, without a database."""
