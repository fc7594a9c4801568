"""Requests generated from our own OpenAPI document, against the WSGI application itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from io import BytesIO
from typing import Any

import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings

from automation.models import Step
from campaigns.models import AccountMode, CampaignChannel, HandSetting, Proposal
from campaigns.services import reports
from recruit_platform.core import tenancy
from recruit_platform.core.api import schema
from recruit_platform.core.models import Membership
from talentpool.models import CallBack, Stage, StageKind
from talentpool.services import interviews
from talentpool.services.interviews import Times
from tests.support.automation import make_enrolment, make_sequence
from tests.support.builders import NOON, World
from tests.support.campaigns import make_account, make_campaign
from tests.support.candidates import make_application, make_candidate
from tests.support.vacancies import make_profile, make_vacancy

REPORT = b"Day,Campaign ID,Campaign name,Amount spent (EUR)\n2026-11-01,7,Leerkrachten,10.00\n"


def one_of_each(world: World) -> dict[str, str]:
    """Make what operations are about; return the public id of each by the name that paths and bodies give it."""
    with tenancy.scope(world.id):
        vacancy = make_vacancy(profile=make_profile())
        application = make_application(vacancy)
        candidate = application.candidate
        sequence = make_sequence(1)
        account = make_account(mode=AccountMode.FILE)
        campaign = make_campaign(accounts=[account])
        channel = CampaignChannel.objects.get(campaign=campaign)
        admin = Membership.objects.get(role="admin")
        held = {
            "account": account,
            "application": application,
            "assigned_to": Membership.objects.get(role="recruiter"),
            "by": admin,
            "call_back": CallBack.objects.get(application=application),
            "campaign": campaign,
            "candidate": candidate,
            "channel": channel,
            "enrolment": make_enrolment(application),
            "hand_setting": HandSetting.objects.create(
                channel=channel, day=campaign.starts_on, amount_minor=100, by=admin, at=NOON
            ),
            "host": admin,
            "interview": interviews.offer(
                application,
                times=[Times(NOON + timedelta(days=2), NOON + timedelta(days=2, hours=1))],
                host=admin,
                place="",
                by=admin,
                at=NOON,
            ),
            "other": make_candidate(),
            "proposal": Proposal.objects.create(campaign=campaign, day=campaign.starts_on, made_at=NOON),
            "profile": vacancy.profile,
            "report": reports.upload(
                account, stream=BytesIO(REPORT), name="meta.csv", declared="text/csv", by=admin, at=NOON
            ),
            "sequence": sequence,
            "stage": Stage.objects.get(kind=StageKind.INTERVIEW),
            "template": Step.objects.get(sequence=sequence).template,
            "to": Membership.objects.get(role="recruiter"),
            "vacancy": vacancy,
        }
        return {name: str(one.public_id) for name, one in held.items() if one}


def fuzz(*, secret: str, known: Mapping[str, str], cases: int, start: int = 0) -> Counter[tuple[str, int]]:
    """Send ``cases`` sensible and as many broken requests to each operation; raise on a 5xx or on anything undocumented.

    The sensible ones ask for what is ``known``. Returns how often each status came back, per method.
    """
    statuses: Counter[tuple[str, int]] = Counter()
    described = deepcopy(schema.described())
    for found in described["paths"].values():
        for operation in found.values():
            del operation["security"]  # every request carries the key: test_keys looks at those without
    document = schemathesis.openapi.from_dict(described)
    document.app = get_wsgi_application()
    with _connections_left_alone():
        for result in document.get_all_operations():
            for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
                about = known if mode is schemathesis.GenerationMode.POSITIVE else {}
                _fuzz_operation(
                    result.ok(), mode, secret=secret, known=about, cases=cases, start=start, statuses=statuses
                )
    return statuses


def _fuzz_operation(
    operation: Any,
    mode: Any,
    *,
    secret: str,
    known: Mapping[str, str],
    cases: int,
    start: int,
    statuses: Counter[tuple[str, int]],
) -> None:
    if mode is schemathesis.GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
        return  # nothing in it can be broken

    @seed(start)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        # a body that may be left out, and is, makes a changed case count as broken
        if known and (isinstance(case.body, dict) or not operation.body):
            case.path_parameters = _pointed_at(case.path_parameters, known)
            case.body = _pointed_at(case.body, known)
            case.query = _pointed_at(case.query, known)
        answer = case.call(headers={"Authorization": f"Bearer {secret}"})
        statuses[case.method, answer.status_code] += 1
        case.validate_response(answer, excluded_checks=_not_for(case))

    ask()


def _pointed_at(given: Any, known: Mapping[str, str]) -> Any:
    if isinstance(given, list):
        return [_pointed_at(one, known) for one in given]
    if not isinstance(given, dict):
        return given
    return {
        name: known[name] if name in known and isinstance(value, str) else _pointed_at(value, known)
        for name, value in given.items()
    }


def _not_for(case: schemathesis.Case) -> list[Any]:
    """Leave out that what has the right form is accepted where a schema cannot say the rest.

    A cursor is signed, a span has a longest length, and what is written must fit what is there.
    """
    is_beyond_form = case.method == "POST" or not {"cursor", "first", "last"}.isdisjoint(case.query or {})
    names = ["positive_data_acceptance"] if is_beyond_form else []
    return [schemathesis.checks.CHECKS.get_one(name) for name in names]


@contextmanager
def _connections_left_alone() -> Iterator[None]:
    """As Django's test client does: the end of a request must not close the connection of the test's transaction."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (signals.request_started, signals.request_finished):
            signal.connect(close_old_connections)
