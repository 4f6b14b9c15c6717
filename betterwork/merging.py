"""What becomes of every table that names a factory when two records of one factory are merged.

A table with a reference to a factory that is not here fails `tests/architecture/test_merging.py`. Parents stand before
what hangs on them.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duplicates.domain.merge_rules import Fate, MergeRule, RowConflict

_REFUSE = RowConflict.REFUSE

RULES: tuple[MergeRule, ...] = (
    # --- evidence: moves; the same thing twice on one day is for people to settle
    MergeRule(
        "assessments.Assessment",
        label=_("Assessments"),
        day="assessed_on",
        clash=_REFUSE,
        because=_(
            "Both have an assessment with the same questionnaire on one day; correct the day of one of them."
        ),
        evidence=True,
    ),
    MergeRule(
        "advisory.AdvisoryVisit",
        label=_("Advisory visits"),
        day="visited_on",
        clash=_REFUSE,
        because=_("Both have an advisory visit on one day; correct or withdraw one of them."),
        behind=("uid",),
        evidence=True,
    ),
    MergeRule("assessments.Finding", behind=("assessment_id", "visit_id")),
    MergeRule(
        "advisory.PlanItem",
        label=_("Items of the improvement plan"),
        day="due_on",
        clash=RowConflict.RENAME,
        behind=("ref", "finding_id"),
        evidence=True,
    ),
    MergeRule("accounts.Proposal"),
    MergeRule("advisory.FieldEntry"),
    MergeRule("advisory.PlanFile", clash=RowConflict.RENAME, behind=("ref",)),
    MergeRule("advisory.PlanMessage", clash=RowConflict.RENAME, behind=("ref",)),
    MergeRule("advisory.DueDayProposal", clash=RowConflict.RENAME, behind=("ref",)),
    MergeRule("advisory.CommitteeReview", label=_("Committee reviews"), day="reviewed_on", evidence=True),
    MergeRule(
        "advisory.SystemsReview",
        label=_("Reviews of management systems"),
        day="reviewed_on",
        evidence=True,
    ),
    MergeRule("advisory.SystemsFile", behind=("reviewed_on",)),
    MergeRule("advisory.LearningRecord", label=_("Courses"), day="held_on", evidence=True),
    MergeRule(
        "advisory.ZeroToleranceCase",
        label=_("Zero-tolerance cases"),
        day="opened_on",
        clash=_REFUSE,
        because=_(
            "Both have a zero-tolerance case of one kind opened on one day; close or correct one of them."
        ),
        behind=("uid", "assessment_id", "visit_id"),
        evidence=True,
    ),
    MergeRule("advisory.CaseEntry", behind=("case_uid",)),
    # --- judgement: a verdict is of the record it judged; decisions move
    MergeRule("criteria.Evaluation", fate=Fate.STAY, sets={"is_current": False}),
    MergeRule(
        "recognition.Recognition",
        label=_("Recognitions"),
        day="proposed_at",
        clash=_REFUSE,
        because=_("Both have a recognition under way or in force; end one of them first."),
        evidence=True,
    ),
    MergeRule("factory_advisers.FactoryAdviser"),
    MergeRule("scheduling.PlannedAssessment"),
    MergeRule("scheduling.ConflictOfInterest"),
    # --- the registry
    MergeRule("factories.Identifier"),
    MergeRule("factories.Workforce", label=_("Head counts"), day="counted_on", evidence=True),
    MergeRule("factories.FormerName"),
    MergeRule("factories.GroupPeriod"),
    MergeRule("factories.Sourcing"),
    MergeRule("factories.Consent"),
    MergeRule("factories.AccessRequest"),
    MergeRule("factories.Membership"),
    # --- learning and dialogue to come: the same session or day twice is for people to settle
    MergeRule(
        "courses.CourseRegistration",
        clash=_REFUSE,
        because=_("Both are registered for the same session of a course; cancel one registration first."),
    ),
    MergeRule(
        "committees.CommitteeMeeting",
        clash=_REFUSE,
        because=_("Both have a committee meeting on the same day; move one of them first."),
    ),
    MergeRule("self_diagnosis.SelfDiagnosis"),
    # --- what recognition brings
    MergeRule("benefits.Invitation"),
    MergeRule(
        "stories.Story",
        clash=_REFUSE,
        because=_("Both have a story that is written or public; withdraw one of them."),
    ),
    MergeRule("progress_reports.ProgressReport"),
    MergeRule("handovers.Handover"),
    MergeRule("buyers.BuyerCommitment"),
    MergeRule("buyers.PlanComment", clash=RowConflict.RENAME, behind=("ref",)),
    MergeRule("buyers.WatchedFactory"),
    # --- copies for readers
    MergeRule("factories.FactoryWord", fate=Fate.REBUILT),
    MergeRule("portal.Listing", fate=Fate.REBUILT),
    MergeRule("portal.SupplierProgress", fate=Fate.REBUILT),
    MergeRule("portal.SupplierReport", fate=Fate.REBUILT),
    MergeRule("portal.PriorityEntry", fate=Fate.REBUILT),
    MergeRule("portal.PublicAssessment", fate=Fate.REBUILT),
    # --- the machinery of duplicates
    MergeRule("factories.Factory", fate=Fate.APART, keys=("merged_into", "successor")),
    MergeRule("factories.DuplicatePair", fate=Fate.APART, keys=("first", "second")),
    MergeRule("duplicates.FactoryMerge", fate=Fate.APART, keys=("kept", "dropped")),
)
