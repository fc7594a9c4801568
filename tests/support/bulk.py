"""Many rows in many organisations, made by the database itself. Runs as the owner, in a database of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection

from recruit_platform.core.tenancy import deletion
from tests.support import bulk_apps

# Each statement fills one table from the numbers 1..:rows; ``o`` is the row's organisation. Two organisations are large (a tenth
# and a twentieth of all rows), the others share the rest.
_NUMBERED = """(SELECT n, CASE WHEN n %% 20 < 2 THEN :first WHEN n %% 20 = 2 THEN :first + 1
                        ELSE :first + 2 + (n / 3) %% (:organisations - 2) END AS o FROM generate_series(1, :rows) n) s"""
_UNTIL = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
_AT = f"timestamptz '{_UNTIL.isoformat()}' - n * interval '1 minute'"
FILLS = {
    "core_event": (
        1.0,
        "INSERT INTO core_event (organisation_id, kind, at, actor_kind, subject_kind, subject_id, data) SELECT o, "
        "(ARRAY['mail.sent', 'mail.failed', 'team.invited', 'job.done'])[1 + n / 7 %% 4], " + _AT + ", 'system', "
        "'candidate', n / 7 %% 5000, '{}' FROM " + _NUMBERED,
    ),
    "core_outboxmessage": (
        0.3,
        "INSERT INTO core_outboxmessage (organisation_id, public_id, key, purpose, policy, to_address, mail_message_id, state, "
        "created_at, due_at, try_at, attempts, to_name, subject, text, html, reply_to, unsubscribe_url, person_kind, person_id, "
        "sent_at) SELECT o, gen_random_uuid(), 'reply:' || n, 'reply', 'retry', 'p' || n || '@example.org', n || '@mail', "
        "CASE WHEN n / 7 %% 50 = 0 THEN 'unsure' WHEN n / 7 %% 50 = 1 THEN 'due' ELSE 'sent' END, "
        + _AT
        + ", "
        + _AT
        + ", "
        + _AT
        + ", 1, 'Naam', 'Onderwerp', repeat('tekst ', 20), '', '', '', 'candidate', n / 7 %% 5000, "
        + _AT
        + " FROM "
        + _NUMBERED,
    ),
    "core_mailboxmessage": (
        0.25,
        "INSERT INTO core_mailboxmessage (organisation_id, public_id, message_id, mail_message_id, to_address, raw, received_at) "
        "SELECT organisation_id, gen_random_uuid(), id, mail_message_id, to_address, 'x', sent_at FROM core_outboxmessage "
        "ORDER BY id LIMIT :rows",
    ),
    "core_pendingevent": (
        0.02,
        "INSERT INTO core_pendingevent (organisation_id, subscriber, event_id, attempts, due_at, failed_at) SELECT "
        "organisation_id, 'x', id, 0, at, CASE WHEN id %% 10 = 0 THEN at END FROM core_event ORDER BY id LIMIT :rows",
    ),
    "core_filekey": (
        0.1,
        "INSERT INTO core_filekey (organisation_id, owner_kind, owner_id, wrapped, created_at) SELECT o, 'candidate', n, 'k', "
        + _AT
        + " FROM "
        + _NUMBERED,
    ),
    "core_storedfile": (
        0.1,
        "INSERT INTO core_storedfile (organisation_id, public_id, key_id, purpose, name, content_type, size, sha256, created_at) "
        "SELECT organisation_id, gen_random_uuid(), id, 'cv', 'cv.pdf', 'application/pdf', 1, 'x', created_at FROM core_filekey "
        "ORDER BY id LIMIT :rows",
    ),
    "core_tally": (
        0.2,
        "INSERT INTO core_tally (organisation_id, kind, subject_id, day, n) SELECT o, "
        "(ARRAY['mail.sent', 'mail.failed'])[1 + n / 7 %% 2], n / 14 %% 40, date '2026-11-23' - n / 560, 1 FROM "
        + _NUMBERED
        + " ON CONFLICT DO NOTHING",
    ),
    "core_tallytail": (
        0.02,
        "INSERT INTO core_tallytail (organisation_id, kind, subject_id, day, n) SELECT o, 'mail.sent', 0, date '2026-11-23', 1 "
        "FROM " + _NUMBERED,
    ),
    "core_longjob": (
        0.2,
        "INSERT INTO core_longjob (organisation_id, public_id, kind, state, input, done, problems, attempts, created_at) "
        "SELECT o, gen_random_uuid(), 'x', 'done', '{}', 0, 0, 1, " + _AT + " FROM " + _NUMBERED,
    ),
    "core_dayoff": (
        0.1,
        "INSERT INTO core_dayoff (organisation_id, day, name) SELECT o, date '2026-01-01' + n, 'vrij' FROM "
        + _NUMBERED
        + " ON CONFLICT DO NOTHING",
    ),
    "core_suppression": (
        0.05,
        "INSERT INTO core_suppression (organisation_id, address_hash, reason, at) SELECT o, 'h' || n, 'bounce', "
        + _AT
        + " FROM "
        + _NUMBERED,
    ),
    "core_user": (
        0.02,
        "INSERT INTO core_user (password, email, name, language, theme, shortcuts_on, is_active, date_joined:extra_columns) "
        "SELECT '!', 'u' || n || '@example.org', 'Naam ' || n, 'nl', 'system', true, true, now():extra_values "
        "FROM generate_series(1, :rows) n",
    ),
    "core_membership": (
        0.02,
        "INSERT INTO core_membership (organisation_id, public_id, user_id, role, is_active, joined_at) SELECT "
        ":first + id %% :organisations, gen_random_uuid(), id, 'recruiter', true, now() FROM core_user ORDER BY id LIMIT :rows",
    ),
    "core_invitation": (
        0.02,
        "INSERT INTO core_invitation (organisation_id, public_id, email, role, token_hash, invited_by_id, created_at, "
        "expires_at, times_sent) SELECT o, gen_random_uuid(), 'p' || n || '@example.org', 'recruiter', 't' || n, "
        "(SELECT min(id) FROM core_user), now(), now(), 1 FROM " + _NUMBERED,
    ),
    "core_apikey": (
        0.005,
        "INSERT INTO core_apikey (organisation_id, public_id, name, hint, secret_hash, scopes, created_by_id, created_at) "
        "SELECT o, gen_random_uuid(), 'x', 'x', 's' || n, '{}', (SELECT min(id) FROM core_user), now() FROM "
        + _NUMBERED,
    ),
}


def fill(*, rows: int, organisations: int) -> list[int]:
    """Make organisations and about ``rows`` log rows with the rest in proportion (an application to twenty of them);
    return the organisations' ids, largest ones first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_organisation (slug, name, created_at) SELECT 'groot-' || n, 'Organisatie ' || n, now() "
            "FROM generate_series(1, %s) n RETURNING id",
            [organisations],
        )
        ids = sorted(number for (number,) in cursor.fetchall())
    with walls_lifted_for_the_owner(), connection.cursor() as cursor:
        columns = _columns_without_default("core_user")
        for share, text in FILLS.values():
            cursor.execute(
                text.replace(":extra_columns", "".join(f", {name}" for name, _ in columns))
                .replace(":extra_values", "".join(f", {value}" for _, value in columns))
                .replace(":first", str(ids[0]))
                .replace(":organisations", str(organisations))
                .replace(":rows", str(max(200, int(rows * share))))
                .replace("%%", "%")
            )
        cursor.execute("SELECT organisation_id, count(*) / 20 FROM core_event GROUP BY 1")
        bulk_apps.fill(dict(cursor.fetchall()), at=_UNTIL, vacancies=20)
        cursor.execute("ANALYZE")
    return ids


@contextmanager
def walls_lifted_for_the_owner() -> Iterator[None]:
    """Let the owner past row-level security (NO FORCE) for the block; the plain role stays behind it."""
    names = deletion.tables()
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY')
        try:
            yield
        finally:
            for name in names:
                cursor.execute(f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY')


def _columns_without_default(table: str) -> list[tuple[str, str]]:
    """Columns added after this file was written: filled with nought of their kind."""
    known = {
        "id",
        "password",
        "last_login",
        "email",
        "name",
        "language",
        "theme",
        "shortcuts_on",
        "is_active",
        "date_joined",
    }
    nought = {"boolean": "false", "integer": "0", "bigint": "0", "smallint": "0", "jsonb": "'{}'"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO' "
            "AND column_default IS NULL",
            [table],
        )
        return [(name, nought.get(kind, "''")) for name, kind in cursor.fetchall() if name not in known]
