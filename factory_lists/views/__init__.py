"""The pages of an import, step by step."""
