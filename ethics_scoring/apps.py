from django.apps import AppConfig


class EthicsScoringConfig(AppConfig):
    name = "ethics_scoring"
    verbose_name = "医德医风考评"
