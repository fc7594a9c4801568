from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "recruit_platform.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from . import checks  # noqa: F401  registers the system checks
        from .tenancy import grants

        post_migrate.connect(grants.grant_package_tables, dispatch_uid="core.grants")
