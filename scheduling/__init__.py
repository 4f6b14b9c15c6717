"""The plan of visits: windows, capacity, draw, and who goes where on which day."""
