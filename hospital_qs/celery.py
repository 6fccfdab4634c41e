import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent, worker_init, worker_process_init

from hospital_qs import health
from hospital_qs.configuration import settings_or_exit
from infrastructure.files.temporary import use_own_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital_qs.settings.production")
settings_or_exit()

app = Celery("hospital_qs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@worker_process_init.connect
def take_a_temporary_folder(**signal: object) -> None:
    """Of each process: the one that replaces a killed one removes what that one left."""
    use_own_folder()


@heartbeat_sent.connect
def _tell_health(**about: Any) -> None:
    """In the worker's own process, whatever those do that it has started."""
    for queue in app.amqp.queues.consume_from:
        health.worker_is_there(queue)
