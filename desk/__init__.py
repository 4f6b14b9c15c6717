"""The staff's desk and their page of a factory: composed of every app's queries, so they stand at the top."""
