"""/api/v1/: the router and the documentation."""

from __future__ import annotations

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from advisory.api import VisitViewSet
from assessments.api import AssessmentViewSet
from criteria.api import CriteriaViewSet, EvaluationViewSet
from factories.api import FactoryViewSet
from handovers.api import HandoverViewSet
from portal.api.views import ListingViewSet
from recognition.api import JobViewSet, RecognitionViewSet
from sector_tables.api import SectorTableViewSet
from webhooks.api import ChangeViewSet, WebhookViewSet

router = SimpleRouter(trailing_slash=True)
router.register("factories", FactoryViewSet, basename="factory")
router.register("assessments", AssessmentViewSet, basename="assessment")
router.register("visits", VisitViewSet, basename="visit")
router.register("hand-overs", HandoverViewSet, basename="handover")
router.register("sector-tables", SectorTableViewSet, basename="sector-table")
router.register("evaluations", EvaluationViewSet, basename="evaluation")
router.register("recognitions", RecognitionViewSet, basename="recognition")
router.register("criteria", CriteriaViewSet, basename="criteria")
router.register("listings", ListingViewSet, basename="listing")
router.register("changes", ChangeViewSet, basename="change")
router.register("webhooks", WebhookViewSet, basename="webhook")
router.register("jobs", JobViewSet, basename="job")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("", include(router.urls)),
]
