"""Celery: broker, tasks, timetable."""

from __future__ import annotations

from kombu import Queue

from betterwork.settings.databases import REDIS_URL
from betterwork.settings.environment import VAR_DIR, env
from betterwork.settings.languages import TIME_ZONE
from betterwork.settings.schedule import beat_schedule

if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | float] = {"visibility_timeout": 3600}
else:
    _broker = VAR_DIR / "broker"
    for _folder in ("queue", "control", "processed"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "betterwork.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.2,
    }
# a worker that names no queue (-Q) serves both
CELERY_TASK_QUEUES = [Queue("celery", routing_key="celery"), Queue("publishing", routing_key="publishing")]
CELERY_TASK_ROUTES = ("betterwork.queues.route",)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a message waits in the queue, not at a worker that is busy
# of processes (-P prefork, as in production): one that grew is replaced when its task is over
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kilobytes
CELERY_TASK_IGNORE_RESULT = True  # the job and delivery rows are the truth
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.2,
}
DELIVERY_LEASE = 12.0  # seconds after which the work of a worker that died is owed again
WEBHOOK_SECONDS = env.int("WEBHOOK_SECONDS", default=15)  # for one attempt, from the look-up to the answer
WEBHOOK_LOG_DAYS = env.int("WEBHOOK_LOG_DAYS", default=30)
# whether a webhook may have a private address, any port and no encryption: where the product is tried out
WEBHOOK_PRIVATE_ADDRESSES = env.bool("WEBHOOK_PRIVATE_ADDRESSES", default=False)
CELERY_BEAT_SCHEDULE = beat_schedule(sweep_every=5.0)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat")
