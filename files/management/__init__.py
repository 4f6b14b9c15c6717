"""What the commands for files share."""
