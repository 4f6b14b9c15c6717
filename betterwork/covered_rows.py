"""Which tables hold facts whose every row is bound to the event of the command that wrote it.

A table stands in exactly one of the lists; one that stands in none fails `tests/architecture/test_covered_rows.py`.
`manage.py verify` reads back every row of a covered table and names what was altered, invented or removed, and makes
every projection anew to compare it.
"""

from __future__ import annotations

NO_FACTS_OF_A_USER = ("password", "last_login", "last_seen_on", "sessions_ended")
"""Of no fact, and written at sign-in without a command."""

COVERED: dict[str, tuple[str, ...]] = {
    # label → columns that are no facts
    "accounts.Proposal": (),
    "accounts.SignOn": (),
    "accounts.SignOnDomain": (),
    "accounts.User": NO_FACTS_OF_A_USER,
    "advisory.AdvisoryVisit": (),
    "advisory.CommitteeReview": (),
    "advisory.CaseEntry": (),
    "advisory.FieldEntry": (),
    "advisory.LearningRecord": (),
    "advisory.DueDayProposal": (),
    "advisory.PlanFile": (),
    "advisory.PlanItem": (),
    "advisory.PlanMessage": (),
    "advisory.SystemsReview": (),
    "advisory.ZeroToleranceCase": (),
    "assessments.AnswerLog": (),
    "assessments.AnswerNote": (),
    "assessments.Assessment": (),
    "assessments.EvidenceFile": (),
    "assessments.Finding": (),
    "assessments.ReviewComment": (),
    "assessments.SheetRevision": (),
    "assessments.TeamMember": (),
    "benefits.Benefit": (),
    "benefits.CalendarLink": (),
    "benefits.Forum": (),
    "benefits.ForumCountry": (),
    "benefits.Invitation": (),
    "committees.CommitteeMeeting": (),
    "courses.CourseRegistration": (),
    "courses.CourseSession": (),
    "criteria.CriteriaVersion": (),
    "criteria.Evaluation": (),
    "factories.Brand": (),
    "factories.Consent": (),
    "countries.Country": (),
    "countries.CountrySettings": (),
    "factories.DuplicatePair": (),
    "factories.Factory": (),
    "duplicates.FactoryMerge": (),
    "factories.FormerBrandName": (),
    "factories.FormerName": (),
    "factories.Group": (),
    "factories.GroupPeriod": (),
    "factories.Identifier": (),
    "factory_lists.ListLayout": (),
    "factories.Membership": (),
    "factories.Sourcing": (),
    "factories.Workforce": (),
    "people.AccountInvitation": (),
    "progress_reports.ProgressReport": (),
    "progress_reports.ReportDelivery": (),
    "questionnaires.Layout": (),
    "questionnaires.Question": (),
    "questionnaires.Questionnaire": (),
    "recognition.Appeal": (),
    "recognition.Recognition": (),
    "responses.FindingResponse": (),
    "responses.ResponseFile": (),
    "responses.WorkerComment": (),
    "sector_tables.PeerRelease": (),
    "scheduling.AdviserCapacity": (),
    "scheduling.ConflictOfInterest": (),
    "scheduling.PlanRun": (),
    "scheduling.PlannedAssessment": (),
    "self_diagnosis.DiagnosisAnswer": (),
    "self_diagnosis.DifferingAnswer": (),
    "self_diagnosis.SelfDiagnosis": (),
    "stories.Story": (),
    "translations.TextVersion": (),
}

REBUILT = (
    # copies that verify makes anew and compares: `betterwork/projection_checks.py`; scores with their sheets
    "assessments.Score",
    "factories.FactoryWord",
    "sector_tables.SectorCount",
    "portal.FormerListing",
    "portal.Listing",
    "portal.PriorityEntry",
    "portal.SchemeCriteria",
    "portal.SupplierProgress",
    "portal.SupplierReport",
    "portal.Wording",
)

NO_FACTS: dict[str, str] = {
    # label → why
    "accounts.ApiToken": "a key of its owner's, checked at each use; what it may do is its owner's role",
    "accounts.Letter": "the sending of mail",
    "accounts.MailChoice": "how somebody likes their mail",
    "accounts.Notice": "who was told of an event; the event itself is covered",
    "accounts.SecurityEvent": "insert-only, apart from the chain, and forgotten after its days",
    "criteria.EvaluationRun": "a worker's bookkeeping; the verdicts are covered",
    "factories.SearchWord": "spellings that searches know; which factory has which is compared with a rebuild",
    "journal.Access": "insert-only, apart from the chain, since looking changes nothing",
    "journal.Delivery": "what a worker still has to do",
    "journal.Event": "the chain itself, which verify walks",
    "journal.ChainHead": "the chain itself, which verify walks",
    "journal.Job": "a worker's bookkeeping",
    "journal.RowDigests": "covered by the event that it belongs to",
    "journal.Seal": "covered by its signature, and by the anchors outside",
    "journal.SealedHead": "covered by its seal",
    "portal.ProjectionVersion": "bookkeeping of rebuilds",
}
