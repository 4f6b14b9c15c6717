"""How criteria are met, from a history of evidence: no Django, no clock."""
