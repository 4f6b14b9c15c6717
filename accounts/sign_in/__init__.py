"""How people prove who they are: what differs from allauth's defaults, and our own pages around it."""
