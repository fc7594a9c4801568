"""Short names of months. Django's own are lower case after the format letter ``b``: right in Dutch, wrong in English.

Marking them here puts them in our catalogue, and locale/en writes them with a capital. Nothing imports this.
"""

from django.utils.translation import gettext_noop as _

SHORT = (
    _("jan"),
    _("feb"),
    _("mar"),
    _("apr"),
    _("may"),
    _("jun"),
    _("jul"),
    _("aug"),
    _("sep"),
    _("oct"),
    _("nov"),
    _("dec"),
)
