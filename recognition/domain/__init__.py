"""The pure core of the judgement: facts in columns, measures, criteria, one engine."""
