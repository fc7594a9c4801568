"""Which campaigns have a round to do: those that run, and those that stopped lately (the network must hear it)."""

from django.db import migrations

from recruit_platform.core.tenancy.operations import SweepFunction


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_first"),
    ]

    operations = [
        SweepFunction(
            "campaigns_due(today date)",
            returns="TABLE (organisation_id bigint, id bigint)",
            body="SELECT c.organisation_id, c.id FROM campaigns_campaign c WHERE c.starts_on <= today + 1 "
            "AND (c.state IN ('running', 'paused') OR (c.state = 'ended' AND c.ends_on >= today - 7)) "
            "ORDER BY c.organisation_id, c.id",
        ),
    ]
