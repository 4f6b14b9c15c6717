"""What recognition changes in what the programme does: benefits by package, and business forums."""
