"""/api/v1/: the router and the documentation."""

from __future__ import annotations

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from buyers.api import CommitmentViewSet
from criteria.api import CriteriaViewSet, EvaluationViewSet
from entry_api.api.access import AccessRequestViewSet, ConsentViewSet
from entry_api.api.attachments import EvidenceFileViewSet, PlanFileViewSet, ResponseFileViewSet
from entry_api.api.committees import CommitteeAgendaViewSet
from entry_api.api.courses import CourseRegistrationViewSet, CourseSessionViewSet
from entry_api.api.diagnoses import SelfDiagnosisViewSet
from entry_api.api.factories import FactoryEntryViewSet
from entry_api.api.kinds import (
    CommitteeReviewViewSet,
    LearningRecordViewSet,
    SystemsReviewViewSet,
    VisitFindingViewSet,
    VisitViewSet,
)
from entry_api.api.plan_threads import PlanThreadViewSet
from entry_api.api.plans import CaseViewSet
from entry_api.api.responses_and_comments import AssessmentDialogueViewSet
from handovers.api import HandoverViewSet
from portal.api.views import ListingViewSet
from portal.brands.api import SupplierViewSet
from portal.shared_plan.api import PlanCommentViewSet
from recognition.api import JobViewSet, RecognitionViewSet
from responses.api import FindingViewSet
from sector_tables.api import SectorTableViewSet
from webhooks.api import ChangeViewSet, WebhookViewSet

router = SimpleRouter(trailing_slash=True)
router.register("factories", FactoryEntryViewSet, basename="factory")
router.register("assessments", AssessmentDialogueViewSet, basename="assessment")
router.register("findings", FindingViewSet, basename="finding")
router.register("suppliers", SupplierViewSet, basename="supplier")
router.register("access-requests", AccessRequestViewSet, basename="access-request")
router.register("consents", ConsentViewSet, basename="consent")
router.register("evidence-files", EvidenceFileViewSet, basename="evidence-file")
router.register("response-files", ResponseFileViewSet, basename="response-file")
router.register("plan-files", PlanFileViewSet, basename="plan-file")
router.register("course-sessions", CourseSessionViewSet, basename="course-session")
router.register("course-registrations", CourseRegistrationViewSet, basename="course-registration")
router.register("committee-agendas", CommitteeAgendaViewSet, basename="committee-agenda")
router.register("self-diagnoses", SelfDiagnosisViewSet, basename="self-diagnosis")
router.register("commitments", CommitmentViewSet, basename="commitment")
router.register("plan-comments", PlanCommentViewSet, basename="plan-comment")
router.register("visits", VisitViewSet, basename="visit")
router.register("visit-findings", VisitFindingViewSet, basename="visit-finding")
router.register("plan-items", PlanThreadViewSet, basename="plan-item")
router.register("committee-reviews", CommitteeReviewViewSet, basename="committee-review")
router.register("systems-reviews", SystemsReviewViewSet, basename="systems-review")
router.register("learning-records", LearningRecordViewSet, basename="learning-record")
router.register("zero-tolerance-cases", CaseViewSet, basename="case")
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
