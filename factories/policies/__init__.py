"""Who does what in the registry, one subject a module."""
