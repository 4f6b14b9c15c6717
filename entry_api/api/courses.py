"""The calendar of courses: sessions, registrations of factories, and who came, by programs."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request
from rest_framework.response import Response

from courses.commands.attendance import record_session_attendance
from courses.commands.registering import cancel_registration, register_people
from courses.commands.sessions import announce_session, cancel_session, change_session
from courses.domain.sessions import GROUPS, MOST_PEOPLE, Participants, places_left
from courses.forms import CancelSessionForm, ParticipantsForm, SessionForm
from courses.policies import organises, registers, speaks
from courses.queries.catalogue import title_of
from courses.queries.sessions import registrations_visible_to, sessions_visible_to, with_people
from entry_api.api.entering import Entering, check_form
from entry_api.filters import CourseRegistrationFilter, CourseSessionFilter
from entry_api.serializers import (
    LONGEST_CODE,
    KnownFieldsSerializer,
    NothingMoreSerializer,
    as_typed,
    form_serializer,
)
from journal.commands import Unchanged, value_of

if TYPE_CHECKING:
    from accounts.models import User

TAGS = ["courses"]
MOST_ROWS = 500


class CourseSessionSerializer(serializers.Serializer[Any]):
    """A course given in one country, by whose clock its days and hours are entered."""

    id = serializers.UUIDField()
    course = serializers.CharField()
    title = serializers.SerializerMethodField()
    country = serializers.CharField(source="country_id")
    place = serializers.CharField()
    online_url = serializers.CharField()
    time_zone = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    sign_up_ends_on = serializers.DateField()
    places = serializers.IntegerField(help_text="people")
    places_left = serializers.SerializerMethodField()
    waiting = serializers.IntegerField(source="people_waiting", help_text="people on the waiting list")
    trainer = serializers.CharField()
    language = serializers.CharField()
    about = serializers.CharField()
    state = serializers.CharField(help_text="open, held or cancelled")
    reason = serializers.CharField(help_text="of its cancelling")

    def get_title(self, session: Any) -> str:
        """In the caller's language."""
        return title_of(session.course)

    def get_places_left(self, session: Any) -> int:
        """Places that nobody has."""
        return places_left(session.places, session.people_registered)


def _numbers() -> dict[str, serializers.IntegerField]:
    return {
        name: serializers.IntegerField(min_value=0, max_value=MOST_PEOPLE, required=False) for name in GROUPS
    }


PeopleSerializer: Any = type(
    "PeopleSerializer", (serializers.Serializer,),
    {"__doc__": "Numbers of people, by role and sex.", "__module__": __name__,
     **{name: serializers.IntegerField() for name in GROUPS}},
)  # fmt: skip


class CourseRegistrationSerializer(serializers.Serializer[Any]):
    """A factory's people for a session. Nobody is named."""

    id = serializers.UUIDField()
    session = serializers.UUIDField(source="session_id")
    factory = serializers.CharField(source="factory.code")
    state = serializers.CharField(help_text="registered, waiting or cancelled")
    people = PeopleSerializer()
    came = PeopleSerializer(allow_null=True, help_text="none until it is recorded")
    asked_at = serializers.DateTimeField(help_text="the order of the waiting list")


CourseSessionPlanSerializer = form_serializer(
    SessionForm, "CourseSessionPlan", without=["uid"],
    id=serializers.UUIDField(required=False, help_text="chosen by you, so that sent twice it is announced once"),
)  # fmt: skip
ChangedSessionSerializer = form_serializer(SessionForm, "ChangedCourseSession", without=["uid", "country"])
CancelledSessionSerializer = form_serializer(CancelSessionForm, "CourseSessionCancelling")
NewRegistrationSerializer: Any = type(
    "NewCourseRegistrationSerializer", (KnownFieldsSerializer,),
    {"__doc__": "How many people of a factory come.", "__module__": __name__, "session": serializers.UUIDField(),
     "factory": serializers.CharField(max_length=LONGEST_CODE), **_numbers()},
)  # fmt: skip
CameSerializer: Any = type(
    "CameSerializer", (KnownFieldsSerializer,),
    {"__doc__": "Who came of one registration.", "__module__": __name__, "registration": serializers.UUIDField(),
     **_numbers()},
)  # fmt: skip


class AttendanceSerializer(KnownFieldsSerializer):
    """Who came, by registration; of those that are not sent nothing is recorded."""

    came = serializers.ListField(child=CameSerializer(), min_length=1, max_length=MOST_ROWS)


@extend_schema_view(
    list=extend_schema(summary="Sessions of courses", tags=TAGS),
    retrieve=extend_schema(summary="One session of a course", tags=TAGS),
)
class CourseSessionViewSet(
    Entering, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]
):
    """For staff those of their countries, for a factory's people those of its country. The newest first."""

    serializer_class = CourseSessionSerializer
    lookup_value_converter = "uuid"
    filter_backends: Sequence[Any] = (DjangoFilterBackend, OrderingFilter)
    filterset_class = CourseSessionFilter
    ordering_fields: Sequence[str] = ("starts_at",)
    ordering: Sequence[str] = ("-starts_at", "id")

    def get_queryset(self) -> QuerySet[Any]:
        """From the user."""
        return with_people(sessions_visible_to(self.request.user))

    def hold(self, found: Any) -> Any:
        """The session, locked."""
        list(sessions_visible_to(self.request.user).select_for_update(of=("self",)).filter(pk=found.pk))
        return self.get_queryset().filter(pk=found.pk).first()

    @extend_schema(
        summary="Announce a session of a course",
        description="Days and hours are those of the country's clock. With an `id` that was used before: 200.",
        tags=TAGS,
        request=CourseSessionPlanSerializer,
        responses={201: CourseSessionSerializer, 200: CourseSessionSerializer},
    )
    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """For organisers."""
        caller = self.caller(organises)
        data = self.valid(CourseSessionPlanSerializer)
        if data.get("country") and not organises(caller, data["country"]):
            raise NotFound
        form = self._form({"uid": data.pop("id", None) or self.new_id(), **data}, caller)
        done = announce_session(form.cleaned_data["uid"], plan=form.plan(), actor=caller, now=timezone.now())
        found = self.get_queryset().filter(pk=value_of(done)).first()
        if found is None:
            raise NotFound
        return self.answered(found, HTTPStatus.OK if isinstance(done, Unchanged) else HTTPStatus.CREATED)

    @extend_schema(
        summary="Change a session of a course",
        description="Needs `If-Match` with the `ETag` that you read. What is not sent stays, and its country.",
        tags=TAGS,
        request=ChangedSessionSerializer,
        responses=CourseSessionSerializer,
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002  # found by get_object
        """For organisers."""
        caller = self.caller(organises)
        found = self._organised(caller)
        data = self.valid(ChangedSessionSerializer, partial=True)
        form = self._form({**SessionForm.entered_before(found), **data}, caller)
        with self.guarded(found):
            change_session(found.pk, plan=form.plan(), actor=caller, now=timezone.now())
        return self.answered(self.get_object())

    @extend_schema(
        summary="Cancel a session of a course", tags=TAGS, request=CancelledSessionSerializer,
        responses=CourseSessionSerializer,
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For organisers. The registered factories are notified."""
        caller = self.caller(organises)
        found = self._organised(caller)
        form = CancelSessionForm(as_typed(self.valid(CancelledSessionSerializer)))
        check_form(form)
        with self.guarded(found):
            cancel_session(found.pk, reason=form.cleaned_data["reason"], actor=caller, now=timezone.now())
        return self.answered(self.get_object())

    @extend_schema(
        summary="Record who came to a session of a course",
        description="It becomes the factories' learning records. Sent again with other numbers, those hold.",
        tags=TAGS,
        request=AttendanceSerializer,
        responses=CourseSessionSerializer,
    )
    @action(detail=True, methods=["post"])
    def attendance(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For organisers, after the session."""
        caller = self.caller(organises)
        found = self._organised(caller)
        rows = self.valid(AttendanceSerializer)["came"]
        came = {row.pop("registration"): Participants(**row) for row in rows}
        known = registrations_visible_to(caller).filter(session=found.pk, pk__in=list(came))
        strangers = sorted(str(pk) for pk in set(came) - set(known.values_list("pk", flat=True)))
        if strangers:
            raise ValidationError(
                {"came": [_("No registration of this session: %(ids)s.") % {"ids": ", ".join(strangers)}]}
            )
        if len(came) < len(rows):
            raise ValidationError({"came": [_("Each registration can stand here once.")]})
        with self.guarded(found):
            record_session_attendance(found.pk, came=came, actor=caller, now=timezone.now())
        return self.answered(self.get_object())

    def _organised(self, caller: User) -> Any:
        found = self.get_object()
        if not organises(caller, found.country_id):
            raise NotFound
        return found

    def _form(self, data: dict[str, Any], caller: User) -> SessionForm:
        typed = as_typed({name: "" if value is None else value for name, value in data.items()})
        form = SessionForm(typed, user=caller, now=timezone.now())
        check_form(form)
        return form


@extend_schema_view(
    list=extend_schema(summary="Registrations for courses", tags=TAGS),
    retrieve=extend_schema(summary="One registration for a course", tags=TAGS),
)
class CourseRegistrationViewSet(
    Entering, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]
):
    """Of the factories that the caller works with or belongs to."""

    serializer_class = CourseRegistrationSerializer
    lookup_value_converter = "uuid"
    filter_backends: Sequence[Any] = (DjangoFilterBackend,)
    filterset_class = CourseRegistrationFilter

    def get_queryset(self) -> QuerySet[Any]:
        """From the user."""
        return registrations_visible_to(self.request.user).select_related("factory").order_by("pk")

    def hold(self, found: Any) -> Any:
        """The registration; its session is locked, as its commands lock it."""
        rows = sessions_visible_to(self.request.user).select_for_update(of=("self",))
        list(rows.filter(pk=found.session_id))
        return self.get_queryset().filter(pk=found.pk).first()

    @extend_schema(
        summary="Register a factory's people for a course",
        description="Without room they wait. Sent again with other numbers, those hold: 200.",
        tags=TAGS,
        request=NewRegistrationSerializer,
        responses={201: CourseRegistrationSerializer, 200: CourseRegistrationSerializer},
    )
    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """For who speaks for the factory, and organisers."""
        caller = self.caller(lambda user: speaks(user) or organises(user))
        data = self.valid(NewRegistrationSerializer)
        found = sessions_visible_to(caller).select_related("country").filter(pk=data.pop("session")).first()
        if found is None or not (speaks(caller) or organises(caller, found.country_id)):
            raise NotFound
        self.factory_of(caller)
        form = ParticipantsForm(as_typed(data))
        check_form(form)
        known = self.get_queryset().filter(session=found.pk, factory__code=form.cleaned_data["factory"])
        is_new = not known.exclude(state="cancelled").exists()
        done = register_people(
            found.pk,
            code=form.cleaned_data["factory"],
            people=form.people(),
            actor=caller,
            now=timezone.now(),
        )
        made = self.get_queryset().get(pk=value_of(done).pk)
        return self.answered(made, HTTPStatus.CREATED if is_new else HTTPStatus.OK)

    @extend_schema(
        summary="Cancel a registration for a course", tags=TAGS, request=NothingMoreSerializer,
        responses=CourseRegistrationSerializer,
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For who speaks for the factory, and organisers."""
        caller = self.caller(lambda user: speaks(user) or organises(user))
        found = self.get_object()
        self.valid(NothingMoreSerializer)
        if not registers(caller, found.factory_id):
            raise NotFound
        with self.guarded(found):
            cancel_registration(found.pk, actor=caller, now=timezone.now())
        return self.answered(self.get_object())
