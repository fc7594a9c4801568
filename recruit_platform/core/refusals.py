"""What is refused on purpose: exceptions with words that the person on the other side may read."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """Something that may not happen now, and why. ``words`` is shown as it is; nothing is logged as an error.

    ``needs_yes``: it is refused only until somebody says that it is meant so (``is_meant``).
    """

    needs_yes = False

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words
