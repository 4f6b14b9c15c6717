"""The demonstration programme made up: profiles, rates, answers, evidence; it knows nothing of the judgement."""
