import os

from celery import Celery
from celery.signals import worker_init, worker_process_init

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
