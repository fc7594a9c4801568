"""What dashboards remember: links that show without a login, and who gets the digest."""

from .sharing import Digest, DigestDay, ShareLink

__all__ = ["Digest", "DigestDay", "ShareLink"]
