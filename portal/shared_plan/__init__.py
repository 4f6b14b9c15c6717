"""One plan and one conversation about it: for the brands that may read it, the factory and its adviser."""
