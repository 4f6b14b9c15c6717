"""Addresses of the brands' room."""

from __future__ import annotations

from django.urls import path

from portal.brands.views import commitments, home, suppliers

urlpatterns = [
    path("directory/", suppliers.directory, name="directory"),
    path("directory/compare/", suppliers.directory_compare, name="directory_compare"),
    path("directory/export/", suppliers.directory_export, name="directory_export"),
    path("suppliers/", suppliers.suppliers, name="suppliers"),
    path("suppliers/export/", suppliers.suppliers_export, name="suppliers_export"),
    path("suppliers/compare/", suppliers.compare, name="suppliers_compare"),
    path("brand/", home.home, name="brand_home"),
    path("brand/seen/", home.seen, name="brand_home_seen"),
    path("brand/digest/", home.digest, name="brand_digest"),
    path("factories/<str:code>/watch/", home.watch, name="watch_factory"),
    path("factories/<str:code>/commitments/new/", commitments.commit, name="commit"),
    path(
        "factories/<str:code>/commitments/<uuid:commitment_id>/",
        commitments.report,
        name="report_commitment",
    ),
    path("factories/<str:code>/access-request/", suppliers.ask_for_access, name="access_request"),
    path(
        "factories/<str:code>/access-request/withdraw/",
        suppliers.withdraw_request,
        name="withdraw_access_request",
    ),
]
