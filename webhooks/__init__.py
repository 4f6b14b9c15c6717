"""What changed for brands, in order, and messages about it to their own systems."""
