"""What the headers of ad networks mean, in English and Dutch, in their screens and in their interfaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum


class Meaning(StrEnum):
    SPEND = "spend"
    IMPRESSIONS = "impressions"
    CLICKS = "clicks"
    DAY = "day"
    FIRST = "first"
    LAST = "last"
    MONTH = "month"
    CURRENCY = "currency"
    CAMPAIGN = "campaign"
    CAMPAIGN_ID = "campaign_id"
    GROUP = "group"
    GROUP_ID = "group_id"
    AD = "ad"
    AD_ID = "ad_id"
    AD_LINK = "ad_link"


class Platform(StrEnum):
    META = "meta"
    GOOGLE = "google"
    LINKEDIN = "linkedin"
    TIKTOK = "tiktok"
    INDEED = "indeed"
    OTHER = "other"


# In order of preference: of two headers that mean the same, the one named first here is read.
_NAMES: dict[Meaning, tuple[str, ...]] = {
    Meaning.SPEND: (
        "amount spent", "besteed bedrag", "total spent", "totaal besteed", "cost in local currency", "cost micros",
        "cost", "kosten", "spend", "spent", "uitgaven", "besteed", "total cost", "totale kosten", "media spend",
    ),
    Meaning.IMPRESSIONS: ("impressions", "impr.", "vertoningen", "weergaven", "vert.", "ad impressions", "imprs"),
    Meaning.CLICKS: (
        "link clicks", "linkkliks", "linkklikken", "klikken op links", "klikken op link", "inline link clicks",
        "clicks (destination)", "klikken (bestemming)", "clicks", "klikken", "kliks", "sponsored clicks",
    ),
    Meaning.DAY: (
        "day", "dag", "date", "datum", "by day", "ad date", "start date (in utc)", "stat time day", "stat time hour",
        "stat datetime",
    ),
    Meaning.FIRST: ("reporting starts", "start rapportage", "begin rapportage", "rapportage start", "start van rapportage"),
    Meaning.LAST: (
        "reporting ends", "einde rapportage", "eind rapportage", "rapportage einde", "einde van rapportage",
        "end date (in utc)",
    ),
    Meaning.MONTH: ("month", "maand"),
    Meaning.CURRENCY: ("currency code", "valutacode", "currency", "valuta", "account currency", "accountvaluta"),
    Meaning.CAMPAIGN: ("campaign name", "campagnenaam", "naam campagne", "campaign", "campagne", "naam van campagne"),
    Meaning.CAMPAIGN_ID: ("campaign id", "campagne-id", "campagne id", "fb campaign id", "xyz campaign id"),
    Meaning.GROUP: (
        "ad set name", "naam advertentieset", "advertentiesetnaam", "ad group", "ad group name", "advertentiegroep",
        "naam advertentiegroep", "campaign group name",
    ),
    Meaning.GROUP_ID: ("ad set id", "advertentieset-id", "ad group id", "advertentiegroep-id", "adgroup id"),
    Meaning.AD: ("ad name", "advertentienaam", "naam advertentie", "ad", "advertentie", "job title", "functietitel"),
    Meaning.AD_ID: ("ad id", "advertentie-id", "creative id", "job id", "reference number"),
    Meaning.AD_LINK: ("preview link", "voorbeeldlink", "link naar voorbeeld"),
}  # fmt: skip

# What may change when a network restates a row, so it says nothing about which row it is.
_CHANGES = re.compile(
    r"status|deliver|weergave|^ends?$|^starts?$|eindigt|begint|budget|bid|bod|result|kosten|cost|cpm|cpc|cpa|cpv|ctr|roas|rate"
    r"|percentage|score|conv|reason|reden|strength|improve|value|waarde|attribut|toeschrijv|synced|optimi|frequen|bereik|reach"
    r"|strategy|strategie|sale|revenue|omzet|lead|interaction|interactie|_fivetran|fivetran|customer|objective|suggestion"
)
_IN_HEADER = re.compile(r"\(([A-Z]{3})\)\s*$")
_NETWORKS: tuple[tuple[Platform, re.Pattern[str]], ...] = (
    (Platform.TIKTOK, re.compile(r"stat time|tiktok|video watched 2 s|clicks \(destination\)|video views at 6")),
    (
        Platform.LINKEDIN,
        re.compile(r"cost in local currency|total spent|campaign performance report|\(in utc\)|linkedin|totaal besteed"),
    ),
    (
        Platform.META,
        re.compile(
            r"amount spent|besteed bedrag|reporting starts|(start|begin|einde) rapportage|inline link clicks|fb campaign id"
            r"|toeschrijvingsinstelling|attribution setting"
        ),
    ),
    (Platform.INDEED, re.compile(r"indeed|apply starts|applystarts|sponsored clicks|gesponsorde klikken|started applications")),
    (
        Platform.GOOGLE,
        re.compile(
            r"(campaign|ad|ad group|keyword|search|time) report|campagnerapport|cost micros|impr\.|currency code|valutacode"
            r"|search keyword|google|avg\. cpc|gem\. cpc"
        ),
    ),
)  # fmt: skip


def normal(header: str) -> str:
    """A header without case, its currency, doubled spaces and underscores."""
    bare = _IN_HEADER.sub("", header.strip())
    return " ".join(bare.replace("_", " ").lower().split())


def currency_in(header: str) -> str:
    found = _IN_HEADER.search(header.strip())
    return found[1] if found else ""


def meanings(headers: Sequence[str]) -> dict[Meaning, int]:
    """Return which column means what; of several, the preferred name and then the first."""
    bare = [normal(header) for header in headers]
    return {
        meaning: min(places)[1]
        for meaning, names in _NAMES.items()
        if (places := [(names.index(name), n) for n, name in enumerate(bare) if name in names])
    }


def platform_of(words: str) -> Platform:
    """Tell whose export it is from its preamble and headers, all in one text."""
    bare = " ".join(words.replace("_", " ").lower().split())
    return next((platform for platform, sign in _NETWORKS if sign.search(bare)), Platform.OTHER)


def is_micros(header: str) -> bool:
    """Google's interface counts money in millionths."""
    return normal(header) == "cost micros"


def may_change(header: str) -> bool:
    return bool(_CHANGES.search(normal(header)))


def is_id(header: str) -> bool:
    return bool(re.search(r"(^|[ -])id$", normal(header)))


def is_dutch(headers: Sequence[str]) -> bool:
    bare = {normal(header) for header in headers}
    return bool(
        bare & {"campagnenaam", "campagne", "besteed bedrag", "kosten", "dag", "datum", "start rapportage", "klikken"}
    )
