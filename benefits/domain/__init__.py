"""Plain rules: the catalogue, the life of a forum, places in time."""
