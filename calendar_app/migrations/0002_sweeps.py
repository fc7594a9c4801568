"""Which organisations have vacancies to open or close: ids only, over all of them."""

from django.db import migrations

from recruit_platform.core.tenancy.operations import SweepFunction


class Migration(migrations.Migration):
    dependencies = [
        ("calendar_app", "0001_first"),
    ]

    operations = [
        SweepFunction(
            "organisations_with_vacancies_to_turn(day date)",
            returns="SETOF bigint",
            body="SELECT o.id FROM core_organisation o WHERE EXISTS (SELECT FROM calendar_app_vacancy v "
            "WHERE v.organisation_id = o.id AND v.state = 'published' AND v.closes_on < day) OR EXISTS (SELECT FROM "
            "calendar_app_vacancy v WHERE v.organisation_id = o.id AND v.state = 'published' AND v.opened_at IS NULL "
            "AND v.opens_on <= day)",
        ),
    ]
