"""A factory goes through the questionnaire itself: its own answers, apart from everything that is assessed."""
