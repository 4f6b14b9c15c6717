"""Time zones in which the programme meets: those of its countries, and of the cities where its partners sit."""

from __future__ import annotations

ZONES = (
    "Africa/Addis_Ababa", "Africa/Cairo", "Africa/Johannesburg", "Africa/Maseru", "Africa/Nairobi",
    "America/Bogota", "America/Guatemala", "America/Managua", "America/New_York", "America/Port-au-Prince",
    "America/Los_Angeles", "Asia/Amman", "Asia/Bangkok", "Asia/Colombo", "Asia/Dhaka", "Asia/Ho_Chi_Minh",
    "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Karachi", "Asia/Kolkata", "Asia/Phnom_Penh", "Asia/Tashkent",
    "Europe/Berlin", "Europe/London", "Europe/Zurich", "Indian/Antananarivo", "UTC",
)  # fmt: skip
ZONE_OF = {
    "BD": "Asia/Dhaka", "EG": "Africa/Cairo", "ET": "Africa/Addis_Ababa", "HT": "America/Port-au-Prince",
    "ID": "Asia/Jakarta", "JO": "Asia/Amman", "KH": "Asia/Phnom_Penh", "LK": "Asia/Colombo", "LS": "Africa/Maseru",
    "MG": "Indian/Antananarivo", "NI": "America/Managua", "PK": "Asia/Karachi", "UZ": "Asia/Tashkent",
    "VN": "Asia/Ho_Chi_Minh",
}  # fmt: skip


def city_of(zone: str) -> str:
    """The city that people know its clock by."""
    return zone.rpartition("/")[2].replace("_", " ")


def zone_name(country: str) -> str:
    """A country's IANA time zone as shipped; UTC where none is."""
    return ZONE_OF.get(country, "UTC")
