"""The brands' room: the directory of factories, and one's own suppliers as far as they consent."""
