"""Celery. Tasks are acknowledged late and may run twice; rows say what is due, the broker only nudges."""

from celery.schedules import crontab

CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_ROUTES = ("infrastructure.queues.route",)
CELERY_TASK_SOFT_TIME_LIMIT = 840  # a job that runs too long ends with words, not with a kill
CELERY_TASK_TIME_LIMIT = 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = (
    None  # a broker that is away comes back; nobody starts the worker again
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
}
# A nudge that does not come through is no loss: the row is there and is found by the poll.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    # A busy worker finds one poll when it is back, not a heap of them: hence `expires`.
    "run-next-job": {
        "task": "infrastructure.tasks.run_next_job",
        "schedule": 3.0,
        "options": {"expires": 3},
    },
    "draw-next-preview": {
        "task": "infrastructure.tasks.draw_next_preview",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "discard-orphaned-uploads": {
        "task": "infrastructure.tasks.discard_orphaned_uploads",
        "schedule": crontab(hour=3, minute=40),
    },
    "remove-expired-logs": {
        "task": "infrastructure.tasks.remove_expired_logs",
        "schedule": crontab(hour=4, minute=10, day_of_month=2),
    },
    "clear-old-job-results": {
        "task": "infrastructure.tasks.clear_old_job_results",
        "schedule": crontab(hour=3, minute=50),
    },
    "sweep-temporary-folders": {
        "task": "infrastructure.tasks.sweep_temporary_folders",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "bring-hospitals-in-step": {
        "task": "organizations.tasks.bring_hospitals_in_step",
        "schedule": crontab(hour=0, minute=5),
    },
    "close-log-ins-of-leavers": {
        "task": "organizations.tasks.close_log_ins_of_leavers",
        "schedule": crontab(hour=0, minute=20),
    },
    "forget-old-templates": {
        "task": "rectification.tasks.forget_old_templates",
        "schedule": crontab(hour=3, minute=20),
    },
    "clear-what-is-over": {
        "task": "organizations.tasks.clear_what_is_over",
        "schedule": crontab(hour=3, minute=10),
    },
}

# A worker that was killed is noticed when its lease lapses; the heartbeat renews it four times in this time.
JOB_LEASE_SECONDS = 30
# What came of a job (an exported workbook, a preview of an import) is kept for so many days.
JOB_FILES_KEPT_DAYS = 7
