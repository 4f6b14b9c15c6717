"""Files in: released questionnaires, and sheets of evidence."""
