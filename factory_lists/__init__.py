"""Factory lists and lists of links in: read, mapped, compared, written."""
