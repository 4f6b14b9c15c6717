"""The room for everybody: who is recognised, what recognition is, a factory's public page."""
