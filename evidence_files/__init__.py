"""Files of all evidence but assessments: read, checked, written all or nothing; given out in the same columns."""
