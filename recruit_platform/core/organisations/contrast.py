"""Is text on this colour readable? WCAG 2.2, success criterion 1.4.3: relative luminance and contrast ratio. Pure."""

from __future__ import annotations

from dataclasses import dataclass

ENOUGH = 4.5  # for text of ordinary size
ENOUGH_LARGE = 3.0


@dataclass(frozen=True)
class Verdict:
    """A brand colour with the text colour that is read best on it. Ratios run from 1 to 21."""

    colour: str
    text: str
    ratio: float
    on_white: float

    @property
    def is_enough(self) -> bool:
        return self.ratio >= ENOUGH

    @property
    def is_readable_as_link(self) -> bool:
        return self.on_white >= ENOUGH


def judge(colour: str) -> Verdict:
    """Judge a colour written as #rrggbb."""
    on = {text: ratio(colour, text) for text in ("#ffffff", "#14161f")}
    text = max(on, key=lambda candidate: (on[candidate], candidate))
    return Verdict(colour=colour, text=text, ratio=round(on[text], 2), on_white=round(ratio(colour, "#ffffff"), 2))


def ratio(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
