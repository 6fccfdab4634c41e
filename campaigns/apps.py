from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "专项整治"

    def ready(self) -> None:
        from campaigns import rights  # noqa: F401  roles and rights register themselves
        from infrastructure.api.tags import register_tags

        register_tags("专项整治与台账")
