"""What runs when: each line with its reason. Read by settings as Celery's beat schedule."""

from __future__ import annotations

from celery.schedules import crontab

Entry = dict[str, object]


def beat_schedule(*, sweep_every: float) -> dict[str, Entry]:
    """Celery beat's entries; `sweep_every` in seconds (shorter where a killed worker loses its messages)."""
    return {
        # a crash between commit and queue leaves deliveries or jobs that nobody was told of
        "sweep": {
            "task": "journal.tasks.sweep",
            "schedule": sweep_every,
            "options": {"expires": 60},  # while no worker runs they would pile up
        },
        # letters whose mail server did not answer, and those of a worker that died
        "post-letters": {
            "task": "notifications.post_letters",
            "schedule": sweep_every,
            "options": {"expires": 60},
        },
        # messages to brands' systems: those whose next attempt is due, and those of a worker that died
        "send-webhooks": {
            "task": "webhooks.send",
            "schedule": sweep_every,
            "options": {"expires": 60},
        },
        # access to reports that begins or ends with the calendar, by the clock of the factory
        "access-by-day": {"task": "webhooks.note_access_by_day", "schedule": crontab(minute=5)},
        "forget-webhook-messages": {
            "task": "webhooks.forget_messages",
            "schedule": crontab(hour=3, minute=45),
        },
        # plan items that fall due within a week
        "plan-items-due": {
            "task": "advisory.tasks.notify_plan_items_due",
            "schedule": crontab(minute=15),  # each country's day begins at its own hour
        },
        # before the working day, so that it holds what the night brought
        "write-summaries": {
            "task": "notifications.write_summaries",
            "schedule": crontab(hour=6, minute=0),
        },
        # windows move with the calendar even when nothing happened: judge everyone once a night
        "evaluate-nightly": {
            "task": "criteria.tasks.evaluate_programme",
            "schedule": crontab(hour=1, minute=30),
        },
        # what the lab reads, when much has happened since it was written; the day's own an hour before the day
        "history-stores": {
            "task": "lab.tasks.refresh_stores",
            "schedule": crontab(minute="*/5"),
            "options": {"expires": 240},
        },
        # the overview's figures: also what only the calendar changed, and the year that has just ended
        "count-years": {
            "task": "overview.tasks.refresh_every_year",
            "schedule": crontab(hour=3, minute=20),
        },
        # what factories read of comparable ones: a country's figures once a year, from March on
        "release-peers": {
            "task": "sector_tables.tasks.release_due_peers",
            "schedule": crontab(hour=3, minute=50),
        },
        # regular progress reports, before the working day of each country begins
        "make-due-reports": {
            "task": "progress_reports.tasks.make_due_reports",
            "schedule": crontab(hour=4, minute=0),
        },
        # recognitions set to be published today, and those past their last day
        "publish-due": {"task": "recognition.tasks.publish_due", "schedule": crontab(minute="*/10")},
        "lapse-due": {"task": "recognition.tasks.lapse_due", "schedule": crontab(minute="5-59/15")},
        # windows of visits open with the calendar; what did not take place is planned anew
        "replan-nightly": {
            "task": "scheduling.tasks.replan_nightly",
            "schedule": crontab(hour=2, minute=30),
        },
        # comment windows that ran out become final: by the clock of their country, soon after its midnight
        "close-comment-windows": {
            "task": "assessments.tasks.close_comment_windows",
            "schedule": crontab(minute="2-59/15"),
        },
        # comment windows that end soon, by the clock of their country
        "windows-closing": {
            "task": "responses.tasks.notify_windows_closing",
            "schedule": crontab(minute=20),
        },
        # access of brands to reports that ends soon, by the clock of the factory
        "consents-ending": {
            "task": "factories.tasks.notify_consents_ending",
            "schedule": crontab(minute=25),
        },
        # both logs forget what they need not keep any longer
        "forget-looks": {"task": "accounts.forget_looks", "schedule": crontab(hour=3, minute=30)},
        "forget-security-events": {
            "task": "accounts.forget_security_events",
            "schedule": crontab(hour=3, minute=40),
        },
        # answers of the API that were kept for whoever sends the same again
        "forget-idempotent-calls": {
            "task": "accounts.forget_idempotent_calls",
            "schedule": crontab(minute=50),
        },
        # the day's heads chained into one seal, so that a removed tail is seen
        "seal-journal": {"task": "journal.tasks.seal_day", "schedule": crontab(hour=23, minute=55)},
    }
