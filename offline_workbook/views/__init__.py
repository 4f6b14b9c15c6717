"""The pages of the form that was filled in."""
