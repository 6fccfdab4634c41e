from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "自查与巡检"

    def ready(self) -> None:
        from campaigns import plan_registry
        from infrastructure.api.tags import register_tags
        from infrastructure.presentation.tags import register_states
        from inspections import (
            frame,
            rights,  # noqa: F401  roles and rights register themselves
            state_looks,
            workbench,
        )
        from inspections.selectors.runs import sheet_counts
        from inspections.services.sheet_building import build_for_runs
        from organizations.frame_registry import register_banner, register_part
        from organizations.workbench_registry import register_cards

        plan_registry.register("sheets", build=build_for_runs, confirmed=sheet_counts)
        register_part("inspections", frame.PART)
        register_banner("phases", frame.banner_at)
        register_cards("sheets", workbench.cards)
        register_states("sheet", state_looks.SHEET)
        register_tags("自查表")
