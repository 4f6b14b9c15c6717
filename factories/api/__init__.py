"""The registry over the API, and what lists of the API share."""
