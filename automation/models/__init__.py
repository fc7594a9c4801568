"""Templates with their versions, who gets a first reply, and sequences of follow-ups."""

from .sequences import (
    DeliveryState,
    Enrolment,
    EnrolmentState,
    Sequence,
    SequenceKind,
    Step,
    StepDelivery,
    StoppedBecause,
)
from .templates import FirstReply, MailTemplate, TemplateKind, TemplateVersion

__all__ = [
    "DeliveryState",
    "Enrolment",
    "EnrolmentState",
    "FirstReply",
    "MailTemplate",
    "Sequence",
    "SequenceKind",
    "Step",
    "StepDelivery",
    "StoppedBecause",
    "TemplateKind",
    "TemplateVersion",
]
