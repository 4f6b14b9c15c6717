"""The checklist that leads an empty installation's first administrator to a working programme."""
