"""Reading what one factory has to do."""
