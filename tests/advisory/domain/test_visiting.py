"""Which steps of a visit become which items of the plan, and which issues come back."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from advisory.domain.visiting import AgreedStep, Planned, references, refs_of_visit
from questionnaires.domain.repeats import times_in_a_row

DAY = date(2018, 5, 2)
EXIT = AgreedStep("aaaaaaaa", "Exit locked", question="OS-8-06", action="Remove the lock")
AISLE = AgreedStep("bbbbbbbb", "Drums in the aisle")


def written(*steps, found=(), planned=None):
    return dict(references(steps, begin=refs_of_visit(DAY, 1), found=found, planned=planned or {}))


def test_a_step_has_a_reference_of_its_own():
    assert written(EXIT, AISLE) == {"2018-05-02/aaaaaaaa": EXIT, "2018-05-02/bbbbbbbb": AISLE}


def test_a_step_on_what_was_found_fills_in_the_findings_own_item():
    bare = {"2018-05-02/OS-8-06": Planned(("Locked at noon", "", "", None))}

    assert written(EXIT, found={"OS-8-06"}) == {"2018-05-02/OS-8-06": EXIT}
    assert written(EXIT, found={"OS-8-06"}, planned=bare) == {"2018-05-02/OS-8-06": EXIT}


def test_what_the_factory_has_agreed_on_meanwhile_is_never_written_over():
    theirs = {"2018-05-02/OS-8-06": Planned(("Locked at noon", "Alarm on the door", "Owner", None))}

    assert written(EXIT, found={"OS-8-06"}, planned=theirs) == {"2018-05-02/aaaaaaaa": EXIT}


@given(
    st.lists(
        st.builds(
            AgreedStep, key=st.text("abc", min_size=1), issue=st.text(), question=st.sampled_from("QRS")
        ),
        unique_by=lambda step: step.key,
    ),
    st.sets(st.sampled_from("QRS")),
)
def test_what_is_sent_twice_is_written_once(steps, found):
    first = written(*steps, found=found)
    planned = {
        ref: Planned((step.issue, step.action, step.owner, step.due_on)) for ref, step in first.items()
    }

    assert {step.key for step in first.values()} == {step.key for step in steps}
    assert written(*steps, found=found, planned=planned) == {}


def test_a_repeat_is_counted_back_from_the_newest_assessment():
    sheets = [{"Q": letter} for letter in "NXNCN"]

    assert times_in_a_row(sheets, "Q") == 2  # the X asked nothing, the C ended it
    assert times_in_a_row(sheets[3:], "Q") == 0
    assert times_in_a_row([], "Q") == 0
