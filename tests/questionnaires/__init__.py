"""Questionnaires as data: released, loaded, put in force, changed."""
