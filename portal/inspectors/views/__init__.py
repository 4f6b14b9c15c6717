"""The pages of inspectors."""
