"""From an empty database to the first recognised factory, as people do it: docs/operating.md, followed step by step."""
