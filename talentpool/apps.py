from django.apps import AppConfig


class TalentpoolConfig(AppConfig):
    name = "talentpool"

    def ready(self) -> None:
        from talentpool import badges  # noqa: F401  puts its count beside a place in the navigation
        from talentpool.careers import kept  # noqa: F401  says what makes its pages anew
