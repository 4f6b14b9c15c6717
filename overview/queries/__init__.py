"""What the overview counts, and the rows that it counts."""
