"""The two-person rule: what one person proposes, another decides."""
