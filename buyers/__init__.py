"""What brands' people keep for themselves: what they have seen, whom they watch, their lists; what brands promise."""
