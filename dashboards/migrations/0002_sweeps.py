"""Which organisations have a digest to send: ids only."""

from django.db import migrations

from recruit_platform.core.tenancy.operations import SweepFunction


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0001_first"),
    ]

    operations = [
        SweepFunction(
            "organisations_with_digests(on_day date)",
            returns="SETOF bigint",
            body="SELECT DISTINCT d.organisation_id FROM dashboards_digest d WHERE d.day <> 'never' "
            "AND (d.last_sent_on IS NULL OR d.last_sent_on < on_day)",
        ),
    ]
