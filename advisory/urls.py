"""Addresses of advice. What is recorded at a factory stands below its own address."""

from __future__ import annotations

from django.urls import path

from advisory.views import (
    cases,
    field_entries,
    improvement_plan,
    plan_attachments,
    plan_items,
    recording,
    systems,
    visiting,
    visits,
)

app_name = "advisory"
urlpatterns = [
    path("visits/<uuid:visit_uid>/", visits.visit, name="visit"),
    path("visits/<uuid:visit_uid>/change/", visiting.change, name="change_visit"),
    path("field-entries/", field_entries.take_entry, name="take_entry"),
    path("factories/<str:code>/visits/new/", visiting.new, name="record_visit"),
    path("factories/<str:code>/committees/new/", recording.record("committees"), name="record_committee"),
    path("factories/<str:code>/systems/new/", recording.record("systems"), name="record_systems"),
    path("factories/<str:code>/systems/", systems.systems, name="systems"),
    path("systems-files/<uuid:file_id>/", systems.give, name="systems_file"),
    path("factories/<str:code>/learning/new/", recording.record("learning"), name="record_learning"),
    path("factories/<str:code>/plan/", improvement_plan.plan, name="plan"),
    path("factories/<str:code>/plan/<int:item_id>/status/", improvement_plan.status, name="plan_status"),
    path("factories/<str:code>/plan/<int:item_id>/files/", plan_attachments.add, name="add_plan_file"),
    path("plan-files/<uuid:file_id>/", plan_attachments.give, name="plan_file"),
    path("factories/<str:code>/plan/new/", recording.plan_item, name="record_plan_item"),
    path("factories/<str:code>/plan/start/", plan_items.start, name="start_plan_item"),
    path("factories/<str:code>/plan/items/<int:item_id>/", plan_items.item, name="item"),
    path("factories/<str:code>/plan/items/<int:item_id>/messages/", plan_items.write, name="plan_message"),
    path(
        "factories/<str:code>/plan/items/<int:item_id>/due-day/", plan_items.propose, name="propose_due_day"
    ),
    path("due-days/<uuid:proposal_id>/", plan_items.decide, name="decide_due_day"),
    path("factories/<str:code>/plan/<int:item_id>/", recording.plan_item, name="plan_item"),
    path("factories/<str:code>/cases/new/", cases.open_case, name="open_case"),
    path("factories/<str:code>/cases/<uuid:case_uid>/", cases.case, name="case"),
    path("factories/<str:code>/cases/<uuid:case_uid>/close/", cases.close_case, name="close_case"),
    path("factories/<str:code>/cases/<uuid:case_uid>/steps/", cases.add_entry, name="add_case_entry"),
    path("case-files/<uuid:entry_id>/", cases.case_file, name="case_file"),
]
