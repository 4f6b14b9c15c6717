"""The overview: how a country and the programme stand, over the years, each figure with its list."""
