"""The {placeholders} of mails that organisations write: a closed list, replaced once, nothing evaluated. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruit_platform.core.refusals import Refusal

_PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")

EXPLAINED: dict[str, Promise] = {
    "voornaam": gettext_lazy("de voornaam van de kandidaat"),
    "functie": gettext_lazy("de functietitel van de vacature"),
    "organisatie": gettext_lazy("de naam van je organisatie"),
    "recruiter": gettext_lazy("de recruiter van de vacature"),
    "status_link": gettext_lazy("de link waarmee de kandidaat de sollicitatie volgt"),
    "salaris": gettext_lazy("het salaris, van laag tot hoog"),
    "uren": gettext_lazy("de uren per week"),
    "plaats": gettext_lazy("de stad of het dorp van het werk"),
    "sluit_op": gettext_lazy("de laatste dag om te solliciteren"),
}


@dataclass(frozen=True)
class Placeholder:
    """As the editor shows it: ``{name}`` and what comes in its place."""

    written: str
    explained: Promise


class UnknownPlaceholder(Refusal):
    """A text names something that no mail can fill in."""

    def __init__(self, names: Iterable[str]) -> None:
        told = ", ".join(f"{{{name}}}" for name in sorted(set(names)))
        known = ", ".join(f"{{{name}}}" for name in EXPLAINED)
        super().__init__(
            _("Dit kunnen we niet invullen: %(unknown)s. Kies uit: %(known)s.") % {"unknown": told, "known": known}
        )


def every() -> list[Placeholder]:
    return [Placeholder(f"{{{name}}}", explained) for name, explained in EXPLAINED.items()]


def unknown(*texts: str) -> set[str]:
    """Return the names between braces that are not on the list."""
    return {found[1] for text in texts for found in _PLACEHOLDER.finditer(text) if found[1] not in EXPLAINED}


def check(*texts: str) -> None:
    """Raise UnknownPlaceholder when a text names anything that is not on the list."""
    strange = unknown(*texts)
    if strange:
        raise UnknownPlaceholder(strange)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values in, in one pass: what a value says is never read as a placeholder. A name without a value stays as it is."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
