"""Countries, and where the programme works."""

from __future__ import annotations

from django.db import models


class Country(models.Model):
    """A country of the world; `programme` where the programme works."""

    code = models.CharField(max_length=2, primary_key=True)  # ISO 3166-1 alpha-2
    name = models.CharField(max_length=80)
    programme = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
