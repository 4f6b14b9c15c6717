"""Pages on which stories are written, read by a second person, and let out."""
