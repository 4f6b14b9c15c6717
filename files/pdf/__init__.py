"""Documents as PDF: typeset from a template and data, in the project's fonts, accessible (PDF/UA-1)."""
