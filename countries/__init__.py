"""Countries: their names, what holds in each from a day on, its clock and its day."""
