from __future__ import annotations

import pytest
from cryptography.fernet import InvalidToken
from django.conf import LazySettings

from recruit_platform.core.accounts.adapters import SecondFactorAdapter

OLD, NEW = b"o" * 32, b"n" * 32


def test_secret_is_not_readable_in_the_database(settings: LazySettings) -> None:
    settings.FILE_KEYS = (OLD,)
    assert "JBSWY3DP" not in SecondFactorAdapter().encrypt("JBSWY3DP")


def test_secret_survives_a_change_of_key(settings: LazySettings) -> None:
    settings.FILE_KEYS = (OLD,)
    kept = SecondFactorAdapter().encrypt("JBSWY3DP")
    settings.FILE_KEYS = (NEW, OLD)
    assert SecondFactorAdapter().decrypt(kept) == "JBSWY3DP"


def test_secret_is_lost_with_its_key(settings: LazySettings) -> None:
    settings.FILE_KEYS = (OLD,)
    kept = SecondFactorAdapter().encrypt("JBSWY3DP")
    settings.FILE_KEYS = (NEW,)
    with pytest.raises(InvalidToken):
        SecondFactorAdapter().decrypt(kept)
