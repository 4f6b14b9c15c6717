"""What becomes of the rows of a record that is merged."""
