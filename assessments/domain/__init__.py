"""Pure rules of the evidence: questionnaires, answer sheets, scores, sector tables, rows of files."""
