"""Pages of the judgement: the worklist, dossiers and decisions, verdicts, criteria."""
