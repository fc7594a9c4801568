"""Zorggroep Lindehof: homes and district teams that need people for every shift."""

from __future__ import annotations

from calendar_app.models import FactLabel

from .story import FeedJob, Job, Persona, Place, Plan, Profile, Story

_MEHMET, _DAAN = "mehmet.yilmaz@lindehof.example", "daan.willems@lindehof.example"
_BENEFITS = (
    "8 % vakantiegeld, 8,33 % eindejaarsuitkering en toeslag tot 60 % voor avond, nacht en weekend.",
    "8% holiday pay, 8.33% year-end bonus and up to 60% extra for evenings, nights and weekends.",
)
_NURSE_FACTS = {
    FactLabel.REQUIREMENTS: (
        "Een geldige BIG-registratie als verpleegkundige. En een VOG; die vragen en betalen wij.",
        "A valid BIG registration as a nurse, and a certificate of conduct that we pay for.",
    ),
    FactLabel.SCHEDULE: (
        "Diensten van minstens vier uur, rooster zes weken vooruit. Geen gebroken diensten.",
        "Shifts of at least four hours, planned six weeks ahead. No split shifts.",
    ),
    FactLabel.TRAVEL_ALLOWANCE: (
        "€ 0,23 per kilometer, tot 40 kilometer enkele reis.",
        "€0.23 per km, up to 40 km one way.",
    ),
    FactLabel.BENEFITS: _BENEFITS,
    FactLabel.TRAINING_GROWTH: ("Scholing in werktijd, ook overdag betaald.", "Training in paid hours."),
}
_CARER_FACTS = {
    FactLabel.REQUIREMENTS: (
        "Een diploma verzorgende IG, niveau 3. En een VOG.",
        "A level 3 care diploma and a certificate of conduct.",
    ),
    FactLabel.SCHEDULE: (
        "Dag en avond, om het weekend. Het team maakt zelf het rooster.",
        "Days and evenings, every other weekend.",
    ),
    FactLabel.TRAVEL_ALLOWANCE: ("€ 0,23 per kilometer.", "€0.23 per km."),
    FactLabel.BENEFITS: _BENEFITS,
}
_HELPER_FACTS = {
    FactLabel.REQUIREMENTS: ("Geen diploma nodig. Wel een VOG.", "No diploma needed, only a certificate of conduct."),
    FactLabel.SCHEDULE: (
        "Ochtenden van 7.30 tot 11.30 uur of avonden van 16.30 tot 20.30 uur.",
        "Mornings or evenings, four hours.",
    ),
    FactLabel.TRAINING_GROWTH: (
        "Van helpende naar verzorgende IG in twee jaar, je salaris loopt door.",
        "From helper to carer in two years, on full pay.",
    ),
}
_NIGHT_CARER_FACTS = {
    **_CARER_FACTS,
    FactLabel.SCHEDULE: (
        "Nachten van 22.45 tot 7.15 uur, hooguit vier achter elkaar.",
        "Nights from 22:45 to 7:15, four in a row at most.",
    ),
}
_MORNING_FACTS = {
    **_HELPER_FACTS,
    FactLabel.SCHEDULE: ("Ochtenden van 7.30 tot 11.30 uur.", "Mornings from 7:30 to 11:30."),
}
_EVENING_FACTS = {
    **_HELPER_FACTS,
    FactLabel.SCHEDULE: ("Avonden van 16.30 tot 20.30 uur.", "Evenings from 16:30 to 20:30."),
}
_SUMMER_FACTS = {
    FactLabel.REQUIREMENTS: _HELPER_FACTS[FactLabel.REQUIREMENTS],
    FactLabel.SCHEDULE: _HELPER_FACTS[FactLabel.SCHEDULE],
}
_LEARNER_FACTS = {
    FactLabel.REQUIREMENTS: (
        "Een diploma vmbo of mbo 2. En een VOG; die vragen en betalen wij.",
        "A lower secondary or level 2 diploma, and a certificate of conduct that we apply and pay for.",
    ),
    FactLabel.SCHEDULE: (
        "Een dag school en 24 tot 28 uur werken per week, ook in het weekend.",
        "A day of school and 24 to 28 hours of work a week, weekends too.",
    ),
    FactLabel.TRAINING_GROWTH: (
        "In twee jaar je diploma verzorgende IG; je salaris loopt door.",
        "A level 3 care diploma in two years, on full pay.",
    ),
}
_NURSE_WHAT = (
    "Je bent de verpleegkundige voor 48 bewoners in vier woningen. Op elke woning werkt een verzorgende.",
    "Een arts is altijd bereikbaar. Je loopt eerst vier diensten mee.",
)
_CARER_WHAT = (
    "Je zorgt voor twaalf bewoners, met twee collega’s op elke dienst.",
    "Je kent iedereen bij naam en beslist samen met de bewoner hoe de dag loopt.",
)
_HELPER_WHAT = ("Je helpt bij opstaan, eten en een praatje. De rest leer je van ons.",)


_DISTRICT_NURSE_WHAT = (
    "Je komt bij zo’n twaalf mensen per dienst thuis: wondzorg, medicijnen, en kijken wat er verder nodig is.",
    "Je overlegt elke ochtend met het wijkteam, en de huisarts kent je bij naam. Je rijdt in een auto van ons.",
)
_NIGHT_NURSE_WHAT = (
    "Je bent ’s nachts de verpleegkundige voor 48 bewoners in vier woningen. Op elke woning waakt een verzorgende.",
    "Een arts is altijd bereikbaar. Je loopt eerst vier nachten mee.",
)
_DISTRICT_NIGHT_WHAT = (
    "Je rijdt ’s nachts met een collega door de wijk: geplande bezoeken, en wie alarmeert.",
    "De verpleegkundige van dienst bij de huisartsenpost is altijd bereikbaar. Je rijdt eerst vier nachten mee.",
)
_FLEX_NURSE_WHAT = (
    "Je valt in op negen woonhuizen, op de dagen die jij doorgeeft. Je werkt altijd naast iemand van het vaste team.",
    "Voor elk huis ligt een kaart van één bladzijde klaar. Je loopt eerst op drie huizen mee.",
)
_DISTRICT_CARER_WHAT = (
    "Je helpt mensen thuis met wassen, aankleden, steunkousen en medicijnen, op een vaste route door de wijk.",
    "Je begint en eindigt bij het team. Wat je onderweg ziet, bespreek je dezelfde dag met de wijkverpleegkundige.",
)
_NIGHT_CARER_WHAT = (
    "Je waakt over twaalf bewoners in een woning. De verpleegkundige loopt langs en is er binnen vijf minuten.",
    "Wie wakker is, krijgt thee en een praatje. Je draait eerst drie nachten mee.",
)
_BREAKFAST_WHAT = (
    "Je dekt de tafel, bakt een ei en zorgt dat elf mensen rustig aan hun dag beginnen.",
    "De zorg doen de verzorgenden; jij let op wie er stil is, en zegt dat.",
)
_EVENING_WHAT = (
    "Je kookt met bewoners, drinkt koffie mee en helpt wie naar bed wil.",
    "De verzorgende is altijd in de buurt. Om half negen is je dienst klaar.",
)
_SUMMER_WHAT = (
    "Je helpt in de zomer bij ontbijt, koffie en een ommetje. De eerste twee diensten loop je mee.",
    "Je kiest zelf je weken, minstens drie.",
)
_LEARNER_WHAT = (
    "Je leert verzorgende IG: een dag per week school in Zutphen, de andere dagen werken met een vaste begeleider.",
    "Je begint in een woonhuis en loopt het tweede jaar mee in de wijk.",
)


def _nurse(title: str, place: Place, opens: int, days: int | None, **more: object) -> Job:
    values: dict[str, object] = {
        "positions": 1, "euros": (3050, 4180), "scale": "FWG 45", "hours": (18, 32), "pull": 0.6, "qualified": 0.65,
        "contract": "permanent", "summary": "Eén team, zes weken rooster vooruit en altijd een arts bereikbaar.",
        "what": _NURSE_WHAT, "facts": _NURSE_FACTS, "manager": _MEHMET, **more,
    }  # fmt: skip
    return Job("nurse", title, place, opens, days, **values)  # type: ignore[arg-type]


def _carer(title: str, place: Place, opens: int, days: int | None, **more: object) -> Job:
    values: dict[str, object] = {
        "positions": 2, "euros": (2750, 3550), "scale": "FWG 35", "hours": (16, 32), "pull": 0.8, "qualified": 0.6,
        "contract": "permanent", "summary": "Zorgen met de tijd die ervoor nodig is.",
        "what": _CARER_WHAT, "facts": _CARER_FACTS, "manager": _DAAN, **more,
    }  # fmt: skip
    return Job("carer", title, place, opens, days, **values)  # type: ignore[arg-type]


def _helper(title: str, place: Place, opens: int, days: int | None, **more: object) -> Job:
    values: dict[str, object] = {
        "positions": 3, "euros": (2350, 2900), "scale": "FWG 20", "hours": (8, 24), "pull": 1.4, "qualified": 0.85,
        "contract": "temporary", "summary": "Begin zonder diploma, leer in werktijd.",
        "what": _HELPER_WHAT, "facts": _HELPER_FACTS, "manager": _DAAN, **more,
    }  # fmt: skip
    return Job("helper", title, place, opens, days, **values)  # type: ignore[arg-type]


_BOOMGAARD = Place("De Boomgaard", "Boomgaardlaan 21", "7241 BK", "Lochem", "Gelderland")
_WARNSVELD = Place("Huize Warnsveld", "Rijksstraatweg 40", "7231 AH", "Warnsveld", "Gelderland")
_NOORD = Place("Wijkteam Zutphen-Noord", "Deventerweg 5", "7203 AA", "Zutphen", "Gelderland")

STORY = Story(
    slug="lindehof",
    seed=20_260_902,
    headline=("Zorgen met de tijd die ervoor nodig is", "Care with the time it takes"),
    tale=(
        "Negen woonhuizen en zes wijkteams rond Zutphen en Lochem, met teams van twaalf mensen die hun eigen rooster maken.\n\n"
        "Geen gebroken diensten: een dienst duurt minstens vier uur achter elkaar. En wie wil leren, leert in werktijd.",
        "Nine homes and six district teams around Zutphen and Lochem. Teams of twelve make their own rota, six weeks ahead.",
    ),
    phone="0575 00 00 34",
    contact="Lotte Visser",
    profiles=(
        Profile("nurse", "Verpleegkundige", "Zorg", 18, (2, 1, 2, 1, 1, 2, 2, 2, 2, 1, 1, 1)),
        Profile("carer", "Verzorgende IG", "Zorg", 24, (3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1)),
        Profile("helper", "Helpende en woonassistent", "Zorg", 20, (1, 1, 1, 2, 2, 2, 2, 4, 2, 1, 1, 1)),
    ),
    jobs=(
        _carer("Verzorgende IG", _BOOMGAARD, -340, 90),
        _nurse("Verpleegkundige avonddienst", _WARNSVELD, -300, 140, positions=2),
        _helper(
            "Vakantiekracht woonassistent",
            _WARNSVELD,
            -165,
            90,
            positions=12,
            pull=2.2,
            what=_SUMMER_WHAT,
            facts=_SUMMER_FACTS,
            summary="Drie weken of langer, in een huis waar je naam al op het rooster staat.",
        ),
        _carer("Verzorgende IG, dag en avond", _WARNSVELD, -190, 80),
        _nurse("Wijkverpleegkundige", _NOORD, -160, 100, positions=2, what=_DISTRICT_NURSE_WHAT),
        _helper("Woonassistent ontbijt", _BOOMGAARD, -110, 50, what=_BREAKFAST_WHAT, facts=_MORNING_FACTS),
        _nurse("Verpleegkundige nachtdienst", _BOOMGAARD, -40, 61, hours=(18, 27), start_by=42, what=_NIGHT_NURSE_WHAT),
        _nurse(
            "Verpleegkundige wijkteam, nacht", _NOORD, -16, 60, hours=(16, 24), start_by=70, what=_DISTRICT_NIGHT_WHAT
        ),
        _nurse(
            "Verpleegkundige flexteam",
            _WARNSVELD,
            -150,
            None,
            positions=5,
            hours=(8, 24),
            pull=0.5,
            what=_FLEX_NURSE_WHAT,
            summary="Jij geeft je dagen door, wij zorgen dat je ergens welkom bent.",
        ),
        _carer("Verzorgende IG kleinschalig wonen", _BOOMGAARD, -52, 75, start_by=30, pull=0.5),
        _carer("Verzorgende IG wijkteam", _NOORD, -25, 60, positions=3, start_by=55, what=_DISTRICT_CARER_WHAT),
        _helper("Woonassistent avond", _WARNSVELD, -30, 50, what=_EVENING_WHAT, facts=_EVENING_FACTS),
        _helper(
            "Leerling verzorgende, start in {start_month}",
            _NOORD,
            -45,
            80,
            positions=8,
            pull=1.2,
            contract="internship",
            start_by=70,
            hours=(24, 28),
            summary="In twee jaar verzorgende IG, met salaris vanaf de eerste maand.",
            what=_LEARNER_WHAT,
            facts=_LEARNER_FACTS,
        ),
        _carer(
            "Verzorgende IG nacht", _WARNSVELD, 12, 60, start_by=90, what=_NIGHT_CARER_WHAT, facts=_NIGHT_CARER_FACTS
        ),
    ),
    personas=(
        Persona(
            "Els, ervaren verpleegkundige",
            "Werkt onregelmatig in een ziekenhuis, moe van gebroken weken.",
            "Een rooster dat klopt.",
            "Je rooster staat zes weken vooruit. Echt.",
        ),
        Persona(
            "Kevin, wil iets met mensen",
            "Werkt in een magazijn, zorgde thuis voor zijn oma.",
            "Leren zonder salaris in te leveren.",
            "Begin zonder diploma, leer in werktijd.",
        ),
    ),
    plans=(
        Plan(
            "Verpleegkundigen, het hele jaar vindbaar",
            "nurse",
            "always_on",
            "applications",
            15,
            "Els, ervaren verpleegkundige",
            1_250,
            -298,
            257,
            {"google": 1},
            strategy="Wie zoekt, moet ons vinden, in elke week van het jaar.",
        ),
        Plan(
            "Verpleegkundigen, doorlopend",
            "nurse",
            "always_on",
            "qualified",
            70,
            "Els, ervaren verpleegkundige",
            6_800,
            -40,
            240,
            {"google": 3, "linkedin": 2, "other": 2},
            strategy="Vooral ’s avonds, wanneer mensen hun dienst erop hebben zitten.",
        ),
        Plan(
            "Zomerwerk woonassistent",
            "helper",
            "event",
            "hires",
            12,
            "Kevin, wil iets met mensen",
            2_520,
            -140,
            21,
            {"meta": 3, "tiktok": 2},
            strategy="Drie weken voor de zomer.",
        ),
        Plan(
            "Verzorgenden en helpenden",
            "carer",
            "always_on",
            "hires",
            10,
            "Kevin, wil iets met mensen",
            3_600,
            -25,
            240,
            {"meta": 4, "other": 3},
            autonomy="propose",
        ),
        Plan(
            "Leerlingen verzorgende",
            "helper",
            "event",
            "applications",
            20,
            "Kevin, wil iets met mensen",
            900,
            0,
            30,
            {"indeed": 1, "meta": 2},
            autonomy="propose",
            strategy="De eerste dagbudgetten wachten op akkoord.",
            started_after=2,
            is_agreed=False,
        ),
        Plan(
            "Verzorgenden, nieuwe locatie",
            "carer",
            "event",
            "hires",
            8,
            "",
            4_200,
            30,
            90,
            {"meta": 4, "google": 2},
            state="draft",
        ),
    ),
    feed=(
        FeedJob("z-201", "Verpleegkundige dagbehandeling", "Zutphen", "€3050-€4180", "Verpleegkundige"),
        FeedJob("z-202", "Gastvrouw of gastheer", "Lochem", "€2300-€2850", "Helpende en woonassistent"),
        FeedJob("z-203", "Verzorgende IG, weekend", "Warnsveld", "€2750-€3550", "Verzorgende IG"),
    ),
    job_site="Zorgwerk Achterhoek",
    cities=(
        "Zutphen",
        "Lochem",
        "Warnsveld",
        "Vorden",
        "Gorssel",
        "Deventer",
        "Eefde",
        "Brummen",
        "Borculo",
        "Doetinchem",
    ),
)
