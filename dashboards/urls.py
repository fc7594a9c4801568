from __future__ import annotations

from django.urls import path

from dashboards.views import dashboard, digest, rows, sharing

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("inzichten/", dashboard.insight, name="insight"),
    path("cijfers/<slug:what>/", rows.number_rows, name="number_rows"),
    path("delen/", sharing.share_links, name="share_links"),
    path("delen/<uuid:link>/intrekken/", sharing.revoke_share_link, name="share_link_revoke"),
    path("cijfers-per-mail/", digest.digest, name="digest"),
]
