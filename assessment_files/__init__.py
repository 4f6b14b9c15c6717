"""Files of assessments in and out, in their three layouts."""
