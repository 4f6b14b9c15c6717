"""Forms of the lab and of drafts of criteria."""
