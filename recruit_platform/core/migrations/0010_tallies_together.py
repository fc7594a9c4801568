"""Beside the counter of each thing stands one of all things together; what was counted before gets it here."""

from __future__ import annotations

from typing import Any

from django.db import connection, migrations

from recruit_platform.core import tenancy

ADD_UP = """
INSERT INTO core_tally (organisation_id, kind, subject_id, day, n)
SELECT organisation_id, kind, -1, day, sum(n) FROM core_tally
 WHERE organisation_id = %s AND subject_id >= 0 GROUP BY organisation_id, kind, day
ON CONFLICT (organisation_id, kind, subject_id, day) DO UPDATE SET n = excluded.n
"""


def add_up(apps: Any, _editor: Any) -> None:
    """Workers of the version before must not run beside it: what they fold is in no sum."""
    for organisation_id in apps.get_model("core", "Organisation").objects.values_list("pk", flat=True):
        with tenancy.scope(organisation_id), connection.cursor() as cursor:
            cursor.execute(ADD_UP, [organisation_id])


def take_away(apps: Any, _editor: Any) -> None:
    for organisation_id in apps.get_model("core", "Organisation").objects.values_list("pk", flat=True):
        with tenancy.scope(organisation_id):
            apps.get_model("core", "Tally").objects.filter(subject_id=-1).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_demo_year"),
    ]

    operations = [
        migrations.RunPython(add_up, take_away),
    ]
