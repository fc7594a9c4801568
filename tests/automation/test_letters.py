"""Letters: filled in, escaped, in the language of the candidate, with a way out where one belongs."""

from __future__ import annotations

from datetime import date

from automation import addressees, letters, placeholders, starter
from automation.letters import Words
from recruit_platform.core import tenancy
from recruit_platform.core.models import Membership
from talentpool.models import Application
from tests.support.builders import World
from tests.support.candidates import a_person, make_application
from tests.support.vacancies import make_fact, make_vacancy


def _loaded(application: Application) -> Application:
    return Application.objects.select_related("candidate", "vacancy__recruiter__user").get(pk=application.pk)


def test_every_placeholder_says_what_the_vacancy_page_says(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        recruiter = Membership.objects.get(user=acme.recruiter)
        vacancy = make_vacancy("Leerkracht groep 7", recruiter=recruiter, closes_on=date(2026, 12, 31), city="Ede")
        application = _loaded(make_application(vacancy, person=a_person("Fatima")))
        values = addressees.of_application(application).values
    assert values["voornaam"] == "Fatima"
    assert values["functie"] == "Leerkracht groep 7"
    assert values["organisatie"] == "Acme"
    assert values["recruiter"] == acme.recruiter.name
    assert "3.622" in values["salaris"]
    assert values["uren"] == "nog niet bekend"
    assert values["plaats"] == "Ede"
    assert values["sluit_op"] == "31 december 2026"
    assert values["status_link"].startswith("http")


def test_a_placeholder_fits_within_a_sentence(acme: World, zed: World) -> None:
    """The city, not the address; the amount, not all that is said about it."""
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(
            street="Zonnewijzerpad 4",
            postcode="3824 MN",
            city="Amersfoort",
            week_minutes_min=1440,
            week_minutes_max=1440,
        )
        make_fact(vacancy, "salary", text="Vakantiegeld 8 %.")
        make_fact(vacancy, "hours", text="In overleg op twee dagen.")
        application = _loaded(make_application(vacancy))
        values = addressees.of_application(application).values
        assert values["plaats"] == "Amersfoort"
        assert values["salaris"] == "€\u00a03.622 – €\u00a05.520 per maand"
        assert values["uren"] == "24 uur per week"
        for texts in (starter.FIRST_REPLY, starter.NOT_REACHED, starter.STILL_INTERESTED):
            for about in (application, _loaded(make_application(None))):
                values = addressees.of_application(about).values
                read = placeholders.fill(texts.body_nl, values)
                assert "{" not in read
                assert " als werken bij ons" not in read
                assert not any(line.startswith("ons team ") for line in read.splitlines())


def test_what_is_not_recorded_is_said_so_in_the_language_of_the_mail(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        application = _loaded(make_application(None))
        assert addressees.of_application(application).values["salaris"] == "nog niet bekend"


def test_a_name_with_markup_stays_a_name(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        application = _loaded(make_application(make_vacancy(), person=a_person("<b>Bo</b>")))
        letter = letters.compose(
            Words("Hoi {voornaam}", "Hoi {voornaam}", "nl"),
            addressees.of_application(application),
            can_unsubscribe=False,
        )
    assert "<b>Bo</b>" not in letter.html
    assert "&lt;b&gt;Bo&lt;/b&gt;" in letter.html
    assert "<b>Bo</b>" in letter.text


def test_the_status_link_alone_is_a_button_and_a_link_in_the_plain_text(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        application = _loaded(make_application(make_vacancy()))
        addressee = addressees.of_application(application)
        letter = letters.compose(
            Words("S", "Volg hem:\n\n{status_link}\n\nGroet", "nl"), addressee, can_unsubscribe=False
        )
    assert f'<a class="button" href="{addressee.status_url}">' in letter.html
    assert addressee.status_url in letter.text
    assert letter.body == f"Volg hem:\n\n{addressee.status_url}\n\nGroet"


def test_only_mail_one_can_unsubscribe_from_says_how(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        addressee = addressees.of_application(_loaded(make_application(make_vacancy())))
        words = Words("S", "B", "nl")
        without = letters.compose(words, addressee, can_unsubscribe=False)
        with_way_out = letters.compose(words, addressee, can_unsubscribe=True)
    assert addressee.unsubscribe_url not in without.text + without.html
    assert addressee.unsubscribe_url in with_way_out.text
    assert addressee.unsubscribe_url in with_way_out.html


def test_paragraphs_are_split_at_blank_lines_of_any_kind() -> None:
    found = letters.paragraphs("Een\nTwee\r\n\r\nDrie\n \t\nhttps://x.example/s", button_url="https://x.example/s")
    assert [(p.text, p.button_url) for p in found] == [("Een\nTwee", ""), ("Drie", ""), ("", "https://x.example/s")]
