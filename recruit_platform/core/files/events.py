"""What the log can say about files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log

log.declare_subject("file")
log.declare("file.downloaded", _("Bestand gedownload"), subject="file")
