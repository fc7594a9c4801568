"""Who does something to a candidate: a colleague, the candidate, an API key or the product itself."""

from __future__ import annotations

from recruit_platform.core.log import Actor
from recruit_platform.core.models import ActorKind, Membership

Doer = Membership | Actor


def actor_of(by: Doer) -> Actor:
    return Actor.user(by.user_id) if isinstance(by, Membership) else by


def member_of(by: Doer) -> Membership | None:
    """The colleague, if it was one: columns that name a person of the team hold nobody else."""
    return by if isinstance(by, Membership) else None


def is_person(by: Doer) -> bool:
    """A colleague or the candidate, rather than a key or the product."""
    return isinstance(by, Membership) or by.kind in {ActorKind.USER, ActorKind.CANDIDATE}
