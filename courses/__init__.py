"""The calendar of the programme's courses: sessions, registrations, attendance that becomes learning records."""
