"""The overview and its list of items of improvement plans."""
