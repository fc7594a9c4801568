"""One rule beside length, the list of known passwords and likeness to the own name: no pattern that is long but guessed first."""

from __future__ import annotations

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

AT_MOST = 1000  # characters; nobody types more, and hashing a megabyte is work for nothing
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORDS_HERE = frozenset(
    """
    welkom wachtwoord geheim vacature sollicitatie werving recruit recruiter onderwijs leerkracht school zorg verpleegkundige
    lente voorjaar zomer herfst najaar winter januari februari maart april mei juni juli augustus september oktober november
    december amsterdam rotterdam utrecht nederland organisatie campagne marketing
    """.split()  # noqa: SIM905  a list of words reads best as words
)


class NotGuessable:
    """Refuses repeats ("abcabcabcabc"), keyboard rows, and a known word with only digits and signs around it ("Welkom2026!!!").

    No rule about kinds of characters: those make passwords worse (NIST SP 800-63B, 5.1.1.2).
    """

    def __init__(self) -> None:
        self._common: frozenset[str] = frozenset(CommonPasswordValidator().passwords)

    def validate(self, password: str, user: object | None = None) -> None:
        if len(password) > AT_MOST:
            raise ValidationError(_("Gebruik hooguit %(at_most)s tekens."), "password_too_long", {"at_most": AT_MOST})
        text = password.casefold()
        if is_repeat(text) or is_row(text) or self._is_padded_word(text):
            raise ValidationError(self.get_help_text(), "password_guessable")

    def get_help_text(self) -> str:
        return _("Kies iets dat niet te raden is: een paar losse woorden is beter dan één woord met cijfers erachter.")

    def _is_padded_word(self, text: str) -> bool:
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
        return core == "" or (core in self._common or core in _WORDS_HERE)


def is_repeat(text: str) -> bool:
    """Tell whether a text is one short piece said again and again."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, min(5, len(text) // 2) + 1))


def is_row(text: str) -> bool:
    """Tell whether a text only walks along the alphabet, the digits or rows of the keyboard, in stretches of 4 or more."""
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    rest, at = len(text), 0
    while at < rest:
        stretch = max((_common_length(text[at:], row[i:]) for row in rows for i in range(len(row))), default=0)
        if stretch < 4:
            return False
        at += stretch
    return rest > 0


def _common_length(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
