from django.apps import AppConfig


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = "整改台账"

    def ready(self) -> None:
        from infrastructure.searching import kinds
        from organizations import handover_registry
        from rectification import (
            rights,  # noqa: F401  roles and rights register themselves
            search_kinds,
        )
        from rectification.services import exports, handover, import_jobs  # noqa: F401  runners register themselves

        kinds.register(search_kinds.FINDINGS)
        handover_registry.register(handover.FINDINGS, handover.open_findings, handover.move_findings)
        handover_registry.register(handover.MEASURES, handover.open_measures, handover.move_measures)
