"""The interface's texts in each language: read beside English, corrected and reviewed by speakers, live at once."""
