"""The page of the list, and what stands in its cells."""
