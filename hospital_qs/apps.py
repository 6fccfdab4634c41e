from django.apps import AppConfig

# Made with Django itself, so that every task of every app belongs to it.
from hospital_qs.celery import app as celery_app

__all__ = ["HospitalQsConfig", "celery_app"]


class HospitalQsConfig(AppConfig):
    name = "hospital_qs"
    verbose_name = "医疗质量安全"
