"""The first reply: per vacancy, by default, or explicitly none; once per application, within seconds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from automation import starter
from automation.models import FirstReply, TemplateKind
from automation.services import first_replies
from recruit_platform.core import tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event, OutboxMessage
from talentpool.models import Application, Candidate
from talentpool.services import applications
from tests.support.automation import hear, make_template
from tests.support.builders import NOON, World
from tests.support.candidates import a_person, a_recruiter, make_application
from tests.support.vacancies import make_vacancy


def _loaded(application: Application) -> Application:
    return Application.objects.select_related("candidate", "vacancy__recruiter__user").get(pk=application.pk)


def _mails() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(purpose=first_replies.PURPOSE).order_by("id")
    return list(rows.values_list("to_address", "subject"))


def test_an_application_gets_its_reply_once_the_event_is_heard(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy("Leerkracht groep 3")
        application = make_application(vacancy, person=a_person("Mila", email="mila@voorbeeld.example"))
    hear(acme.id, at=NOON + timedelta(minutes=1))
    hear(acme.id, at=NOON + timedelta(minutes=1))
    with tenancy.scope(acme.id):
        mail = OutboxMessage.objects.get(purpose=first_replies.PURPOSE)
        assert (mail.to_address, mail.subject) == (
            "mila@voorbeeld.example",
            "We hebben je sollicitatie: Leerkracht groep 3",
        )
        assert mail.key == f"first_reply:{application.pk}"
        assert (mail.person_kind, mail.person_id) == ("candidate", application.candidate_id)
        assert mail.policy == "retry"
        assert "Hoi Mila," in mail.text
        assert tallies.total(first_replies.SENT, first=NOON.date(), until=NOON.date() + timedelta(days=1)) == 1
        said = Event.objects.get(kind="first_reply.sent_to_outbox")
        assert (said.subject_kind, said.subject_id, said.data["message"]) == ("application", application.pk, mail.pk)
        assert said.rule_version == "first_reply@1"
    with tenancy.scope(zed.id):
        assert _mails() == []


def test_a_vacancy_has_its_own_text_and_the_others_the_default(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        special, other = make_vacancy("Speciaal"), make_vacancy("Anders")
        reply = {"kind": TemplateKind.FIRST_REPLY, "subject_nl": "Voor {functie}"}
        first_replies.choose(None, template=make_template(**reply), by=a_recruiter(), at=NOON)
        reply["subject_nl"] = "Bijzonder: {functie}"
        first_replies.choose(special, template=make_template(**reply), by=a_recruiter(), at=NOON)
        for vacancy in (special, other, None):
            first_replies.send(_loaded(make_application(vacancy)), at=NOON)
        assert [subject for _to, subject in _mails()] == ["Bijzonder: Speciaal", "Voor Anders", "Voor werken bij ons"]
        assert first_replies.follow_the_rest(special, by=a_recruiter(), at=NOON)
        assert not first_replies.follow_the_rest(special, by=a_recruiter(), at=NOON)
        first_replies.send(_loaded(make_application(special)), at=NOON)
        assert _mails()[-1][1] == "Voor Speciaal"


def test_explicitly_none_sends_nothing_and_the_log_says_why(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        starter.ensure(at=NOON)
        with pytest.raises(first_replies.NeedsReason):
            first_replies.choose_none(vacancy, because="  ", by=a_recruiter(), at=NOON)
        first_replies.choose_none(vacancy, because="we bellen iedereen", by=a_recruiter(), at=NOON)
        application = _loaded(make_application(vacancy))
        assert first_replies.send(application, at=NOON) is None
        assert _mails() == []
        said = Event.objects.get(kind="first_reply.not_sent")
        assert (said.subject_id, said.data) == (application.pk, {"reason": "explicitly_none"})
        assert FirstReply.objects.get(vacancy=vacancy).none_because == "we bellen iedereen"


def test_nobody_is_answered_who_is_gone_has_withdrawn_or_has_no_address(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        starter.ensure(at=NOON)
        erased, ended, unreachable = (_loaded(make_application(make_vacancy())) for _ in range(3))
        Candidate.objects.filter(pk=erased.candidate_id).update(erased_at=NOON)
        applications.end(ended, ended_by="candidate", reason="other_job", by=a_recruiter(), at=NOON)
        Candidate.objects.filter(pk=unreachable.candidate_id).update(email="", email_key="")
        for application in (erased, ended, unreachable):
            assert first_replies.send(_loaded(application), at=NOON) is None
        reasons = Event.objects.filter(kind="first_reply.not_sent").order_by("id").values_list("data", flat=True)
        assert [data["reason"] for data in reasons] == ["erased", "ended", "no_address"]


def test_sending_twice_is_one_mail_and_one_count(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        starter.ensure(at=NOON)
        application = _loaded(make_application(make_vacancy()))
        first = first_replies.send(application, at=NOON)
        assert first_replies.send(application, at=NOON + timedelta(hours=1)) == first
        assert len(_mails()) == 1
        assert tallies.total(first_replies.SENT, first=NOON.date(), until=NOON.date() + timedelta(days=1)) == 1


def test_an_answer_reaches_the_recruiter_of_the_vacancy(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        starter.ensure(at=NOON)
        vacancy = make_vacancy(recruiter=a_recruiter())
        first_replies.send(_loaded(make_application(vacancy)), at=NOON)
        assert OutboxMessage.objects.get(purpose=first_replies.PURPOSE).reply_to == acme.recruiter.email


def test_an_english_application_gets_english_words(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        starter.ensure(at=NOON)
        application = _loaded(make_application(make_vacancy("Teacher"), language="en"))
        first_replies.send(application, at=NOON)
        mail = OutboxMessage.objects.get(purpose=first_replies.PURPOSE)
        assert mail.subject == "We have your application: Teacher"
        assert "Thank you for applying" in mail.text
