"""What people fill in about the evidence."""
