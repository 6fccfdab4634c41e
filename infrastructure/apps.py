from django.apps import AppConfig
from django.db.models.signals import post_migrate


class InfrastructureConfig(AppConfig):
    name = "infrastructure"
    verbose_name = "基础设施"

    def ready(self) -> None:
        import infrastructure.searching.folding  # noqa: F401  the lookup __folded registers itself
        from infrastructure import sealing  # noqa: F401  its check looks at every start
        from infrastructure.api.tags import register_tags
        from infrastructure.form_words import speak_plainly
        from infrastructure.grants import grant_after_migrate

        register_tags("任务")
        speak_plainly()
        # One app's signal is enough: it is sent when every table of every app is there.
        post_migrate.connect(grant_after_migrate, sender=self, dispatch_uid="infrastructure.grants")
