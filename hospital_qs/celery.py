import os

from celery import Celery

from hospital_qs.configuration import settings_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital_qs.settings.production")
settings_or_exit()

app = Celery("hospital_qs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
