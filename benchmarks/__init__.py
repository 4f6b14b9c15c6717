"""How long the main things take, as ratios to a floor measured in the same run. `make bench`."""
