"""What the lists of what is entered can be narrowed by."""

from __future__ import annotations

from django_filters import CharFilter, ChoiceFilter, UUIDFilter

from factories.filters.lists import CountryFilter, FactoryCodeFilter, ListFilterSet


class EvidenceFilter(ListFilterSet):
    """One factory."""

    factory = FactoryCodeFilter()


class ConsentFilter(ListFilterSet):
    """One factory, one brand."""

    factory = FactoryCodeFilter()
    brand = CharFilter("brand__slug", help_text="a brand's slug")


class AccessRequestFilter(ConsentFilter):
    """One factory, one brand, one state."""

    state = ChoiceFilter(
        choices=[(state, state) for state in ("pending", "granted", "declined", "withdrawn")]
    )


class BesideQuestionFilter(ListFilterSet):
    """One factory, one assessment, one question."""

    factory = FactoryCodeFilter("assessment__factory__code")
    assessment = UUIDFilter("assessment_id", help_text="an assessment's id")
    question = CharFilter(help_text="a question's code, as OS-8-06")


class PlanFileFilter(ListFilterSet):
    """One factory, one item."""

    factory = FactoryCodeFilter()
    ref = CharFilter(help_text="of an item of the plan")


class CourseSessionFilter(ListFilterSet):
    """One course, one country, one state."""

    course = CharFilter(help_text="a course's code")
    country = CountryFilter()
    state = ChoiceFilter(choices=[(state, state) for state in ("open", "held", "cancelled")])


class CourseRegistrationFilter(ListFilterSet):
    """One factory, one session."""

    factory = FactoryCodeFilter()
    session = UUIDFilter("session_id", help_text="a session's id")
