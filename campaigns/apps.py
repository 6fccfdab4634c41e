from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "专项整治"

    def ready(self) -> None:
        from campaigns import (
            frame,
            rights,  # noqa: F401  roles and rights register themselves
            workbench,
        )
        from infrastructure.api.tags import register_tags
        from organizations.frame_registry import register_part
        from organizations.workbench_registry import register_cards, register_work

        register_part("campaigns", frame.PART)
        register_work("plans", workbench.Plans)
        register_cards("launch", workbench.cards)
        register_tags("专项整治与台账")
