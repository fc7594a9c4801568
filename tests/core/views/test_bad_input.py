"""Whatever is posted to whichever form: never a 5xx, nothing half-saved, and what was typed comes back."""

from __future__ import annotations

import io
import json
import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.db import connection, transaction
from django.http import SimpleCookie
from django.test import Client, override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import Role
from recruit_platform.core.organisations import invitations
from recruit_platform.lib.text import clean
from tests.core.accounts.test_sessions import login, with_password
from tests.support import posting_forms
from tests.support.builders import PASSWORD, World, make_world
from tests.support.planting import plant
from tests.support.posting_forms import PostedForm

POSTS = 1_000
FORM = "application/x-www-form-urlencoded"
# Tables in which a refused request may leave something: who asks how often, sessions, counts of tries.
_PASSING = {"django_session", "core_cacheentry", "usersessions_usersession"}
NASTY = [
    "", " ", "\x00", "a\x00b", "\ud800", "a\udfffb", "\u202etxt.exe", "\u2066x\u2069", "\ufeff", "👩‍👩‍👧🇳🇱",
    "\u2028", "a\tb", "\r\n", "é" * 300, "x" * 70_000, "ß" * 101, "Z\u0301\u0302\u0303\u0304\u0305\u0306", "\u00a0", "٣", "²",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}{% debug %}", "%s%(x)s{0.__class__}", "' OR 1=1 --",
    "a@b.nl\r\nBcc: c@d.nl", "a@b.nl", "A@" + "x" * 250 + ".nl", "//evil.example/", "javascript:alert(1)", "../../etc/passwd",
    "9" * 400, "-1", "0", "1e9", "NaN", "2147483648", "99999999999999999999", "on", "null", "[]", '{"a":1}',
    "0001-01-01", "9999-12-31", "2026-02-30", "2026-11-23", "10000-01-01", "#4338ca", "#GGGGGG", "Europe/Amsterdam",
]  # fmt: skip
TYPES = [
    "", "text/plain", "application/json", "application/xml", "multipart/form-data", "multipart/form-data; boundary=\xff",
    "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nonsense", "x/y",
]  # fmt: skip
pytestmark = pytest.mark.django_db


class Place:
    """A filled organisation, its forms, and a browser per kind of person."""

    def __init__(self) -> None:
        self._clients: dict[tuple[str, bool], Client] = {}
        self.world = make_world("acme")
        plant(self.world.organisation, canary="eigenwaar", rows=2)
        with tenancy.scope(self.world.id):
            self.token = _invite(self.world)
        admin = login(with_password(self.world, "admin"))
        assert (
            admin.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
        )  # some forms ask for it
        self._admin = {name: morsel.value for name, morsel in admin.cookies.items()}
        self.forms = posting_forms.every(
            self.world,
            {who: lambda who=who: self.client(who) for who in ("admin", "nobody")},
            more={"token": self.token},
        )
        self.before = fingerprint(self.world)

    def client(self, who: str, *, checks_csrf: bool = False) -> Client:
        """A browser as it came in. One per kind: a new one would load the middleware anew."""
        client = self._clients.setdefault(
            (who, checks_csrf), Client(enforce_csrf_checks=checks_csrf, raise_request_exception=False)
        )
        client.cookies = SimpleCookie(self._admin if who == "admin" else {})
        return client


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker: Any) -> Iterator[Place]:
    """Made once, and gone with the transaction that the whole file runs in."""
    logging.disable(logging.CRITICAL)
    quick = override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )  # hashing is not asked here
    with django_db_blocker.unblock(), quick:
        atomic = transaction.atomic()
        atomic.__enter__()
        yield Place()
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
    logging.disable(logging.NOTSET)


@pytest.fixture
def undone(place: Place) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_address_that_takes_a_post_was_found(place: Place) -> None:
    """The pages and the resolver tell the same story: no page shows a form that leads to an address without one."""
    paths = {form.path for form in place.forms}
    assert len(paths) >= 30
    for path in ("vrije-dagen/", "team/uitnodigen/", "sleutels/", "huisstijl/", "organisatie/", "veiligheid/"):
        form = next(form for form in place.forms if form.path == f"/o/acme/instellingen/{path}")
        assert form.fields, f"no page shows the fields of {path}"
    assert f"/uitnodiging/{place.token}/" in paths
    assert "/account/login/" in paths


def test_a_write_that_was_undone_is_still_noticed(place: Place) -> None:
    before = _writes()
    with transaction.atomic():
        with tenancy.scope(place.world.id):
            from recruit_platform.core.models import DayOff

            DayOff.objects.create(day="2031-01-01", name="Eens")
        transaction.set_rollback(True)
    assert _writes() == before + 1


@pytest.mark.slow
def test_a_thousand_posts_of_anything_to_every_form(place: Place) -> None:
    each = -(-POSTS // len(place.forms))
    seen = Counter[str]()
    for form in place.forms:
        _try_form(place, form, cases=each, seen=seen)
    assert seen.total() >= 1_000
    assert {status for status in seen if status.startswith("5")} == set()
    assert seen["422"] > 100, seen
    assert seen["302"] > 30, seen


def test_what_was_typed_comes_back_with_the_refusal(place: Place) -> None:
    """Each form, with words in every typed field and choices that do not exist: 422, and the words are there."""
    kept = []
    for form in place.forms:
        typed = [one for one in form.fields if one.is_typed]
        if not typed:
            continue
        for words in ('Zoë "de <b>snelle</b>" & co 👩‍👩‍👧', "é" * 300, "<script>alert(1)</script>"):
            fields = form.untouched() | {one.name: words for one in typed}
            fields |= {one.name: "bestaat-niet" for one in form.fields if one.kind in {"select", "radio", "date"}}
            answer, _changed = _post(place, form, _encoded(list(fields.items())), FORM)
            if answer.status_code != 422:
                continue
            found = posting_forms.typed_in(answer.content.decode(), form.path)
            assert found == {one.name: words for one in typed}, form.path
            kept.append(form.path)
    assert len(set(kept)) >= 8, sorted(set(kept))


@pytest.mark.usefixtures("undone")
def test_an_expired_form_is_said_and_saves_nothing(place: Place) -> None:
    for form in place.forms:
        client = place.client(form.who, checks_csrf=True)
        answer = client.post(form.path, {**form.untouched(), "csrfmiddlewaretoken": "x" * 64})
        if (form.path, form.who) == (
            "/taal/",
            "nobody",
        ):  # a visitor's language is in a cookie of theirs, and never expires
            assert answer.status_code == 302
            continue
        assert answer.status_code == 403, form.path
        said = "stond te lang open" in answer.content.decode()
        assert said or form.path == f"/uitnodiging/{place.token}/", (
            form.path
        )  # where somebody else's link is refused first
    assert fingerprint(place.world) == place.before


def test_100_mb_is_refused_everywhere_without_reading_it(place: Place) -> None:
    class Untouched(io.RawIOBase):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("The body was read.")

    for form in place.forms:
        for kind in (FORM, f"multipart/form-data; boundary={BOUNDARY}", "application/json"):
            body: dict[str, Any] = {"wsgi.input": Untouched(), "CONTENT_LENGTH": str(100 * 1024 * 1024)}
            answer = place.client(form.who).generic("POST", form.path, content_type=kind, **body)
            assert answer.status_code == 413, form.path
    assert fingerprint(place.world) == place.before


@pytest.mark.parametrize("page", ["organisatie", "huisstijl", "veiligheid"])
@pytest.mark.usefixtures("undone")
def test_of_two_editors_the_second_is_told(place: Place, page: str) -> None:
    form = next(form for form in place.forms if form.path == f"/o/acme/instellingen/{page}/")
    changed = {"organisatie": {"name": "Nieuwe naam"}, "huisstijl": {"brand_colour": "#112233"}, "veiligheid": {}}[page]
    late = {
        "organisatie": {"name": "Andere naam"},
        "huisstijl": {"brand_colour": "#aa0000"},
        "veiligheid": {"mfa_required": "on"},
    }[page]
    fields = {one.name: one.value for one in form.fields if one.kind != "checkbox"}
    first = place.client("admin").post(form.path, fields | changed)
    if page == "veiligheid":  # this form has one box: somebody else changed another page
        style = next(form for form in place.forms if form.path.endswith("/huisstijl/"))
        first = place.client("admin").post(style.path, style.untouched() | {"brand_colour": "#112233"})
    second = place.client("admin").post(form.path, fields | late)
    assert (first.status_code, second.status_code) == (302, 409)


@pytest.mark.usefixtures("undone")
def test_a_form_sent_twice_makes_one(place: Place) -> None:
    """Each form filled in well, sent twice: no table of the organisation grows by more than the first made it grow."""
    sensible = {
        "vrije-dagen/": {"day": "2031-05-05", "name": "Brugdag"},
        "team/uitnodigen/": {"email": "nieuw@example.org", "role": "recruiter"},
        "sleutels/": {"name": "Koppeling", "scopes": "members.read"},
    }
    for path, fields in sensible.items():
        there = f"/o/acme/instellingen/{path}"
        counts = [_rows(place.world)]
        for _ in range(2):
            assert place.client("admin").post(there, fields).status_code in {200, 302, 422}
            counts.append(_rows(place.world))
        grown = {table for table in counts[0] if counts[1][table] > counts[0][table]}
        assert grown, path
        things = grown - {"core_event", "core_outboxmessage", "core_pendingevent", "core_tallytail"}
        assert {table: counts[2][table] for table in things} == {table: counts[1][table] for table in things}, path
    jobs = []
    for _ in range(2):
        place.client("admin").post("/o/acme/log/export/")
        jobs.append(_rows(place.world)["core_longjob"])
    assert jobs[0] == jobs[1] > 0


def fingerprint(world: World) -> list[tuple[Any, ...]]:
    """Every row of the organisation and every person, as one number per table."""
    with tenancy.scope(world.id), connection.cursor() as cursor:
        cursor.execute(_fingerprints())
        return cursor.fetchall()


def _fingerprints() -> str:
    row = "(to_jsonb(t) - 'last_seen_on')::text"
    return " UNION ALL ".join(
        f"SELECT '{table}', count(*), sum(hashtextextended({row}, 0)) FROM \"{table}\" t" for table in _tables()
    )


def _rows(world: World) -> dict[str, int]:
    return {str(table): int(count) for table, count, _sum in fingerprint(world)}


def _tables() -> list[str]:
    from django.apps import apps

    ours = {"core", "calendar_app", "campaigns", "talentpool", "automation", "dashboards"}
    known = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in ours | {"account", "mfa"}}
    return sorted(known - _PASSING)


def _invite(world: World) -> str:
    """An open invitation whose link is known."""
    from recruit_platform.core.models import Invitation

    made = invitations.send(email="genodigd@example.org", role=Role.RECRUITER, by=world.admin, at=clock.now())
    token = "t" * 43
    Invitation.objects.filter(pk=made.pk).update(token_hash=invitations.hash_of(token))
    return token


def _try_form(place: Place, form: PostedForm, *, cases: int, seen: Counter[str]) -> None:
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_bodies(form))
    def ask(sent: tuple[bytes, str]) -> None:
        answer, changed = _post(place, form, *sent)
        seen[str(answer.status_code)] += 1
        assert answer.status_code < 500, f"{form.path} as {form.who}: {answer.status_code}"
        assert answer.status_code < 400 or not changed, (
            f"{form.path}: {answer.status_code}, and yet something was saved"
        )
        if answer.status_code == 422 and answer.content:
            text = answer.content.decode()
            assert "<script>alert" not in text
            assert clean(text) == text

    ask()


def _bodies(form: PostedForm) -> st.SearchStrategy[tuple[bytes, str]]:
    """What a browser sends, with some fields spoilt, gone, doubled or new; now and then something that is no form at all."""
    names = [one.name for one in form.fields]
    value = st.sampled_from(NASTY) | st.text(max_size=40)
    spoilt = st.dictionaries(st.sampled_from(names), value, max_size=3) if names else st.just({})
    more = st.lists(
        st.tuples(st.sampled_from([*names, "id", "organisation", "next", "version"]) | st.text(max_size=8), value),
        max_size=2,
    )
    gone = st.sets(st.sampled_from(names), max_size=1) if names else st.just(set())

    def body(
        spoilt: dict[str, str], more: list[tuple[str, str]], gone: set[str], kind: str, noise: bytes
    ) -> tuple[bytes, str]:
        fields = {name: text for name, text in (form.untouched() | spoilt).items() if name not in gone}
        pairs = [*fields.items(), *more]
        if kind == "form":
            return _encoded(pairs), FORM
        if kind == "multipart":
            known: dict[str, Any] = {}
            for name, text in pairs:
                known.setdefault(_plain(name), []).append(_plain(text))
            return encode_multipart(BOUNDARY, known), MULTIPART_CONTENT
        if kind == "json":
            return json.dumps(dict(pairs)).encode(), "application/json"
        return noise, kind

    kinds = st.sampled_from(["form"] * 12 + ["multipart"] * 3 + ["json"] + TYPES + [FORM])
    return st.builds(body, spoilt, more, gone, kinds, st.binary(max_size=60))


def _encoded(pairs: list[tuple[str, str]]) -> bytes:
    """As a browser encodes; halves of surrogate pairs go as the bytes that broken clients send."""
    return "&".join(
        f"{quote_plus(n.encode('utf-8', 'surrogatepass'))}={quote_plus(v.encode('utf-8', 'surrogatepass'))}"
        for n, v in pairs
    ).encode()


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _post(place: Place, form: PostedForm, body: bytes, kind: str) -> tuple[Any, bool]:
    """Return the answer, and for a refusal whether anything in the database changed; undone afterwards."""
    with transaction.atomic():
        before = _writes()
        answer = place.client(form.who).generic("POST", form.path, body, content_type=kind)
        is_refused = 400 <= answer.status_code < 500
        changed = is_refused and _writes() != before and fingerprint(place.world) != place.before
        transaction.set_rollback(True)
    return answer, changed


def _writes() -> int:
    """How many rows this transaction has written so far, undone ones too: as long as that stands still, so do all tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])
