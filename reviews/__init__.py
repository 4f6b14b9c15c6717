"""How a reviewer goes through a submitted assessment: comments with their answers, what changed, clusters seen."""
