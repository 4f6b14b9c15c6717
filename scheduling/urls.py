"""Addresses of the plan of visits."""

from __future__ import annotations

from django.urls import path

from scheduling.views import adviser_capacity, beginning, drafts, files, rescheduling, visit_schedule

app_name = "scheduling"
urlpatterns = [
    path("assessments/<uuid:assessment_id>/change/", drafts.change, name="change_draft"),
    path("assessments/<uuid:assessment_id>/abandon/", drafts.abandon, name="abandon_draft"),
    path("plan/", visit_schedule.plan, name="plan"),
    path("plan/make/", visit_schedule.make, name="make_plan"),
    path("plan/begin/", beginning.begin_day, name="begin_day"),
    path("plan/visits.ics", files.calendar, name="calendar"),
    path("plan/export/", files.export, name="export"),
    path("plan/<uuid:planned_id>/begin/", beginning.begin, name="begin"),
    path("plan/advisers/", adviser_capacity.advisers, name="plan_advisers"),
    path("plan/advisers/<int:adviser_id>/", adviser_capacity.capacity, name="capacity"),
    path("plan/conflicts/", adviser_capacity.declare, name="declare_conflict"),
    path("plan/conflicts/<int:conflict_id>/end/", adviser_capacity.end, name="end_conflict"),
    path("plan/<uuid:planned_id>/", rescheduling.move, name="move_visit"),
]
