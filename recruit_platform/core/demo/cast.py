"""Who plays in the demo: two organisations and their people. Names are made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from recruit_platform.core.models import Role

PASSWORD = "koffie-fiets-raam-zon"  # noqa: S105  the demo listens on this machine only, and production refuses to fill


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    role: Role
    joined_days_ago: int
    is_gone: bool = False


@dataclass(frozen=True)
class House:
    slug: str
    name: str
    region: str
    brand_colour: str
    font: str
    corner_radius: int
    people: Sequence[Person]
    days_off: Sequence[tuple[int, str]] = field(default_factory=tuple)  # days from today, and why
    invited: Sequence[tuple[str, Role, int]] = field(default_factory=tuple)  # address, role, days ago
    revoked: Sequence[tuple[str, Role, int]] = field(default_factory=tuple)


WIJDE_BLIK = House(
    slug="wijde-blik",
    name="Stichting De Wijde Blik",
    region="midden",
    brand_colour="#0f766e",
    font="figtree",
    corner_radius=10,
    people=(
        Person("Noor Vermeer", "noor.vermeer@wijdeblik.example", Role.ADMIN, 400),
        Person("Bas Hoekstra", "bas.hoekstra@wijdeblik.example", Role.RECRUITER, 398),
        Person("Yara Demir", "yara.demir@wijdeblik.example", Role.MARKETEER, 380),
        Person("Jeroen Kuipers", "jeroen.kuipers@wijdeblik.example", Role.HIRING_MANAGER, 370),
        Person("Mariëtte van Dongen", "mariette.vandongen@wijdeblik.example", Role.DIRECTOR, 398),
        Person("Iris Bakker", "iris.bakker@bakkerwerft.example", Role.RECRUITER, 190),
        Person("Fatima el Idrissi", "fatima.elidrissi@wijdeblik.example", Role.HIRING_MANAGER, 361),
        Person("Henk Wolters", "henk.wolters@wijdeblik.example", Role.RECRUITER, 396, is_gone=True),
    ),
    days_off=((18, "Studiedag alle scholen"), (32, "Kerstviering, kantoor dicht"), (165, "Brugdag")),
    invited=(
        ("tijmen.deroo@wijdeblik.example", Role.HIRING_MANAGER, 2),
        ("sanne.mulder@wijdeblik.example", Role.MARKETEER, 9),
    ),
    revoked=(("info@wijdeblik.example", Role.RECRUITER, 30),),
)

LINDEHOF = House(
    slug="lindehof",
    name="Zorggroep Lindehof",
    region="zuid",
    brand_colour="#ee8434",
    font="nunito",
    corner_radius=18,
    people=(
        Person("Ruben Smit", "ruben.smit@lindehof.example", Role.ADMIN, 395),
        Person("Lotte Visser", "lotte.visser@lindehof.example", Role.RECRUITER, 393),
        Person("Iris Bakker", "iris.bakker@bakkerwerft.example", Role.MARKETEER, 380),
        Person("Mehmet Yılmaz", "mehmet.yilmaz@lindehof.example", Role.HIRING_MANAGER, 375),
        Person("Anneke Postma", "anneke.postma@lindehof.example", Role.DIRECTOR, 394),
        Person("Daan Willems", "daan.willems@lindehof.example", Role.HIRING_MANAGER, 366),
    ),
    days_off=((24, "Verhuizing locatie Zuid"), (32, "Kantoor dicht")),
    invited=(("joris.hendriks@lindehof.example", Role.RECRUITER, 1), ("els.maas@lindehof.example", Role.DIRECTOR, 4)),
)

HOUSES: Sequence[House] = (WIJDE_BLIK, LINDEHOF)
