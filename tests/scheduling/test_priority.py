"""Priority factories: the rule to the letter, and its reasons."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from scheduling.domain.priority import HighRate, OpenCases, Parameters, RepeatedIssues, outliers, priorities
from tests.criteria.domain.worlds import World, history_of

ON = date(2018, 6, 1)


def programme(rates: list[tuple[int, int]], country: str = "KH") -> World:
    return {
        "factories": [{"code": f"{country}-{at}", "country": country} for at in range(len(rates))],
        "assessments": [
            {
                "factory": at,
                "day": date(2018, 3, 1),
                "cycle": 2,
                "applicable": of,
                "noncompliant": n,
                "key": str(at),
            }
            for at, (n, of) in enumerate(rates)
        ],
        "cases": [],
    }


def test_a_rate_far_above_the_countrys_mean_is_a_reason():
    world = programme([(10, 100)] * 9 + [(60, 100)])

    found = priorities(history_of(world), ON.toordinal())

    assert list(found) == ["KH-9"]
    (reason,) = found["KH-9"]
    assert isinstance(reason, HighRate)
    assert (reason.n, reason.of, reason.factories) == (60, 100, 10)
    assert round(reason.mean, 6) == 0.15
    assert round(reason.deviation, 6) == 0.15


def test_exactly_two_deviations_are_not_above_them():
    # mean 0.2 and deviation 0.2: the last lies at mean plus two deviations
    world = programme([(1, 10)] * 4 + [(6, 10)])

    assert priorities(history_of(world), ON.toordinal()) == {}
    assert set(priorities(history_of(world), ON.toordinal(), Parameters(deviations=Fraction(199, 100)))) == {
        "KH-4"
    }


def test_another_countrys_rates_do_not_matter():
    world = programme([(10, 100)] * 5)
    world["factories"] += [{"code": "VN-5", "country": "VN"}]
    world["assessments"] += [
        {"factory": 5, "day": date(2018, 3, 1), "cycle": 1, "applicable": 100, "noncompliant": 90, "key": "5"}
    ]

    assert priorities(history_of(world), ON.toordinal()) == {}


def test_few_factories_have_no_mean():
    world = programme([(10, 100)] * 9 + [(60, 100)])

    assert priorities(history_of(world), ON.toordinal(), Parameters(smallest_group=11)) == {}


def test_an_open_case_is_a_reason_until_it_is_closed():
    world = programme([(10, 100)] * 2)
    world["cases"] = [{"factory": 1, "day": date(2018, 5, 1), "closed": date(2018, 6, 2), "key": "c"}]

    assert priorities(history_of(world), ON.toordinal()) == {"KH-1": (OpenCases(1),)}
    assert priorities(history_of(world), date(2018, 6, 2).toordinal()) == {}


def test_three_publicly_reported_issues_found_again_are_a_reason():
    world = programme([(10, 100)] * 2)
    world["assessments"][0] |= {"repeated": 5, "public_repeated": 3}
    world["assessments"][1] |= {"repeated": 5, "public_repeated": 2}

    assert priorities(history_of(world), ON.toordinal()) == {"KH-0": (RepeatedIssues(3),)}


def test_all_reasons_of_a_factory_are_told():
    world = programme([(10, 100)] * 9 + [(60, 100)])
    world["cases"] = [{"factory": 9, "day": date(2018, 5, 1), "key": "c"}]
    world["assessments"][9] |= {"repeated": 9, "public_repeated": 4}

    (reasons,) = priorities(history_of(world), ON.toordinal()).values()

    assert [type(reason) for reason in reasons] == [HighRate, OpenCases, RepeatedIssues]


@given(
    st.lists(st.integers(1, 250).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=1),
    st.fractions(0, 3, max_denominator=100),
)
def test_who_stands_out_is_who_would_by_fractions(rates: list[tuple[int, int]], deviations: Fraction):
    mean = sum(Fraction(*rate) for rate in rates) / len(rates)
    variance = sum((Fraction(*rate) - mean) ** 2 for rate in rates) / len(rates)

    found, told_mean, told_deviation = outliers(rates, deviations)

    assert found == {
        rate
        for rate in rates
        if Fraction(*rate) > mean and (Fraction(*rate) - mean) ** 2 > deviations**2 * variance
    }
    assume(variance)
    assert abs(told_mean - float(mean)) < 1e-12
    assert abs(told_deviation - float(variance) ** 0.5) < 1e-9
