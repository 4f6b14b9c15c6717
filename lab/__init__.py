"""The lab: what other criteria would mean for every factory, in every year of history and country."""
