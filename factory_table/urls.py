"""Addresses of the staff's list of factories."""

from __future__ import annotations

from django.urls import path

from factory_table.views import assigning, factory_list

app_name = "factory_table"
urlpatterns = [
    path("", factory_list.factory_list, name="list"),
    path("adviser/", assigning.assign, name="assign"),
    path("export/", factory_list.factory_export, name="export"),
    path("export/chosen/", factory_list.chosen_export, name="chosen"),
]
