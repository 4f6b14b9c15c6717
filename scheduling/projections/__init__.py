"""The plan of visits, made and kept up to date."""
