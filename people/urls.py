"""Addresses of people: the list, invitations, one person."""

from __future__ import annotations

from django.urls import path

from people.views import changing, invitations, inviting, lists, security

app_name = "people"
urlpatterns = [
    path("people/", lists.people_list, name="list"),
    path("people/export/", lists.people_export, name="export"),
    path("people/invite/", inviting.invite, name="invite"),
    path("people/import/", inviting.import_list, name="import"),
    path("people/import/write/", inviting.write_list, name="import_write"),
    path("people/import/template/", inviting.template, name="template"),
    path("people/security/", security.security, name="security"),
    path("people/places/<int:membership_id>/end/", changing.end_place, name="end_place"),
    path("people/places/<int:membership_id>/administrator/", changing.administrator, name="administrator"),
    path("people/<int:user_id>/", lists.person, name="person"),
    path("people/<int:user_id>/role/", changing.role, name="role"),
    path("people/<int:user_id>/places/", changing.places, name="places"),
    path("people/<int:user_id>/close/", changing.close, name="close"),
    path("people/<int:user_id>/erase/", changing.erase, name="erase"),
    path("people/<int:user_id>/reopen/", changing.reopen, name="reopen"),
    path("people/<int:user_id>/hand-over/", changing.hand_over, name="hand_over"),
    path("people/<int:user_id>/resend/", inviting.resend, name="resend"),
    path("people/<int:user_id>/withdraw/", changing.withdraw, name="withdraw"),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
]
