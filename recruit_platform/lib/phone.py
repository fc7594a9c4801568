"""Phone numbers from outside to E.164."""

from __future__ import annotations

import phonenumbers


def e164(text: str, *, region: str = "NL") -> str | None:
    """Return ``+31612345678`` for a number that can exist, read as written in a country (ISO 3166 code); None otherwise."""
    if len(text) > 60:
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(number: str, *, region: str = "NL") -> str:
    """Return an E.164 number as people of a country write it: ``06 12345678`` at home, international elsewhere."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.region_code_for_number(parsed) == region
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
