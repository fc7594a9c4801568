"""Counts of waiting work over all organisations, for /readyz and /metrics: numbers only, no ids."""

from django.db import migrations

from recruit_platform.core.tenancy.operations import SweepFunction


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_api_keys"),
    ]

    operations = [
        SweepFunction(
            "work_counts(at timestamptz)",
            returns="TABLE (mail_due bigint, mail_oldest timestamptz, mail_unsure bigint, mail_failed bigint, "
            "leases_stuck bigint, events_due bigint, events_failed bigint, jobs_waiting bigint)",
            # Unsure and failed mails are counted along (organisation, state, id): one short range per organisation.
            body="SELECT (SELECT count(*) FROM core_outboxmessage m WHERE m.state = 'due' AND m.try_at <= at), "
            "(SELECT min(m.try_at) FROM core_outboxmessage m WHERE m.state = 'due'), "
            "(SELECT coalesce(sum((SELECT count(*) FROM core_outboxmessage m WHERE m.organisation_id = o.id "
            "AND m.state = 'unsure')), 0)::bigint FROM core_organisation o), "
            "(SELECT coalesce(sum((SELECT count(*) FROM core_outboxmessage m WHERE m.organisation_id = o.id "
            "AND m.state = 'failed')), 0)::bigint FROM core_organisation o), "
            "(SELECT count(*) FROM core_outboxmessage m WHERE m.state = 'sending' AND m.leased_until < at) + "
            "(SELECT count(*) FROM core_longjob j WHERE j.state = 'running' AND j.leased_until < at) + "
            "(SELECT count(*) FROM core_pendingevent p WHERE p.failed_at IS NULL AND p.leased_until < at), "
            "(SELECT count(*) FROM core_pendingevent p WHERE p.failed_at IS NULL AND p.due_at <= at), "
            "(SELECT count(*) FROM core_pendingevent p WHERE p.failed_at IS NOT NULL), "
            "(SELECT count(*) FROM core_longjob j WHERE j.state = 'waiting')",
        ),
    ]
