"""Campaigns, their money, the ad networks they run on, what those report, and links that tell where people came from."""

from .accounts import AccountMode, ChannelAccount, Network
from .campaigns import (
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignKind,
    CampaignState,
    CampaignVacancy,
    Goal,
    Persona,
)
from .ledger import Cause, EntryKind, HandSetting, LedgerEntry, Proposal, ProposalState
from .links import Outcome, OutcomeKind, TrackedLink
from .rates import ExchangeRate
from .reports import Granularity, ReportFile, ReportFileState, ReportRow
from .sandbox import SandboxBudget, SandboxCampaign

__all__ = [
    "AccountMode",
    "Autonomy",
    "Campaign",
    "CampaignChannel",
    "CampaignKind",
    "CampaignState",
    "CampaignVacancy",
    "Cause",
    "ChannelAccount",
    "EntryKind",
    "ExchangeRate",
    "Goal",
    "Granularity",
    "HandSetting",
    "LedgerEntry",
    "Network",
    "Outcome",
    "OutcomeKind",
    "Persona",
    "Proposal",
    "ProposalState",
    "ReportFile",
    "ReportFileState",
    "ReportRow",
    "SandboxBudget",
    "SandboxCampaign",
    "TrackedLink",
]
