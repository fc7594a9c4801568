"""What SQL injected as the plain role reads without knowing any organisation: each table by name, and why that is harmless."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from recruit_platform.core import clock, tenancy
from recruit_platform.core.accounts import devices
from recruit_platform.core.api import keys
from recruit_platform.core.models import AccountMail, OutboxMessage, Role
from recruit_platform.core.organisations import invitations
from recruit_platform.core.outbox import sealed
from tests.core.accounts.test_session_keys import key_of
from tests.core.accounts.test_sessions import login, with_password
from tests.journeys.test_way_in import code_now
from tests.support.builders import PASSWORD, World, make_world
from tests.support.mails import words_of

# Table: its columns, and what a thief has with its rows. A new table or column stops here until somebody has thought about it.
OPEN = {
    "core_user": (
        "id password last_login email name language theme shortcuts_on is_active sessions_ended date_joined",
        "names and addresses of people who log in can be read; passwords only as Argon2id of what is no known password",
    ),
    "core_organisation": (
        "id slug name career_host created_at",
        "the directory: what a visitor of the career site sees too",
    ),
    "django_session": (
        "session_key session_data expire_date",
        "names of sessions, which open nothing; contents closed with SECRET_KEY, each for its own row",
    ),
    "usersessions_usersession": (
        "id created_at ip last_seen_at session_key user_agent data user_id",
        "names of sessions again; networks and browsers people came with can be read",
    ),
    "mfa_authenticator": (
        "id type data user_id created_at last_used_at",
        "secrets of code apps and seeds of recovery codes closed with FILE_KEY; of passkeys the public half",
    ),
    "account_emailaddress": ("id verified primary email user_id", "addresses, as in core_user"),
    "account_emailconfirmation": (
        "id created sent key email_address_id",
        "stays empty: addresses are confirmed with a code that stands in the session",
    ),
    "core_accountmail": (
        "id public_id key purpose policy to_address mail_message_id state created_at due_at try_at lapses_at attempts "
        "lease leased_until handed_at last_code last_reply end_reason sent_at delivered_at bounced_at sealed",
        "who got an account mail can be read; the words, with their links and codes, are closed with FILE_KEY",
    ),
    "core_mailpace": ("id next_at", "one instant"),
    "core_cacheentry": ("key value expires_at", "counts of tries under hashes, and codes of code apps that were used"),
    "auth_group": ("id name", "empty: not used"),
    "auth_group_permissions": ("id group_id permission_id", "empty: not used"),
    "auth_permission": ("id name content_type_id codename", "the same in every installation"),
    "django_content_type": ("id app_label model", "the same in every installation"),
    "django_migrations": ("id app name applied", "which version runs"),
}


def open_tables() -> dict[str, set[str]]:
    """Tables, views and the like of which the plain role reads rows whatever organisation is active, or none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(a.attname::text) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') "
            "AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT')) "
            "AND (NOT c.relrowsecurity OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive "
            "  AND p.polcmd IN ('r', '*') AND pg_get_expr(p.polqual, p.polrelid) = 'true' "
            "  AND (0 = ANY (p.polroles) OR current_user::regrole::oid = ANY (p.polroles)))) "
            "GROUP BY 1"
        )
        return {table: set(columns) for table, columns in cursor.fetchall()}


def test_every_table_without_an_organisation_is_listed_with_its_columns(db: None) -> None:
    assert open_tables() == {table: set(columns.split()) for table, (columns, _why) in OPEN.items()}


def test_tables_said_to_be_empty_are(acme: World) -> None:
    login(with_password(acme))
    said = [table for table, (_columns, why) in OPEN.items() if "empty" in why]
    assert len(said) == 3
    for table in said:
        assert everything(table) == [], table


@pytest.mark.django_db(transaction=True)
def test_no_secret_of_anybody_stands_in_a_table(settings: Any) -> None:
    """Everything that opens a door is made, the way people make it; then every table is read, in an organisation and out."""
    acme = make_world("acme")
    settings.EMAIL_BACKEND = "recruit_platform.core.outbox.DjangoBackend"
    secrets = _made_by_going_about(acme)
    with tenancy.scope(acme.id):
        held = {table: "\n".join(everything(table)) for table in _all_tables()}
    found = sorted(
        (what, table)
        for what, secret in secrets.items()
        for table, text in held.items()
        if secret.lower() in text.lower()
    )
    assert found == []
    assert len(secrets) == 11
    assert all(len(secret) >= 6 for secret in secrets.values())


def everything(table: str) -> list[str]:
    """Every row as text: bytes as hexadecimal digits and as the characters they stand for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND atttypid = 'bytea'::regtype", [table]
        )
        raw = "".join(f" || coalesce(encode({column}, 'escape'), '')" for (column,) in cursor.fetchall())
        cursor.execute(f'SELECT t::text || to_jsonb(t)::text{raw} FROM "{table}" t')
        return [row for (row,) in cursor.fetchall()]


def _all_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
            "AND has_table_privilege(oid, 'SELECT') ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def _made_by_going_about(acme: World) -> dict[str, str]:
    person = with_password(acme, "admin")
    client = _sure(login(person))
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    waiting = _sure(login(person))
    waiting.get("/account/2fa/totp/activate/")
    waiting_secret = waiting.session["mfa.totp.secret"]
    assert client.post("/account/2fa/totp/activate/", {"code": code_now(secret)}).status_code == 302
    codes = re.findall(
        r"<li[^>]*>(?:<[^>]+>)*\s*([\w-]{8,})", client.get("/account/2fa/recovery-codes/").content.decode()
    )
    client.post("/account/email/", {"action_add": "", "email": "nieuw@acme.example"})
    code = client.session["account_email_verification_code"]["code"]
    reset = _reset_link(person.email)
    assert Client().get(reset, follow=True).status_code == 200  # from here on the session holds it
    with tenancy.scope(acme.id):
        made = keys.create(name="Koppeling", scopes=["events.read"], by=person, at=clock.now())
        invitations.send(email="gast@acme.example", role=Role.RECRUITER, by=person, at=clock.now())
        invitation = re.search(r"/uitnodiging/([\w-]+)/", words_of(OutboxMessage.objects.get()).text)
    return {
        "session": key_of(client),
        "other session": key_of(waiting),
        "password": PASSWORD,
        "code app": secret,
        "code app being set up": waiting_secret,
        "recovery code": codes[0],
        "code in a mail": code,
        "reset": reset.rstrip("/").rpartition("-")[2],
        "device": client.cookies[devices.COOKIE].value,
        "API key": made.secret,
        "invitation": invitation[1],
    }


def _sure(client: Client) -> Client:
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def _reset_link(email: str) -> str:
    Client().post("/account/password/reset/", {"email": email})
    mail = AccountMail.objects.filter(to_address=email).order_by("-id")[0]
    words = sealed.unseal(bytes(mail.sealed), message_id=mail.mail_message_id)
    return re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", words.text)[1]
