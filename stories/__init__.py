"""Stories of recognised factories: written by staff, read by a second person, public while the recognition is."""
