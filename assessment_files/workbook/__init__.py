"""Files of assessments, read and handed to their command."""
