"""Addresses of campaigns, their channels, links, reports and settings by hand, under v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from campaigns.api import accounts, by_hand, campaigns, drafts, proposals, reports, steering

_CAMPAIGN, _PROPOSAL = "campaigns/<uuid:campaign>", "proposals/<uuid:proposal>"
_ACCOUNT, _REPORT = "accounts/<uuid:account>", "ad-reports/<uuid:report>"

urlpatterns: list[URLPattern] = [
    path("campaigns", campaigns.CampaignsEndpoint.as_view(), name="api_campaigns"),
    path("campaigns/draft", drafts.NewDraftEndpoint.as_view(), name="api_campaign_draft"),
    path("campaigns/spend", campaigns.SpendEndpoint.as_view(), name="api_campaign_spend"),
    path(_CAMPAIGN, campaigns.CampaignEndpoint.as_view(), name="api_campaign"),
    path(f"{_CAMPAIGN}/edit", drafts.EditDraftEndpoint.as_view(), name="api_campaign_edit"),
    path(f"{_CAMPAIGN}/strategy", drafts.StrategyEndpoint.as_view(), name="api_campaign_strategy"),
    path(f"{_CAMPAIGN}/start", steering.StartEndpoint.as_view(), name="api_campaign_start"),
    path(f"{_CAMPAIGN}/pause", steering.PauseEndpoint.as_view(), name="api_campaign_pause"),
    path(f"{_CAMPAIGN}/resume", steering.ResumeEndpoint.as_view(), name="api_campaign_resume"),
    path(f"{_CAMPAIGN}/end", steering.EndEndpoint.as_view(), name="api_campaign_end"),
    path(f"{_CAMPAIGN}/budget", steering.BudgetEndpoint.as_view(), name="api_campaign_budget"),
    path(f"{_CAMPAIGN}/autonomy", steering.AutonomyEndpoint.as_view(), name="api_campaign_autonomy"),
    path("proposals", proposals.ProposalsEndpoint.as_view(), name="api_proposals"),
    path(f"{_PROPOSAL}/accept", proposals.AcceptEndpoint.as_view(), name="api_proposal_accept"),
    path(f"{_PROPOSAL}/decline", proposals.DeclineEndpoint.as_view(), name="api_proposal_decline"),
    path(f"{_PROPOSAL}/take-back", proposals.TakeBackEndpoint.as_view(), name="api_proposal_take_back"),
    path("accounts", accounts.AccountsEndpoint.as_view(), name="api_accounts"),
    path("accounts/add", accounts.NewAccountEndpoint.as_view(), name="api_account_add"),
    path(f"{_ACCOUNT}/change", accounts.ChangeAccountEndpoint.as_view(), name="api_account_change"),
    path(f"{_ACCOUNT}/retire", accounts.RetireEndpoint.as_view(), name="api_account_retire"),
    path(f"{_ACCOUNT}/take-up", accounts.TakeUpEndpoint.as_view(), name="api_account_take_up"),
    path("personas", accounts.PersonasEndpoint.as_view(), name="api_personas"),
    path("personas/add", accounts.NewPersonaEndpoint.as_view(), name="api_persona_add"),
    path("rates", accounts.RatesEndpoint.as_view(), name="api_rates"),
    path("links", campaigns.LinksEndpoint.as_view(), name="api_links"),
    path("links/create", campaigns.NewLinkEndpoint.as_view(), name="api_link_create"),
    path("hand-budgets", by_hand.HandBudgetsEndpoint.as_view(), name="api_hand_budgets"),
    path("hand-budgets/<uuid:channel>/confirm", by_hand.ConfirmEndpoint.as_view(), name="api_hand_budget_confirm"),
    path(
        "hand-settings/<uuid:hand_setting>/take-back",
        by_hand.TakeBackEndpoint.as_view(),
        name="api_hand_setting_take_back",
    ),
    path("ad-reports", reports.ReportsEndpoint.as_view(), name="api_ad_reports"),
    path("ad-reports/preview", reports.PreviewEndpoint.as_view(), name="api_ad_report_preview"),
    path(_REPORT, reports.ReportEndpoint.as_view(), name="api_ad_report"),
    path(f"{_REPORT}/choose", reports.ChooseEndpoint.as_view(), name="api_ad_report_choose"),
    path(f"{_REPORT}/apply", reports.ApplyEndpoint.as_view(), name="api_ad_report_apply"),
    path(f"{_REPORT}/undo", reports.UndoEndpoint.as_view(), name="api_ad_report_undo"),
    path(f"{_REPORT}/discard", reports.DiscardEndpoint.as_view(), name="api_ad_report_discard"),
]
