"""Which organisations have unfinished forms to forget: ids only."""

from django.db import migrations

from recruit_platform.core.tenancy.operations import SweepFunction


class Migration(migrations.Migration):
    dependencies = [
        ("talentpool", "0001_first"),
    ]

    operations = [
        SweepFunction(
            "organisations_with_expired_drafts(at timestamptz)",
            returns="SETOF bigint",
            body="SELECT o.id FROM core_organisation o WHERE EXISTS (SELECT FROM talentpool_applicationdraft d "
            "WHERE d.organisation_id = o.id AND d.expires_at <= at)",
        ),
    ]
