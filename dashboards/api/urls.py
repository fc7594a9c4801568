"""Addresses of the numbers, under v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.api import numbers, sharing, spend

urlpatterns: list[URLPattern] = [
    path("numbers/funnel", numbers.FunnelEndpoint.as_view(), name="api_numbers_funnel"),
    path("numbers/calls", numbers.CallsEndpoint.as_view(), name="api_numbers_calls"),
    path("numbers/schedule", numbers.ScheduleEndpoint.as_view(), name="api_numbers_schedule"),
    path("numbers/mails", numbers.MailsEndpoint.as_view(), name="api_numbers_mails"),
    path("numbers/definitions", numbers.DefinitionsEndpoint.as_view(), name="api_numbers_definitions"),
    path("numbers/spend", spend.SpendEndpoint.as_view(), name="api_numbers_spend"),
    path("share-links", sharing.ShareLinksEndpoint.as_view(), name="api_share_links"),
    path("share-links/create", sharing.NewShareLinkEndpoint.as_view(), name="api_share_link_create"),
    path(
        "share-links/<uuid:share_link>/revoke", sharing.RevokeShareLinkEndpoint.as_view(), name="api_share_link_revoke"
    ),
]
