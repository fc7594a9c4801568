"""Forms under ordinary hands: mistakes, two clicks, two editors."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from recruit_platform.core import tenancy
from recruit_platform.core.models import Event, Invitation, Organisation, OrganisationSettings, OutboxMessage
from tests.browser.conftest import Open
from tests.support.builders import World, make_membership, make_person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_mistake_gets_the_focus_keeps_the_input_and_the_mend_is_told_politely(acme: World, visit: Open) -> None:
    seen = visit(acme.admin)
    page = seen.page
    page.goto("/o/acme/instellingen/organisatie/")
    page.get_by_label("Naam").fill("Acme 🌷 <b>Groep</b>")
    page.get_by_label("Eigen host").fill("https://werkenbij.acme.nl/pad")
    page.get_by_role("button", name="Opslaan").click()
    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Fout: Organisatie · Acme")
    expect(page.get_by_label("Naam")).to_have_value("Acme 🌷 <b>Groep</b>")
    expect(page.get_by_label("Eigen host")).to_have_value("https://werkenbij.acme.nl/pad")
    said = summary.get_by_role("link").inner_text()
    summary.get_by_role("link").click()
    expect(page.get_by_label("Eigen host")).to_be_focused()
    assert said.endswith(page.locator(".field.wrong .error").inner_text().removeprefix("Fout:").strip())
    page.get_by_label("Eigen host").fill("werkenbij.acme.nl")
    page.get_by_role("button", name="Opslaan").click()
    toasts = page.locator("#toasts")
    expect(toasts).to_contain_text("De instellingen zijn opgeslagen.")
    expect(toasts).to_have_attribute("role", "status")
    toasts.get_by_role("button", name="Sluiten").click()
    expect(toasts.locator("[data-toast]")).to_have_count(0)
    expect(page.locator(".org > summary")).to_contain_text("Acme 🌷 <b>Groep</b>")
    assert [line for line in seen.complaints if "422" not in line] == []


def test_two_clicks_make_one_thing(acme: World, visit: Open) -> None:
    page = visit(acme.admin).page
    page.goto("/o/acme/instellingen/team/")
    invite = page.locator("#uitnodigen")
    invite.get_by_label("E-mailadres").fill("nieuw@acme.example")
    held: list[Route] = []
    page.route("**/uitnodigen/", lambda route: held.append(route))  # noqa: PLW0108  a slow server; Playwright marks the function
    invite.get_by_role("button", name="Verstuur uitnodiging").evaluate(
        "button => { button.click(); setTimeout(() => button.click(), 150); }"
    )
    page.wait_for_timeout(500)
    held[-1].continue_()
    expect(page.locator("#uitnodigingen")).to_contain_text("nieuw@acme.example")
    assert len(held) == 1
    with tenancy.scope(acme.id):
        assert (Invitation.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_the_second_editor_sees_what_changed_and_neither_loses_anything(acme: World, visit: Open) -> None:
    other = make_person("tweede@acme.example", name="Tessa de Tweede")
    make_membership(acme.organisation, other, "admin")
    first, second = visit(acme.admin).page, visit(other).page
    for page in (first, second):
        page.goto("/o/acme/instellingen/organisatie/")
    first.get_by_label("Naam").fill("Acme Groep")
    first.get_by_role("button", name="Opslaan").click()
    expect(first.locator("#toasts")).to_contain_text("opgeslagen")

    second.get_by_label("Vakantieregio").select_option("noord")
    second.get_by_role("button", name="Opslaan").click()
    told = second.locator(".note.warn [data-errors]")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Admin van Acme heeft deze instellingen")
    expect(told).to_contain_text("Acme Groep")
    expect(second.get_by_label("Vakantieregio")).to_have_value("noord")
    expect(second.get_by_label("Naam")).to_have_value("Acme Groep")  # not touched here, so the newest stands
    second.get_by_role("button", name="Opslaan").click()
    expect(second.locator("#toasts")).to_contain_text("opgeslagen")
    with tenancy.scope(acme.id):
        assert OrganisationSettings.objects.get().region == "noord"
        facts = list(Event.objects.filter(kind="settings.changed").order_by("pk").values_list("data", flat=True))
    assert Organisation.objects.get(pk=acme.id).name == "Acme Groep"
    assert [fact["fields"] for fact in facts] == [["name"], ["region"]]
