"""Erasing one person: nothing of them is found in any table, everything of everybody else stays, and so does every number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client

from automation.models import Enrolment, StoppedBecause
from automation.services import enrolments, first_replies
from recruit_platform.core import erasing, files, outbox, tenancy
from recruit_platform.core.files import shelf
from recruit_platform.core.log import delivery
from recruit_platform.core.models import (
    Event,
    FileKey,
    MailboxMessage,
    Membership,
    MessageState,
    OutboxMessage,
    Personal,
    StoredFile,
)
from recruit_platform.core.outbox import forgetting, sending
from recruit_platform.core.outbox.outcomes import Answer, Outcome
from recruit_platform.core.tenancy import deletion
from talentpool.models import (
    Application,
    ApplicationDraft,
    CallOutcome,
    Candidate,
    CandidateDocument,
    Consent,
    ConsentPurpose,
    EndedBy,
    EndReason,
    Interview,
    Merge,
    Note,
    StageKind,
)
from talentpool.selectors import held, pool
from talentpool.services import (
    applications,
    calls,
    candidates,
    consent,
    documents,
    erasure,
    merging,
    notes,
    own_data,
    replies,
)
from talentpool.services.candidates import Person
from tests.core.files.uploads import pdf
from tests.support import mails, planting
from tests.support.automation import make_sequence
from tests.support.builders import NOON, World
from tests.support.candidates import a_form, a_person, a_recruiter, a_stage, make_application, make_candidate
from tests.support.vacancies import make_vacancy

LATER = NOON + timedelta(hours=2)
GONE = {Personal.IDENTIFYING, Personal.SENSITIVE}


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def end(application: Application) -> None:
    applications.end(application, ended_by=EndedBy.US, reason=EndReason.OTHER, by=a_recruiter(), at=NOON, note="te ver")


def erase(candidate: Candidate, **fields: Any) -> bool:
    return erasure.erase(candidate, by=a_recruiter(), at=LATER, **fields)


def everything_kept(world: World) -> dict[str, str]:
    """Every row of every table that the plain role may read in this organisation, as one text per table."""
    found = {}
    with tenancy.scope(world.id), connection.cursor() as cursor:
        for table in deletion.tables():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" AS t')
            found[table] = cursor.fetchone()[0] or ""
    return found


def stand_of(needle: str, kept: dict[str, str]) -> set[str]:
    """The tables in which a word stands, also as bytes."""
    return {table for table, rows in kept.items() if needle in rows or needle.encode().hex() in rows}


def people_with_canaries(world: World, canary: str) -> list[Candidate]:
    """Three people with a row in every table that tells of a person, and a canary of their own in each personal column."""
    planting.plant(world.organisation, canary="geplant")
    with tenancy.scope(world.id):
        people = list(Candidate.objects.order_by("pk"))
        for n, one in enumerate(people):
            Application.objects.filter(candidate=one).update(
                ended_at=NOON, ended_by="us", end_reason="other", stage_kind="ended"
            )
            ApplicationDraft.objects.update(cv=None)  # a form that was sent has handed its CV over
            mine = list(FileKey.objects.filter(storedfile_of(one)).values_list("pk", flat=True))
            FileKey.objects.filter(pk__in=mine).update(owner_kind="candidate", owner_id=one.pk)
            OutboxMessage.objects.filter(pk__in=[OutboxMessage.objects.order_by("pk")[n].pk]).update(
                person_kind="candidate", person_id=one.pk
            )
            for model, rows in rows_of(one):
                word = f"{canary}{n}x{model.__name__.lower()}"
                for place, pk in enumerate(rows.values_list("pk", flat=True)):
                    model._default_manager.filter(pk=pk).update(**said(model, f"{word}{place}"))
    return people


def storedfile_of(one: Candidate) -> models.Q:
    papers = CandidateDocument.objects.filter(candidate=one)
    return models.Q(pk__in=StoredFile.objects.filter(pk__in=papers.values("file")).values("key"))


def rows_of(one: Candidate) -> Iterator[tuple[type[models.Model], Any]]:
    for model, paths in held.ways().items():
        mine = models.Q()
        for path in paths:
            mine |= models.Q(**{path: one.pk})
        yield model, model._default_manager.filter(mine)
    yield ApplicationDraft, ApplicationDraft.objects.filter(application__candidate=one)
    mail = OutboxMessage.objects.filter(person_kind="candidate", person_id=one.pk)
    yield OutboxMessage, mail
    yield MailboxMessage, MailboxMessage.objects.filter(message__in=mail)
    yield StoredFile, StoredFile.objects.filter(key__owner_kind="candidate", key__owner_id=one.pk)


def said(model: type[models.Model], word: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in model.personal.items():  # type: ignore[attr-defined]
        field: Any = model._meta.get_field(name)
        if kind in GONE:
            if isinstance(field, models.BinaryField):
                found[name] = word.encode()
            elif isinstance(field, models.JSONField):
                found[name] = {"said": [word]}
            else:
                found[name] = (
                    word if field.max_length is None or len(word) <= field.max_length else word[: field.max_length]
                )
    return found


def test_no_word_of_an_erased_person_stands_in_any_table_and_every_word_of_others_does(acme: World, zed: World) -> None:
    gone, *others = people_with_canaries(acme, "kanarie")
    people_with_canaries(zed, "verweg")
    before, far = everything_kept(acme), everything_kept(zed)
    places = stand_of("kanarie0", before)
    assert {"talentpool_candidate", "talentpool_note", "core_outboxmessage", "core_mailboxmessage"} < places
    assert {"core_storedfile", "talentpool_applicationdraft", "talentpool_interview", "talentpool_call"} < places
    with tenancy.scope(acme.id):
        Candidate.objects.filter(pk=gone.pk).update(email="kanarie0@voorbeeld.example", language="nl")
        assert erase(Candidate.objects.get(pk=gone.pk)) is True
    sending.drain(acme.id, transport=mails.Way())
    after = everything_kept(acme)
    assert stand_of("kanarie0", after) == set()
    for n, _one in enumerate(others, start=1):
        assert stand_of(f"kanarie{n}", after) == stand_of(f"kanarie{n}", before)
    assert everything_kept(zed) == far
    with tenancy.scope(acme.id):
        assert list(Candidate.objects.filter(erased_at=LATER).values_list("pk", flat=True)) == [gone.pk]


@pytest.mark.django_db
def test_every_table_that_refers_to_a_candidate_is_walked() -> None:
    """By the database's own references, not by those of the models."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE tells AS (SELECT 'talentpool_candidate'::regclass::oid AS t UNION "
            "SELECT f.conrelid FROM pg_constraint f JOIN tells ON f.confrelid = tells.t WHERE f.contype = 'f') "
            "SELECT c.relname FROM tells JOIN pg_class c ON c.oid = tells.t"
        )
        tables = {name for (name,) in cursor.fetchall()}
    walked = {model._meta.db_table for model in held.ways()}
    assert tables - walked == {"talentpool_applicationdraft"}  # its rows are deleted


def test_every_personal_column_can_be_emptied_also_one_that_comes_later() -> None:
    for model in [*held.ways(), OutboxMessage]:
        classed = {name for name, kind in model.personal.items() if kind in GONE}  # type: ignore[attr-defined]
        assert set(erasing.emptied(model)) == classed
        assert all(value in (None, "", b"", {}, []) for value in erasing.emptied(model).values())

    class Later:
        class _meta:  # noqa: N801  the name Django gives it
            local_fields = [
                models.CharField(name="nickname"),
                models.JSONField(name="traits"),
                models.TextField(name="x"),
            ]

        personal = {"nickname": Personal.IDENTIFYING, "traits": Personal.SENSITIVE, "x": Personal.PLAIN}

    assert erasing.emptied(Later) == {"nickname": "", "traits": {}}  # type: ignore[arg-type]


def test_documents_cannot_be_read_and_their_names_are_gone(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        gone, other = make_candidate(), make_candidate()
        for one in (gone, other):
            stream = SimpleUploadedFile("cv.pdf", pdf())
            documents.add(stream, name="cv.pdf", declared="application/pdf", candidate=one, by=a_recruiter(), at=NOON)
        paths = {one.candidate_id: one.file for one in CandidateDocument.objects.select_related("file")}
        there = shelf.path_of(acme.id, paths[gone.pk].public_id)
        assert there.exists()
        assert erasure.preview(gone).files == 1
        erase(gone)
        with pytest.raises(files.FileGone):
            files.open(StoredFile.objects.select_related("key").get(pk=paths[gone.pk].pk))
        assert files.read(StoredFile.objects.select_related("key").get(pk=paths[other.pk].pk)) == pdf()
        assert sorted(StoredFile.objects.values_list("name", flat=True)) == ["", "cv.pdf"]


def test_numbers_are_what_they_were(acme: World, zed: World, ask: Any) -> None:
    from tests.core.api.conftest import make_key

    secret = make_key(acme).secret
    places = ("funnel", "calls", "schedule", "mails?days=90")
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(positions=3)
        gone = make_application(vacancy, person=a_person("Noor"), stage=StageKind.INTERVIEW, motivation="Graag.")
        make_application(vacancy, person=a_person("Sem"), stage=StageKind.HIRED)
        calls.log(gone.candidate, outcome=CallOutcome.SPOKE, by=a_recruiter(), at=NOON, application=gone)
        end(gone)

    def numbers() -> list[Any]:
        answers = [ask(f"/api/v1/numbers/{place}", secret) for place in places]
        assert {one.status_code for one in answers} == {200}
        return [one.json() for one in answers]

    def rows() -> dict[str, int]:
        with tenancy.scope(acme.id):
            return {model._meta.label: model._default_manager.count() for model in held.ways()}

    before, there = numbers(), rows()
    with tenancy.scope(acme.id):
        assert erase(gone.candidate)
    assert numbers() == before
    assert rows() == there
    with tenancy.scope(acme.id):
        left = Application.objects.get(pk=gone.pk)
        assert (left.motivation, left.answers, left.end_note) == ("", {}, "")
        assert (left.reference, left.end_reason, left.submitted_at) == (gone.reference, "other", NOON)


def test_again_changes_nothing_and_the_log_names_nobody(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        gone = make_candidate(a_person("Noor", "Voorbeeld"))
        assert erase(gone) is True
        first = Candidate.objects.get(pk=gone.pk)
        assert erasure.erase(gone, by=a_recruiter(), at=LATER + timedelta(days=1)) is False
        again = Candidate.objects.get(pk=gone.pk)
        assert (again.erased_at, again.version, again.opted_out_at) == (LATER, first.version, LATER)
        event = Event.objects.get(kind="candidate.erased")
        assert (event.subject_id, event.data, event.actor_kind) == (gone.pk, {}, "user")
        assert OutboxMessage.objects.filter(purpose="candidate.erased").count() == 1


def test_a_running_application_a_hire_and_a_merged_person_are_refused_in_words(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(positions=3)
        running = make_application(vacancy, person=a_person("Noor"))
        with pytest.raises(erasure.ProcedureRuns, match="Stop die eerst"):
            erase(running.candidate)
        assert isinstance(erasure.preview(running.candidate).refusal, erasure.ProcedureRuns)
        hired = make_application(vacancy, person=a_person("Sem"), stage=StageKind.HIRED)
        with pytest.raises(erasure.HiredHere):
            erase(hired.candidate)
        assert erasure.preview(hired.candidate).is_hired
        merged, kept = make_candidate(), make_candidate()
        merging.merge(kept, merged, by=a_recruiter(), at=NOON)
        merged.refresh_from_db()
        with pytest.raises(erasure.MergedAway):
            erase(merged)
        assert not Candidate.objects.filter(erased_at__isnull=False).exists()
        assert erase(hired.candidate, is_kept_elsewhere=True)
        assert Application.objects.get(pk=hired.pk).stage_kind == StageKind.HIRED


def test_who_was_merged_into_a_person_goes_with_them_and_cannot_be_parted_again(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        first, second, third, other = (make_candidate() for _n in range(4))
        merging.merge(second, first, by=a_recruiter(), at=NOON)
        row = merging.merge(third, second, by=a_recruiter(), at=NOON)
        third.refresh_from_db()
        assert erase(third)
        names = dict(Candidate.objects.values_list("pk", "first_name"))
        assert [names[one.pk] for one in (first, second, third, other)] == ["", "", "", "Noor"]
        with pytest.raises(candidates.Erased):
            merging.undo(Merge.objects.get(pk=row.pk), by=a_recruiter(), at=LATER)


def test_nothing_is_written_about_who_is_gone(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy(positions=3))
        end(application)
        gone, other, by = application.candidate, make_candidate(), a_recruiter()
        stale = Candidate.objects.get(pk=gone.pk)  # what a colleague's page still holds
        text = consent.current_text(ConsentPurpose.POOL, at=NOON)
        erase(gone)
        paper = SimpleUploadedFile("cv.pdf", pdf())
        attempts: list[Any] = [
            lambda: notes.add(stale, text="toch nog iets", by=by, at=LATER),
            lambda: calls.log(stale, outcome=CallOutcome.SPOKE, by=by, at=LATER, note="gebeld"),
            lambda: replies.record(stale, at=LATER),
            lambda: consent.give(stale, text=text, source="status", by=by, at=LATER),
            lambda: candidates.change(stale, values={"first_name": "Noor"}, by=by, at=LATER),
            lambda: documents.add(paper, name="cv.pdf", declared="application/pdf", candidate=stale, by=by, at=LATER),
            lambda: merging.merge(other, stale, by=by, at=LATER),
            lambda: merging.merge(stale, other, by=by, at=LATER),
            lambda: applications.resume(application, by=by, at=LATER),
            lambda: applications.judge(application, qualified=True, by=by, at=LATER),
            lambda: applications.move(application, to=a_stage(StageKind.OFFER), by=by, at=LATER),
        ]
        for attempt in attempts:
            with pytest.raises(candidates.Erased, match="verwijderd"):
                attempt()
        assert not own_data.ask_erasure(stale, by=by, at=LATER)
        assert not Note.objects.exists()
        assert not Consent.objects.exists()


def test_who_applies_again_is_somebody_new(acme: World, zed: World) -> None:
    person = Person("Noor", "Voorbeeld", "noor@voorbeeld.example", "06 12345678")
    with tenancy.scope(acme.id):
        gone = make_candidate(person)
        erase(gone)
        again = applications.submit(a_form(person), vacancy=make_vacancy(), at=LATER)
        assert (again.is_new, again.candidate.pk == gone.pk, again.candidate.first_name) == (True, False, "Noor")
        assert pool.doubles_of(again.candidate) == []


def test_the_last_mail_says_it_is_done_and_loses_its_address_once_it_left(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        gone = make_candidate(Person("Noor", "Voorbeeld", "noor@voorbeeld.example"))
        before = mails.put(acme.id, "wacht", to=gone.email, person=outbox.Person("candidate", gone.pk))
        other = mails.put(acme.id, "ander", to="sem@voorbeeld.example")
        erase(gone)
        last = OutboxMessage.objects.get(purpose="candidate.erased")
        assert (last.to_address, last.to_name, last.text) == ("noor@voorbeeld.example", "", "")
        words = mails.words_of(last)
        assert words.subject == "Je gegevens bij Acme zijn verwijderd"
        assert "Noor" not in words.text + words.html
    way = mails.Way()
    sending.drain(acme.id, transport=way)
    assert sorted(parcel.to for parcel in way.parcels) == ["noor@voorbeeld.example", "sem@voorbeeld.example"]
    sent, cancelled = mails.fresh(last), mails.fresh(before)
    assert (sent.state, sent.to_address, sent.subject, sent.sealed, sent.last_reply) == ("sent", "", "", None, None)
    assert (cancelled.state, cancelled.to_address, cancelled.subject, cancelled.text) == ("cancelled", "", "", "")
    assert mails.fresh(other).to_address == "sem@voorbeeld.example"
    assert outbox.record_bounce(sent.mail_message_id, permanent=True, at=LATER)  # nobody is left to remember it of
    assert outbox.record_complaint(sent.mail_message_id, at=LATER)


def test_a_last_mail_that_fails_keeps_nothing_and_cannot_be_sent_again(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        erase(make_candidate(Person("Noor", "Voorbeeld", "noor@voorbeeld.example")))
        last = OutboxMessage.objects.get(purpose="candidate.erased")
    sending.drain(acme.id, transport=mails.Way(Outcome(Answer.REFUSED, 550, "noor@voorbeeld.example?", True)))
    failed = mails.fresh(last)
    assert (failed.state, failed.to_address, failed.last_reply, failed.last_code) == ("failed", "", None, 550)
    with tenancy.scope(acme.id), pytest.raises(outbox.NotNow):
        outbox.send_again(failed, by=erasure.actor_of(a_recruiter()), at=LATER)


def test_somebody_without_an_address_gets_no_mail(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        erase(make_candidate(Person("Noor", "Voorbeeld", phone="06 12345678")))
        assert not OutboxMessage.objects.exists()


def test_a_mail_that_a_server_holds_is_waited_for(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        gone = make_candidate()
        message = mails.put(acme.id, to=gone.email, person=outbox.Person("candidate", gone.pk))
        OutboxMessage.objects.filter(pk=message.pk).update(
            state=MessageState.SENDING, lease=message.public_id, leased_until=LATER, handed_at=LATER
        )
        with pytest.raises(forgetting.OnItsWay):
            erase(gone)
    with tenancy.scope(acme.id):
        assert Candidate.objects.get(pk=gone.pk).erased_at is None
        assert Candidate.objects.get(pk=gone.pk).first_name == "Noor"


def test_a_first_reply_that_came_a_moment_too_late_does_not_go_and_keeps_nothing(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy())
        gone = application.candidate
        end(application)
        erase(gone)
        late = mails.put(
            acme.id, purpose=first_replies.PURPOSE, to="noor@x.example", person=outbox.Person("candidate", gone.pk)
        )
    sending.drain(acme.id, transport=mails.Way())
    kept = mails.fresh(late)
    assert (kept.state, kept.end_reason, kept.to_address, kept.text) == ("cancelled", "erased", "", "")


def test_automatic_mail_stops(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_sequence(2, kind="keep_warm")
        gone = make_candidate()
        text = consent.current_text(ConsentPurpose.POOL, at=NOON)
        consent.give(gone, text=text, source="test", by=a_recruiter(), at=NOON)
        assert enrolments.keep_warm(gone, since=NOON, at=NOON) is not None
        erase(gone)
        assert not Consent.objects.filter(withdrawn_at=None).exists()
    for _round in range(3):
        delivery.deliver(acme.id)
    with tenancy.scope(acme.id):
        assert Enrolment.objects.get().stopped_because in {StoppedBecause.ERASED, StoppedBecause.NO_CONSENT}
        assert Interview.objects.count() == 0
        assert Membership.objects.exists()


def test_the_link_of_a_candidate_opens_nothing_any_more(acme: World, zed: World) -> None:
    from django.urls import reverse

    from talentpool.careers import links

    with tenancy.scope(acme.id):
        application = make_application(make_vacancy())
        token = links.status_token(application)
        end(application)
        erase(application.candidate)
    assert Client().get(reverse("career_status", args=[acme.slug, token])).status_code in {404, 410}
