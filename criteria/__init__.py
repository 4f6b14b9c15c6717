"""What the bar is, who meets it and why: measures, criteria documents, engine, evaluations, explanation."""
