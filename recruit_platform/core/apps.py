from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "recruit_platform.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate
        from django.utils.module_loading import autodiscover_modules

        from . import checks  # noqa: F401  registers the system checks
        from .tenancy import grants
        from .ui import forms

        forms.speak_plainly()
        post_migrate.connect(grants.grant_package_tables, dispatch_uid="core.grants")
        autodiscover_modules("events", "long_jobs")  # of every app: what the log can say, and which long jobs there are
