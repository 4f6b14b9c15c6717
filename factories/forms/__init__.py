"""What people type about the registry, one subject a module."""
