"""Encrypted files: kept per owner, erased by destroying the owner's key.

``store`` and ``open`` are for services; people download through ``links``; ``kinds`` judges what is uploaded.
"""

from .links import download_path
from .shelf import (
    FileGone,
    OwnerErased,
    StorageFull,
    TooLarge,
    Unreadable,
    count_of,
    erase_owner,
    open,  # noqa: A004  files.open reads as what it is
    read,
    remove,
    rewrap_keys,
    secret_of,
    store,
    sweep_orphans,
)
from .vault import Tampered

__all__ = [
    "FileGone",
    "OwnerErased",
    "StorageFull",
    "Tampered",
    "TooLarge",
    "Unreadable",
    "count_of",
    "download_path",
    "erase_owner",
    "open",
    "read",
    "remove",
    "rewrap_keys",
    "secret_of",
    "store",
    "sweep_orphans",
]
