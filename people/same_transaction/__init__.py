"""What several commands about people share, and what an approved proposal does."""
