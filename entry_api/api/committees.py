"""The agenda of a committee's next meeting, read and kept by programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from committees.commands.meetings import choose_agenda, set_next_meeting, write_worker_points
from committees.forms import AgendaForm, MeetingForm, WorkerPointsForm
from committees.policies import calls_meetings, chooses_agenda, reads_agendas, speaks_for_workers
from committees.queries.agendas import next_meeting
from countries.queries.local_time import today_in
from entry_api.api.entering import Entering, check_form, not_offered
from entry_api.serializers import as_typed, form_serializer
from factories.queries import visible_to
from factories.queries.by_id import hold_factory

if TYPE_CHECKING:
    from collections.abc import Callable

    from factories.models import Factory

TAGS = ["committee agendas"]
REPLACES = "Needs `If-Match` with the `ETag` that you read."
MeetingSerializer = form_serializer(MeetingForm, "CommitteeMeeting")
WorkerPointsSerializer = form_serializer(WorkerPointsForm, "WorkerPoints")
ChosenAgendaSerializer = form_serializer(
    AgendaForm, "ChosenAgenda", without=["chosen"],
    left_out=serializers.ListField(
        child=serializers.CharField(max_length=80), max_length=500, required=False,
        help_text="keys of suggested lines that do not stand on it",
    ),
)  # fmt: skip


class AgendaLineSerializer(serializers.Serializer[Any]):
    """A line that the evidence suggests."""

    key = serializers.CharField(help_text="by which it is left out")
    text = serializers.CharField()
    question = serializers.CharField(source="code")
    on = serializers.DateField(allow_null=True, help_text="when an item is due, or a finding was made")
    is_overdue = serializers.BooleanField()


class CommitteeAgendaSerializer(serializers.Serializer[Any]):
    """The next meeting of a factory's committee; without a day until somebody sets one."""

    factory = serializers.CharField()
    meets_on = serializers.DateField(allow_null=True)
    place = serializers.CharField()
    since = serializers.DateField(help_text="findings from this day on are suggested")
    items = AgendaLineSerializer(many=True, help_text="of the plan, done and verified ones aside")
    findings = AgendaLineSerializer(many=True, help_text="without an item of the plan")
    left_out = serializers.ListField(child=serializers.CharField())
    points = serializers.CharField(help_text="of the factory, one a line")
    worker_points = serializers.CharField(help_text="of the workers' side, one a line")


def _act(summary: str, request: Any, url_path: str = "") -> Callable[[Any], Any]:
    """The words and the route of something that replaces a part of the agenda."""

    def described(method: Any) -> Any:
        routed: Any = action(detail=True, methods=["post"], url_path=url_path or method.__name__)
        words: Any = extend_schema(
            summary=summary,
            description=REPLACES,
            tags=TAGS,
            request=request,
            responses=CommitteeAgendaSerializer,
        )
        return words(routed(method))

    return described


@extend_schema_view(retrieve=extend_schema(summary="The agenda of a committee's next meeting", tags=TAGS))
class CommitteeAgendaViewSet(Entering, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """By the factory's code, for its people and for staff."""

    serializer_class = CommitteeAgendaSerializer
    match_required: ClassVar[frozenset[str]] = frozenset({"day", "choose", "worker_points"})
    names_row = "factory"
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Any]:
        """Factories, from the user."""
        user: Any = self.request.user
        rows = visible_to(user).order_by("pk")
        return rows if isinstance(user, User) and reads_agendas(user) else rows.none()

    def retrieve(self, request: Request, code: str) -> Response:  # noqa: ARG002  # found by get_object
        """With the lines that the evidence suggests."""
        return Response(self.shown(self.get_object()))

    def shown(self, found: Factory) -> Any:
        """The agenda as it stands."""
        shown = self._next(found)
        meeting = shown.meeting
        return CommitteeAgendaSerializer(
            {
                "factory": found.code,
                "meets_on": meeting.meets_on if meeting else None,
                "place": meeting.place if meeting else "",
                "since": shown.since,
                "items": shown.items,
                "findings": shown.findings,
                "left_out": meeting.left_out if meeting else [],
                "points": meeting.points if meeting else "",
                "worker_points": meeting.worker_points if meeting else "",
            }
        ).data

    def still_read(self, row_id: object) -> bool:
        """Whether the caller reads the factory's agenda today."""
        return self.get_queryset().filter(code=row_id).exists()

    def hold(self, found: Factory) -> Factory | None:
        """The factory, locked: one agenda is changed at a time here."""
        hold_factory(found.pk)
        return self.get_queryset().filter(pk=found.pk).first()

    @_act("Set the day of a committee's next meeting", MeetingSerializer)
    def day(self, request: Request, code: str) -> Response:  # noqa: ARG002
        """For either side."""
        caller, found = self.caller(calls_meetings), self.get_object()
        form = MeetingForm(as_typed(self.valid(MeetingSerializer)))
        check_form(form)
        with self.guarded(found):
            set_next_meeting(found.pk, **form.cleaned_data, actor=caller, now=timezone.now())
        return self.answered(found)

    @_act("Choose what stands on a committee's agenda", ChosenAgendaSerializer)
    def choose(self, request: Request, code: str) -> Response:  # noqa: ARG002
        """For the factory's management. Every suggested line that is not left out stands on it."""
        caller, found = self.caller(chooses_agenda), self.get_object()
        data, shown = self.valid(ChosenAgendaSerializer), self._next(found)
        lines = [*shown.items, *shown.findings]
        left_out = set(data.get("left_out", ()))
        before = shown.meeting.left_out if shown.meeting else []
        if unknown := left_out.difference(before, (line.key for line in lines)):
            raise ValidationError({"left_out": [not_offered(unknown)]})
        typed: Any = {
            "points": data.get("points", ""),
            "chosen": [line.key for line in lines if line.key not in left_out],
        }
        form = AgendaForm(typed, lines=lines)
        check_form(form)
        if shown.meeting is None:
            raise NotFound
        given = {"left_out": form.left_out(), "points": form.cleaned_data["points"]}
        with self.guarded(found):
            choose_agenda(shown.meeting.pk, **given, actor=caller, now=timezone.now())
        return self.answered(found)

    @_act("Write the workers' points of a committee's agenda", WorkerPointsSerializer, "worker-points")
    def worker_points(self, request: Request, code: str) -> Response:  # noqa: ARG002
        """For worker representatives."""
        caller, found = self.caller(speaks_for_workers), self.get_object()
        form = WorkerPointsForm(as_typed(self.valid(WorkerPointsSerializer)))
        check_form(form)
        meeting = self._next(found).meeting
        if meeting is None:
            raise NotFound
        points = form.cleaned_data["points"]
        with self.guarded(found):
            write_worker_points(meeting.pk, points=points, actor=caller, now=timezone.now())
        return self.answered(found)

    def _next(self, found: Factory) -> Any:
        today = today_in(found.country_id, timezone.now())
        return next_meeting(found.pk, today, language=get_language() or "en")
