"""Candidates that nobody is: names, addresses under an example domain, numbers that no network hands out."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

from recruit_platform.core.models import Language
from talentpool.services.candidates import Person

_FIRST = [
    "Sanne",
    "Emma",
    "Julia",
    "Lotte",
    "Fleur",
    "Anouk",
    "Femke",
    "Marieke",
    "Ilse",
    "Wendy",
    "Naomi",
    "Jorinde",
    "Merel",
    "Amina",
    "Yasmina",
    "Samira",
    "Esra",
    "Ayşe",
    "Zeynep",
    "Nadia",
    "Chaima",
    "Priya",
    "Shanti",
    "Kim",
    "Linh",
    "Olga",
    "Kasia",
    "Agnieszka",
    "Tess",
    "Roos",
    "Hanna",
    "Eva",
    "Noa",
    "Saar",
    "Ellen",
    "Petra",
    "Ingrid",
    "Gerda",
    "Monique",
    "Astrid",
    "Daan",
    "Sem",
    "Lucas",
    "Bram",
    "Thijs",
    "Koen",
    "Jasper",
    "Ruben",
    "Niels",
    "Stijn",
    "Hidde",
    "Tijmen",
    "Bilal",
    "Youssef",
    "Mohamed",
    "Emre",
    "Mehmet",
    "Rachid",
    "Kwame",
    "Arjun",
    "Winston",
    "Piotr",
    "Marek",
    "Jan",
    "Peter",
    "Erik",
    "Rob",
    "Mark",
    "Hans",
    "Frans",
    "Dennis",
    "Kevin",
    "Jeffrey",
    "Ramon",
    "Sjoerd",
    "Douwe",
    "Jurre",
    "Teun",
    "Gijs",
    "Björn",
]
_LAST = [
    "de Jong",
    "Jansen",
    "de Vries",
    "van den Berg",
    "van Dijk",
    "Bakker",
    "Janssen",
    "Visser",
    "Smit",
    "Meijer",
    "de Boer",
    "Mulder",
    "de Groot",
    "Bos",
    "Vos",
    "Peters",
    "Hendriks",
    "van Leeuwen",
    "Dekker",
    "Brouwer",
    "de Wit",
    "Dijkstra",
    "Smits",
    "de Graaf",
    "van der Meer",
    "Kok",
    "Jacobs",
    "van der Linden",
    "Vermeulen",
    "Schouten",
    "van Vliet",
    "Hoekstra",
    "Koster",
    "Prins",
    "Huisman",
    "Maas",
    "Zandstra",
    "Kramer",
    "Bruinsma",
    "Aziz",
    "El Amrani",
    "Yıldız",
    "Kaya",
    "Öztürk",
    "Bouzid",
    "Benali",
    "Ramdin",
    "Soekhai",
    "Nguyen",
    "Kowalski",
    "Nowak",
    "Adeyemi",
    "Mensah",
    "de la Cruz",
    "O’Brien",
    "Stam",
    "Kuiper",
    "Postma",
    "Veenstra",
    "Wiersma",
    "Terpstra",
    "Hofman",
]


def invented(chance: random.Random, *, cities: tuple[str, ...] | list[str], area: str) -> Iterator[Person]:
    """Yield people without end; no two share an address or a number. ``area`` begins their numbers."""
    number = 0
    while True:
        number += 1
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        address = f"{_plain(first)}.{_plain(last).replace(' ', '')}{number}@post.example"
        line = chance.randrange(100)
        yield Person(
            first_name=first,
            last_name=last,
            email="" if line < 4 else address,
            phone="" if line >= 93 else _number(number, area=area),
            city=chance.choice(list(cities)),
            language=Language.ENGLISH if line % 17 == 0 else Language.DUTCH,
        )


def _number(number: int, *, area: str) -> str:
    rest = f"{number:0{10 - len(area)}d}"
    return f"{area} {rest[:-4]} {rest[-4:-2]} {rest[-2:]}"


def _plain(name: str) -> str:
    split = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("’", ""))
    return "".join(letter for letter in split if not unicodedata.combining(letter)).lower()
