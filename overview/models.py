"""What the overview keeps."""

from __future__ import annotations

from django.db import models


class YearFigure(models.Model):
    """One figure of one country and year. Counted again every night and after what may change it."""

    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=20)  # FIGURES and OVERDUE_ITEMS of overview.queries.figures
    number = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "year", "figure"], name="year_figure_once"),
        ]
