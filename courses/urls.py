"""Addresses of the calendar of courses."""

from __future__ import annotations

from django.urls import path

from courses.views import organising, registering, sessions

app_name = "courses"
urlpatterns = [
    path("courses/", sessions.sessions, name="sessions"),
    path("courses/new/", organising.announce, name="announce"),
    path("courses/<uuid:session_id>/", sessions.session, name="session"),
    path("courses/<uuid:session_id>/course.ics", sessions.session_ics, name="session_ics"),
    path("courses/<uuid:session_id>/change/", organising.change, name="change"),
    path("courses/<uuid:session_id>/cancel/", organising.cancel, name="cancel"),
    path("courses/<uuid:session_id>/register/", registering.register, name="register"),
    path("courses/<uuid:session_id>/attendance/", organising.attendance, name="attendance"),
    path("courses/registrations/<uuid:registration_id>/cancel/", registering.unregister, name="unregister"),
]
