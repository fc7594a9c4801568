from __future__ import annotations

from django.urls import path

from campaigns.views import accounts, by_hand, campaigns, links, reports

urlpatterns = [
    path("campagnes/", campaigns.index, name="campaigns"),
    path("campagnes/nieuw/", campaigns.new, name="campaign_new"),
    path("campagnes/voorstellen/", campaigns.waiting, name="campaign_proposals"),
    path("campagnes/voorstellen/<uuid:proposal>/toepassen/", campaigns.accept, name="proposal_accept"),
    path("campagnes/voorstellen/<uuid:proposal>/weigeren/", campaigns.decline, name="proposal_decline"),
    path("campagnes/voorstellen/<uuid:proposal>/terug/", campaigns.take_back, name="proposal_take_back"),
    path("campagnes/zelf-instellen/", by_hand.index, name="campaign_by_hand"),
    path("campagnes/zelf-instellen/<uuid:channel>/ingesteld/", by_hand.confirm, name="campaign_hand_set"),
    path("campagnes/zelf-instellen/terug/<uuid:setting>/", by_hand.take_back, name="campaign_hand_take_back"),
    path("campagnes/links/", links.index, name="campaign_links"),
    path("campagnes/links/<uuid:link>/", links.detail, name="campaign_link"),
    path("campagnes/links/<uuid:link>/qr.svg", links.qr, name="campaign_link_qr"),
    path("campagnes/links/<uuid:link>/uit/", links.switch_off, name="campaign_link_off"),
    path("campagnes/links/<uuid:link>/aan/", links.switch_on, name="campaign_link_on"),
    path("campagnes/rapporten/", reports.index, name="campaign_reports"),
    path("campagnes/rapporten/<uuid:report>/", reports.detail, name="campaign_report"),
    path("campagnes/rapporten/<uuid:report>/kolommen/", reports.choose, name="campaign_report_choose"),
    path("campagnes/rapporten/<uuid:report>/inlezen/", reports.apply, name="campaign_report_apply"),
    path("campagnes/rapporten/<uuid:report>/terug/", reports.undo, name="campaign_report_undo"),
    path("campagnes/rapporten/<uuid:report>/weg/", reports.discard, name="campaign_report_discard"),
    path("campagnes/kanalen/", accounts.index, name="campaign_accounts"),
    path("campagnes/kanalen/toevoegen/", accounts.add, name="campaign_account_add"),
    path("campagnes/kanalen/<uuid:account>/", accounts.edit, name="campaign_account"),
    path("campagnes/kanalen/<uuid:account>/uit/", accounts.retire, name="campaign_account_retire"),
    path("campagnes/kanalen/<uuid:account>/aan/", accounts.take_up, name="campaign_account_take_up"),
    path("campagnes/doelgroepen/toevoegen/", accounts.add_persona, name="campaign_persona_add"),
    path("campagnes/<uuid:campaign>/", campaigns.detail, name="campaign"),
    path("campagnes/<uuid:campaign>/logboek/", campaigns.ledger, name="campaign_ledger"),
    path("campagnes/<uuid:campaign>/starten/", campaigns.start, name="campaign_start"),
    path("campagnes/<uuid:campaign>/pauzeren/", campaigns.pause, name="campaign_pause"),
    path("campagnes/<uuid:campaign>/hervatten/", campaigns.resume, name="campaign_resume"),
    path("campagnes/<uuid:campaign>/beeindigen/", campaigns.end, name="campaign_end"),
    path("campagnes/<uuid:campaign>/stand/", campaigns.autonomy, name="campaign_autonomy"),
    path("campagnes/<uuid:campaign>/budget/", campaigns.budget, name="campaign_budget"),
    path("campagnes/<uuid:campaign>/budget/terug/<int:minor>/", campaigns.budget_back, name="campaign_budget_back"),
]
