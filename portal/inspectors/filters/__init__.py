"""What the lists of inspectors can be narrowed by."""
