"""Addresses of packages and forums."""

from __future__ import annotations

from django.urls import path

from benefits.views import calendar, forums, guest_pages, organising, packages

app_name = "benefits"
urlpatterns = [
    path("benefits/", guest_pages.own, name="own"),
    path("packages/<uuid:recognition_id>/", packages.package, name="package"),
    path("packages/<uuid:recognition_id>/add/", packages.add, name="add"),
    path("packages/lines/<uuid:benefit_id>/<slug:act>/", packages.settle, name="settle"),
    path("forums/", forums.forums, name="forums"),
    path("forums/new/", organising.plan, name="plan_forum"),
    path("forums/<uuid:forum_id>/", forums.forum, name="forum"),
    path("forums/<uuid:forum_id>/forum.ics", forums.forum_ics, name="forum_ics"),
    path("forums/<uuid:forum_id>/change/", organising.change, name="change_forum"),
    path("forums/<uuid:forum_id>/cancel/", organising.cancel, name="cancel_forum"),
    path("forums/<uuid:forum_id>/move/", organising.move, name="move_forum"),
    path("forums/<uuid:forum_id>/invite/", organising.invite, name="invite"),
    path("forums/<uuid:forum_id>/attendance/", organising.attendance, name="attendance"),
    path("invitations/<uuid:invitation_id>/answer/", guest_pages.answer, name="answer"),
    path("invitations/<uuid:invitation_id>/withdraw/", organising.uninvite, name="uninvite"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<slug:token>.ics", calendar.feed, name="feed"),
]
