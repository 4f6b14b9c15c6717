"""Sessions: when one began and was last used, on which device, and how long it lasts."""
