"""Pages that anybody may look things up in: the questionnaires word for word, and what sectors look like."""
