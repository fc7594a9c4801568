"""What the API hands out. Ids in it are public ids or opaque references, never row numbers."""

from __future__ import annotations

from rest_framework import serializers

from recruit_platform.core.models import ActorKind, Language, MessageState, Region, Role


class OrganisationShape(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField()
    time_zone = serializers.CharField()
    region = serializers.ChoiceField(Region.choices)
    language = serializers.ChoiceField(Language.choices)
    created_at = serializers.DateTimeField()


class MemberShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(Role.choices)
    is_active = serializers.BooleanField()
    joined_at = serializers.DateTimeField()


class ActorShape(serializers.Serializer):
    kind = serializers.ChoiceField(ActorKind.choices)
    member = serializers.UUIDField(
        allow_null=True, help_text="The member's id, when the actor is a person of the team."
    )


class SubjectShape(serializers.Serializer):
    kind = serializers.CharField()
    reference = serializers.CharField(help_text="The same for all events about the same thing.")


class EventShape(serializers.Serializer):
    id = serializers.CharField()
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    actor = ActorShape()
    subject = SubjectShape()
    facts = serializers.DictField(help_text="Numbers, moments, ids and words from closed lists.")


class MailShape(serializers.Serializer):
    id = serializers.UUIDField()
    purpose = serializers.CharField()
    state = serializers.ChoiceField(MessageState.choices)
    attempts = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    bounced_at = serializers.DateTimeField(allow_null=True)


class PageShape(serializers.Serializer):
    next_cursor = serializers.CharField(
        allow_null=True, help_text="Give it as cursor for the next page; null on the last."
    )


class MemberPage(PageShape):
    items = MemberShape(many=True)


class EventPage(PageShape):
    items = EventShape(many=True)


class MailPage(PageShape):
    items = MailShape(many=True)
