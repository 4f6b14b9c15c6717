"""Addresses of the plan of visits."""

from __future__ import annotations

from django.urls import path

from scheduling.views import adviser_capacity as staffing
from scheduling.views import rescheduling as moving
from scheduling.views import visit_schedule as plan

app_name = "scheduling"
urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan/make/", plan.make, name="make_plan"),
    path("plan/advisers/", staffing.advisers, name="plan_advisers"),
    path("plan/advisers/<int:adviser_id>/", staffing.capacity, name="capacity"),
    path("plan/conflicts/", staffing.declare, name="declare_conflict"),
    path("plan/conflicts/<int:conflict_id>/end/", staffing.end, name="end_conflict"),
    path("plan/<uuid:planned_id>/", moving.move, name="move_visit"),
]
