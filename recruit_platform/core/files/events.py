"""What the log can say about files."""

from __future__ import annotations

from recruit_platform.core import log

log.declare_subject("file")
log.declare("file.downloaded", subject="file")
