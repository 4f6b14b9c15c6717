"""Improvement plans out of findings, and what the programme's plans say of causes. Plans and items: `advisory`."""
