"""Celery. Tasks are acknowledged late and may run twice; rows say what is due, the broker only nudges."""

from celery.schedules import crontab

CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "run-open-jobs": {"task": "infrastructure.tasks.run_open_jobs", "schedule": 3.0},
    "draw-waiting-previews": {
        "task": "infrastructure.tasks.draw_waiting_previews",
        "schedule": 5.0,
        "options": {"expires": 5},  # a busy worker finds one poll when it is back, not a heap of them
    },
    "discard-orphaned-uploads": {
        "task": "infrastructure.tasks.discard_orphaned_uploads",
        "schedule": crontab(hour=3, minute=40),
    },
    "remove-expired-logs": {
        "task": "infrastructure.tasks.remove_expired_logs",
        "schedule": crontab(hour=4, minute=10, day_of_month=2),
    },
    "close-log-ins-of-leavers": {
        "task": "organizations.tasks.close_log_ins_of_leavers",
        "schedule": crontab(hour=0, minute=20),
    },
    "clear-what-is-over": {
        "task": "organizations.tasks.clear_what_is_over",
        "schedule": crontab(hour=3, minute=10),
    },
}
