"""Who did it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recruit_platform.core.models import ActorKind


@dataclass(frozen=True)
class Actor:
    """A person of the organisation, a candidate, an API key, or the product itself; only the kind and the id are kept."""

    kind: ActorKind
    id: int | None

    def __post_init__(self) -> None:
        if (self.kind == ActorKind.SYSTEM) != (self.id is None):
            raise ValueError("A system actor has no id, every other one has.")

    @classmethod
    def user(cls, user: Any) -> Actor:
        return cls(ActorKind.USER, user if isinstance(user, int) else user.pk)

    @classmethod
    def candidate(cls, candidate_id: int) -> Actor:
        return cls(ActorKind.CANDIDATE, candidate_id)

    @classmethod
    def api_key(cls, api_key_id: int) -> Actor:
        return cls(ActorKind.API_KEY, api_key_id)

    @classmethod
    def system(cls) -> Actor:
        return cls(ActorKind.SYSTEM, None)
