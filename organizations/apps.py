from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        from infrastructure.idempotency import register_reach
        from infrastructure.searching import kinds
        from organizations import reach, search_kinds

        register_reach(reach)
        kinds.register(search_kinds.DEPARTMENTS, search_kinds.PEOPLE)
