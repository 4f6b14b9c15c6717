"""Two records of one factory: pairs, merging, taking apart again."""
