"""Which organisations have a follow-up to decide on: ids only."""

from django.db import migrations

from recruit_platform.core.tenancy.operations import SweepFunction


class Migration(migrations.Migration):
    dependencies = [
        ("automation", "0001_first"),
    ]

    operations = [
        SweepFunction(
            "organisations_with_follow_ups(at timestamptz)",
            returns="SETOF bigint",
            body="SELECT o.id FROM core_organisation o WHERE EXISTS (SELECT FROM automation_enrolment e "
            "WHERE e.organisation_id = o.id AND e.state = 'active' AND e.due_at <= at)",
        ),
    ]
