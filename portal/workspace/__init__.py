"""The room of a factory's own people: where it stands, what to do next, who may read its reports."""
