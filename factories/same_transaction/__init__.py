"""What happens to the registry inside other apps' commands, one subject a module."""
