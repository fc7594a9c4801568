"""Stichting De Wijde Blik: fourteen primary schools that are short of teachers."""

from __future__ import annotations

from calendar_app.models import FactLabel

from .story import FeedJob, Job, Persona, Place, Plan, Profile, Story

_TEACHER_FACTS = {
    FactLabel.REQUIREMENTS: (
        "Een lesbevoegdheid voor het basisonderwijs, zoals een pabo-diploma. En een VOG; die vragen en betalen wij.",
        "A Dutch primary teaching qualification (pabo), and a certificate of conduct that we apply and pay for.",
    ),
    FactLabel.SCHEDULE: (
        "Je kiest zelf je dagen. Vergaderen doen we op dinsdag tot 16.30 uur.",
        "You choose your own days. Meetings are on Tuesdays until 16:30.",
    ),
    FactLabel.TRAVEL_ALLOWANCE: (
        "€ 0,23 per kilometer, vanaf de eerste kilometer.",
        "€0.23 per km from the first one.",
    ),
    FactLabel.HOLIDAYS_LEAVE: (
        "Twaalf weken, in de schoolvakanties van regio Midden.",
        "Twelve weeks, in the school holidays.",
    ),
    FactLabel.BENEFITS: (
        "8 % vakantiegeld, 8,33 % eindejaarsuitkering en een laptop, ook voor thuis.",
        "8% holiday pay, 8.33% year-end bonus and a laptop.",
    ),
    FactLabel.TRAINING_GROWTH: (
        "€ 500 per jaar om te leren wat jij wilt, en zes weken een coach als je begint.",
        "€500 a year to learn what you like, and a coach for your first six weeks.",
    ),
    FactLabel.APPLICATION_PROCESS: (
        "Binnen twee werkdagen bellen we je. Daarna een kennismaking op school; binnen 14 dagen weet je het.",
        "We call within two working days, then you meet the school; you hear within 14 days.",
    ),
}
_TEACHER_WHAT = (
    "Je staat voor een groep van ongeveer 24 kinderen. Twee ochtenden per week werkt een onderwijsassistent met je mee.",
    "Je deelt de groep met een collega. Samen bereiden jullie voor op dinsdagmiddag.",
    "De school werkt met leerdoelen per week. Kende je dat nog niet? Je krijgt een coach.",
)
_ASSISTANT_FACTS = {
    FactLabel.REQUIREMENTS: (
        "Geen lesbevoegdheid nodig. Een mbo-diploma onderwijsassistent is fijn, niet verplicht.",
        "No teaching qualification needed; a vocational diploma helps.",
    ),
    FactLabel.SCHEDULE: ("Vier ochtenden, van 8.15 tot 12.30 uur.", "Four mornings, 8:15 to 12:30."),
    FactLabel.HOLIDAYS_LEAVE: ("Twaalf weken, in de schoolvakanties.", "Twelve weeks, in the school holidays."),
}
_ASSISTANT_WHAT = (
    "Je helpt kleine groepjes kinderen met lezen en rekenen, onder leiding van de leerkracht.",
    "Je bent een rustig en vast gezicht voor kinderen die dat nodig hebben.",
)
_SUBSTITUTE_WHAT = (
    "Je vervangt een collega die ziek is of op cursus, voor een dag of een paar weken. Jij zegt welke dagen en welke scholen.",
    "Het lesplan ligt klaar, en de collega van de groep ernaast is je vraagbaak. Zo leer je onze scholen kennen.",
)
_MANY_SCHOOLS_WHAT = (
    "We zoeken voor alle groepen en op veertien scholen. Je zegt wat je wilt; wij zoeken er een school bij.",
    "Je staat voor een groep van ongeveer 24 kinderen. Twee ochtenden per week werkt een onderwijsassistent met je mee.",
    "Je loopt eerst een ochtend mee op een of twee scholen. Daarna kies je.",
)
_SWITCHER_WHAT = (
    "Je begint naast een ervaren leerkracht en neemt de groep stap voor stap over. Je eerste lessen geef je na twee weken.",
    "Een dag per week studeer je aan de pabo, in werktijd. In twee jaar haal je je bevoegdheid.",
    "Je hebt een eigen coach, en elke maand eet je met de andere zij-instromers.",
)
_COUNSELLOR_WHAT = (
    "Je kijkt mee in de klas, bespreekt met leerkrachten wat een kind nodig heeft en voert de gesprekken met ouders.",
    "Je regelt hulp van buiten waar die nodig is. De zorgstructuur van de school is van jou en de directeur samen.",
)
_JEROEN, _FATIMA = "jeroen.kuipers@wijdeblik.example", "fatima.elidrissi@wijdeblik.example"


def _teacher(title: str, place: Place, opens: int, days: int | None, **more: object) -> Job:
    values: dict[str, object] = {
        "positions": 1,
        "euros": (3700, 5600),
        "scale": "LB",
        "hours": (24, 40),
        "pull": 0.7,
        "summary": "Een eigen groep, een assistent naast je en dinsdag om half vijf klaar met vergaderen.",
        "what": _TEACHER_WHAT,
        "facts": _TEACHER_FACTS,
        "manager": _JEROEN,
        **more,
    }
    return Job("teacher", title, place, opens, days, **values)  # type: ignore[arg-type]


def _assistant(title: str, place: Place, opens: int, days: int | None, **more: object) -> Job:
    values: dict[str, object] = {
        "positions": 1,
        "euros": (2500, 3250),
        "scale": "4",
        "hours": (16, 24),
        "pull": 1.6,
        "qualified": 0.75,
        "summary": "Help kinderen een stap verder, in de klas en in kleine groepjes.",
        "what": _ASSISTANT_WHAT,
        "facts": _ASSISTANT_FACTS,
        "manager": _FATIMA,
        **more,
    }
    return Job("assistant", title, place, opens, days, **values)  # type: ignore[arg-type]


STORY = Story(
    slug="wijde-blik",
    seed=20_260_901,
    headline=("Werk waar kinderen verder leren kijken", "Work where children learn to look further"),
    tale=(
        "Veertien basisscholen in en om Amersfoort, met 5.200 kinderen en 480 collega’s.\n\n"
        "Je staat er niet alleen voor: in elke groep werkt twee ochtenden per week een onderwijsassistent met je mee. "
        "En je mag het eerst proberen: loop een ochtend mee op een school die je kiest.",
        "Fourteen primary schools in and around Amersfoort, 5,200 children and 480 colleagues. You are never on your own: "
        "two mornings a week a teaching assistant works beside you.",
    ),
    phone="033 000 00 12",
    contact="Bas Hoekstra",
    profiles=(
        Profile("teacher", "Leerkracht basisonderwijs", "Onderwijs", 31, (2, 2, 2, 2, 3, 4, 9, 3, 1, 1, 1, 1)),
        Profile("assistant", "Onderwijsassistent", "Onderwijs", 12, (1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 0, 0)),
        Profile("switcher", "Zij-instromer", "Onderwijs", 4, (0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0)),
        Profile("staff", "Staf en ondersteuning", "Kantoor", 5, (1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0)),
    ),
    jobs=(
        _teacher(
            "Leerkracht groep 3/4", Place("De Wilgenhof", "Wilgenlaan 8", "3818 AB", "Amersfoort", "Utrecht"), -330, 60
        ),
        _teacher(
            "Leerkracht groep 6",
            Place("Het Kompas", "Kompasplein 1", "3762 CD", "Soest", "Utrecht"),
            -290,
            75,
            positions=2,
        ),
        _assistant(
            "Onderwijsassistent onderbouw",
            Place("Het Palet", "Verfstraat 20", "3812 EF", "Amersfoort", "Utrecht"),
            -260,
            50,
            positions=2,
        ),
        _teacher("Leerkracht groep 8", Place("De Uitkijk", "Torenweg 3", "3831 GH", "Leusden", "Utrecht"), -215, 70),
        _teacher(
            "Leerkrachten schooljaar {school_year}",
            Place("Alle scholen", "Stationsplein 12", "3811 KL", "Amersfoort", "Utrecht"),
            -200,
            150,
            positions=3,
            pull=2.6,
            what=_MANY_SCHOOLS_WHAT,
        ),
        Job(
            "switcher",
            "Zij-instromer",
            Place("Alle scholen", "Stationsplein 12", "3811 KL", "Amersfoort", "Utrecht"),
            -130,
            70,
            4,
            (2900, 3900),
            "LIO",
            (24, 40),
            1.5,
            0.4,
            summary="Leren en werken tegelijk, met salaris vanaf dag één.",
            what=_SWITCHER_WHAT,
            facts={
                FactLabel.REQUIREMENTS: (
                    "Een hbo- of wo-diploma en een geschiktheidsverklaring.",
                    "A bachelor's or master's degree.",
                )
            },
        ),
        _teacher(
            "Invalleerkracht",
            Place("Alle 14 scholen, jij kiest de dagen", "Stationsplein 12", "3811 KL", "Amersfoort", "Utrecht"),
            -170,
            None,
            positions=8,
            hours=(8, 40),
            pull=0.9,
            contract="on_call",
            summary="Voor de klas op de dagen die jij kiest, op scholen die je leert kennen.",
            what=_SUBSTITUTE_WHAT,
        ),
        _assistant(
            "Onderwijsassistent",
            Place("De Zonnewijzer", "Zonnewijzerpad 4", "3824 MN", "Amersfoort", "Utrecht"),
            -120,
            60,
        ),
        Job(
            "staff",
            "Administratief medewerker",
            Place("Stafbureau", "Stationsplein 12", "3811 KL", "Amersfoort", "Utrecht"),
            -100,
            45,
            1,
            (2700, 3600),
            "6",
            (24, 32),
            3.2,
            0.7,
            contract="permanent",
            summary="Het bureau achter veertien scholen.",
            what=("Je helpt scholen met roosters, verlof en post.",),
            facts={},
        ),
        _teacher(
            "Leerkracht groep 5",
            Place("De Zonnewijzer", "Zonnewijzerpad 4", "3824 MN", "Amersfoort", "Utrecht"),
            -41,
            62,
            hours=(24, 32),
            start_by=70,
        ),
        _teacher(
            "Leerkracht groep 1/2",
            Place("Het Kompas", "Kompasplein 1", "3762 CD", "Soest", "Utrecht"),
            -33,
            39,
            hours=(16, 24),
            start_by=42,
        ),
        _teacher(
            "Leerkracht groep 7/8",
            Place("De Wilgenhof", "Wilgenlaan 8", "3818 AB", "Amersfoort", "Utrecht"),
            -58,
            75,
            start_by=35,
            pull=0.35,
        ),
        _assistant(
            "Onderwijsassistent",
            Place("Het Palet", "Verfstraat 20", "3812 EF", "Amersfoort", "Utrecht"),
            -27,
            55,
            positions=3,
            start_by=60,
        ),
        Job(
            "staff",
            "Intern begeleider",
            Place("Het Kompas", "Kompasplein 1", "3762 CD", "Soest", "Utrecht"),
            -20,
            45,
            1,
            (3900, 5750),
            "LC",
            (24, 32),
            0.9,
            0.5,
            75,
            "permanent",
            "Je helpt leerkrachten kinderen te helpen.",
            _COUNSELLOR_WHAT,
            {
                FactLabel.REQUIREMENTS: (
                    "Een lesbevoegdheid, en een opleiding tot intern begeleider of de wil om die te doen.",
                    "A teaching qualification, and training as a learning support coordinator or the wish to take it.",
                )
            },
        ),
        Job(
            "switcher",
            "Zij-instromer, start in {start_month}",
            Place("Het Palet", "Verfstraat 20", "3812 EF", "Amersfoort", "Utrecht"),
            -48,
            80,
            6,
            (2900, 3900),
            "LIO",
            (24, 40),
            1.7,
            0.4,
            70,
            summary="Leren en werken tegelijk, met salaris vanaf dag één.",
            what=_SWITCHER_WHAT,
            facts={
                FactLabel.REQUIREMENTS: (
                    "Een hbo- of wo-diploma en een geschiktheidsverklaring.",
                    "A bachelor's or master's degree.",
                )
            },
        ),
        _teacher(
            "Leerkracht groep 7",
            Place("De Uitkijk", "Torenweg 3", "3831 GH", "Leusden", "Utrecht"),
            9,
            60,
            hours=(32, 40),
            start_by=98,
        ),
        _teacher(
            "Leerkrachten schooljaar {school_year}",
            Place("Alle scholen", "Stationsplein 12", "3811 KL", "Amersfoort", "Utrecht"),
            40,
            160,
            positions=12,
            start_by=270,
            what=_MANY_SCHOOLS_WHAT,
        ),
    ),
    personas=(
        Persona(
            "Sanne, herintreder",
            "Stond ooit voor de klas, nu thuis met kinderen op school.",
            "Zelf dagen kiezen, collega’s dichtbij.",
            "Je hoeft niet fulltime terug. Begin met twee dagen.",
        ),
        Persona(
            "Mo, overstapper",
            "Werkt bij een bank en wil iets dat ertoe doet.",
            "Zekerheid van salaris tijdens de overstap.",
            "Leren en werken tegelijk, met salaris vanaf dag één.",
        ),
    ),
    plans=(
        Plan(
            "Leerkrachten, het hele jaar vindbaar",
            "teacher",
            "always_on",
            "applications",
            15,
            "Sanne, herintreder",
            1_500,
            -326,
            280,
            {"google": 1},
            strategy="Wie zoekt, moet ons vinden. In de schoolvakanties rusten de advertenties.",
            rests=True,
        ),
        Plan(
            "Leerkrachten, elke week zichtbaar",
            "teacher",
            "always_on",
            "qualified",
            90,
            "Sanne, herintreder",
            7_700,
            -45,
            240,
            {"google": 3, "meta": 4, "other": 2},
            strategy="Elke maand zichtbaar, met accent op het voorjaar en september.",
        ),
        Plan(
            "Zij-instroom, open avonden",
            "switcher",
            "event",
            "applications",
            40,
            "Mo, overstapper",
            1_800,
            -118,
            12,
            {"meta": 1, "linkedin": 1},
            strategy="Twaalf dagen rond de open avond.",
        ),
        Plan(
            "Onderwijsassistenten",
            "assistant",
            "always_on",
            "hires",
            6,
            "",
            2_400,
            -30,
            200,
            {"meta": 2, "other": 2},
            autonomy="propose",
        ),
        Plan(
            "Zij-instromers, tweede ronde",
            "switcher",
            "event",
            "applications",
            20,
            "Mo, overstapper",
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
            "Leerkrachten {school_year}",
            "teacher",
            "always_on",
            "hires",
            12,
            "Sanne, herintreder",
            52_000,
            40,
            180,
            {"google": 3, "meta": 4},
            state="draft",
        ),
    ),
    feed=(
        FeedJob("w-101", "Conciërge", "Soest", "€2300-€2900", "Staf en ondersteuning"),
        FeedJob("w-102", "Vakleerkracht bewegingsonderwijs", "Leusden", "€3300-€5000", "Leerkracht basisonderwijs"),
        FeedJob("w-103", "Onderwijsassistent plusklas", "Amersfoort", "€2500-€3250", "Onderwijsassistent"),
    ),
    job_site="Onderwijswerk Eemland",
    cities=(
        "Amersfoort",
        "Soest",
        "Leusden",
        "Nijkerk",
        "Baarn",
        "Hoevelaken",
        "Utrecht",
        "Barneveld",
        "Bunschoten",
        "Zeist",
    ),
)
