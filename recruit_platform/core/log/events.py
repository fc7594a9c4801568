"""What the log can say about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .kinds import Whole, declare

RETRIED = declare(
    "processing.retried", _("Opnieuw laten verwerken"), subject="organisation", facts={"count": Whole(at_least=1)}
).name
