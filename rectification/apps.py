from django.apps import AppConfig


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = "整改台账"

    def ready(self) -> None:
        from infrastructure.api.tags import register_tags
        from infrastructure.presentation.tags import register_states
        from infrastructure.searching import kinds
        from organizations import handover_registry
        from organizations.frame_registry import register_part
        from organizations.settings_cards import register_cards as register_settings
        from organizations.workbench_registry import register_cards, register_work
        from rectification import (
            frame,
            job_origins,
            rights,  # noqa: F401  roles and rights register themselves
            search_kinds,
            settings_cards,
            state_looks,
            workbench,
        )
        from rectification.services import (  # noqa: F401  runners register themselves
            exports,
            failed_rows,
            handover,
            import_jobs,
            packs,
            templates,
        )

        register_part("rectification", frame.PART)
        job_origins.register()
        kinds.register(search_kinds.FINDINGS)
        register_settings(*settings_cards.CARDS)
        register_work("findings", workbench.Findings)
        register_cards("figures", workbench.cards)
        register_states("finding", state_looks.FINDING)
        register_states("extension", state_looks.EXTENSION)
        register_states("round", state_looks.ROUND)
        register_tags("待办", "问题", "原因与措施", "佐证与进展", "导入台账", "导出台账")
        handover_registry.register(handover.FINDINGS, handover.open_findings, handover.move_findings)
        handover_registry.register(handover.MEASURES, handover.open_measures, handover.move_measures)
