"""Files in the JSON of a request: base64, so that there is one form of request, cleaned and limited in one place."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from recruit_platform.lib.text import clean_line


@dataclass(frozen=True)
class Given:
    """A file as it was sent; what it really is, the service judges by its content."""

    name: str
    declared: str
    stream: BytesIO


class FileInput(serializers.Serializer):
    name = serializers.CharField(max_length=255)
    content_type = serializers.CharField(max_length=100, allow_blank=True, default="")
    content = serializers.CharField(trim_whitespace=False, help_text="The bytes, base64 (RFC 4648).")


def body_for(file_bytes: int) -> int:
    """Return how large a request may be that carries a file of so many bytes."""
    return (file_bytes + 2) // 3 * 4 + 64 * 1024


def given(file: Mapping[str, Any], *, at_most: int) -> Given:
    """Return the file that a validated ``FileInput`` holds. Raises ValidationError for what is no base64, empty or too large."""
    try:
        data = base64.b64decode(file["content"], validate=True)
    except (binascii.Error, ValueError):
        raise ValidationError({"file": {"content": ["This is no base64."]}}) from None
    if not data:
        raise ValidationError({"file": {"content": ["This file is empty."]}})
    if len(data) > at_most:
        raise ValidationError({"file": {"content": [f"A file has at most {at_most} bytes."]}})
    return Given(clean_line(file["name"]) or "file", file["content_type"], BytesIO(data))
