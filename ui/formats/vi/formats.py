"""Vietnamese: Django's own begins with a capital Ngày, which stands inside sentences."""

from __future__ import annotations

DATE_FORMAT = r"\n\g\à\y j \t\h\á\n\g n \nă\m Y"
SHORT_DATE_FORMAT = "j/n/Y"
DATETIME_FORMAT = r"H:i \n\g\à\y j \t\h\á\n\g n \nă\m Y"
YEAR_MONTH_FORMAT = r"\t\h\á\n\g n \nă\m Y"
MONTH_DAY_FORMAT = r"j \t\h\á\n\g n"
NUMBER_GROUPING = 3
