"""What the overview keeps of years that are over."""

from __future__ import annotations

from django.db import models


class YearFigure(models.Model):
    """One figure of one country in a year that is over. Counted again every night and after what may change it."""

    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=20)  # overview.queries.figures.FIGURES
    number = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "year", "figure"], name="year_figure_once"),
        ]
