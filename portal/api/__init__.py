"""The machines' room: recognised factories under /api/v1/listings/."""
