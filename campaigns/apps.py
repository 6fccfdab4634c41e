from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "专项整治"

    def ready(self) -> None:
        from campaigns import (
            frame,
            rights,  # noqa: F401  roles and rights register themselves
        )
        from infrastructure.api.tags import register_tags
        from organizations.frame_registry import register_part

        register_part("campaigns", frame.PART)
        register_tags("专项整治与台账")
