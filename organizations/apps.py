from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        from infrastructure.api.tags import register_tags
        from infrastructure.idempotency import register_reach
        from infrastructure.searching import kinds
        from organizations import frame_registry, reach, search_kinds, settings_cards

        register_reach(reach)
        kinds.register(search_kinds.DEPARTMENTS, search_kinds.PEOPLE)
        frame_registry.register_part("organizations", frame_registry.OWN)
        settings_cards.register_cards(*settings_cards.OWN)
        register_tags("账号与令牌", "机构与科室", "人员", "角色与代理", "日志")
