"""Meetings of the bipartite committee: the next day and its agenda."""
