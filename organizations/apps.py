from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        from infrastructure.idempotency import register_reach
        from organizations import reach

        register_reach(reach)
