"""The pages of packages and forums."""
