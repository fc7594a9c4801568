"""A year in the life of a demo organisation, in the order of time, through the services that people and workers use."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils import translation
from django.utils.formats import date_format

from automation.models import Enrolment, EnrolmentState
from automation.services import steps
from calendar_app.models import JobProfile, OutflowKind, Vacancy
from calendar_app.selectors import vacancies as vacancy_selectors
from calendar_app.selectors.days import school_holidays_between, working_time
from calendar_app.services import outflow
from calendar_app.services import profiles as profile_services
from calendar_app.services import vacancies as vacancy_services
from calendar_app.services.vacancies import Words
from campaigns.models import TrackedLink
from recruit_platform.core import clock, tenancy
from recruit_platform.core.demo import filling
from recruit_platform.core.demo.filling import Step
from recruit_platform.core.log import delivery, tallies
from recruit_platform.core.models import Membership, MessageState, Organisation, OutboxMessage, Role
from recruit_platform.core.outbox import boxes, sending, transports
from talentpool.models import Application, ConsentPurpose, StageKind
from talentpool.services import applications, consent, funnel, sites
from talentpool.services.applications import Form
from talentpool.services.candidates import Person

from . import care, school
from .advertising import Advertising
from .chances import poisson
from .clockwork import Clockwork
from .desk import Desk
from .life import House, Life
from .people import invented
from .story import Job, Story, in_school_year

ZONE = ZoneInfo("Europe/Amsterdam")
STORIES: dict[str, Story] = {story.slug: story for story in (school.STORY, care.STORY)}
# Applications by month against the year's mean. Source: Nationale Vacaturebank 2024, most in September, then October, November
# and February; fewest in July, August and December.
SEASON = (1.05, 1.12, 1.02, 0.98, 0.95, 0.92, 0.78, 0.82, 1.28, 1.14, 1.10, 0.78)
WEEKDAY = (1.25, 1.2, 1.1, 1.0, 0.8, 0.7, 0.95)
IN_SCHOOL_HOLIDAY = 0.8
VISITS_PER_APPLICATION = 14
# How much of what a real organisation gets: enough to see a year by, little enough to live through it in seconds.
EARLIER, LATELY, LATELY_DAYS = 0.15, 0.85, 28
ALONE = 6  # of the last days each is begun by itself; before that twice a week, before that weeks together
TALKS = timedelta(days=12)  # in which times for a talk are offered and chosen
FORGOTTEN = 0.3  # of the last days' applications: the recruiter has a full week


def found(organisation: Organisation, *, at: datetime, beside: Sequence[Step] = ()) -> None:
    """Let an organisation of the cast have the days before its year: who it is, what it looks for, who will leave."""
    _Year(organisation, at=at, chapter="found").found(beside)


def live(organisation: Organisation, *, at: datetime, beside: Sequence[Step] = ()) -> None:
    """Let it have its year, up to ``at``. Same seed, same year."""
    _Year(organisation, at=at, chapter="live").live(beside)


YEAR = filling.Year(found=found, live=live)


class _Year:
    def __init__(self, organisation: Organisation, *, at: datetime, chapter: str) -> None:
        self.organisation, self.story, self.now = organisation, STORIES[organisation.slug], at
        self.today = clock.local_date(at, zone=ZONE.key)
        self.first = self.today - timedelta(days=filling.DAYS)
        self.chance = random.Random(f"{self.story.seed} {chapter}")  # noqa: S311  a story, not a secret
        self.works = Clockwork(until=at)
        area = self.story.phone.partition(" ")[0]
        self.people: Iterator[Person] = invented(self.chance, cities=list(self.story.cities), area=area)
        self.profiles: dict[str, JobProfile] = {}
        self.jobs: dict[int, Job] = {}
        self.forgot_somebody = False
        self.lives: dict[int, Life] = {}
        self.next_follow_up: datetime | None = at - timedelta(days=1000)
        self.advertising = Advertising(
            self.story, organisation_id=organisation.pk, today=self.today, chance=self.chance
        )

        self.desk = Desk(self.story, today=self.today)

    def found(self, beside: Sequence[Step]) -> None:
        self.works.plan(self.organisation.created_at, self._post)
        self._plan_beside(beside)
        for step in (self._found_profiles, self._post):
            self.works.plan(self._moment(self.first, time(0, 0)), step)
        with tenancy.scope(self.organisation.pk):
            self.works.run()

    def live(self, beside: Sequence[Step]) -> None:
        with tenancy.scope(self.organisation.pk):
            held = {one.name: one for one in JobProfile.objects.all()}
            self.profiles = {one.key: held[one.name] for one in self.story.profiles}
            self._plan_beside(beside)
            self._prepare()
            self.works.run()
            with clock.held(self.now):
                self.advertising.last_round(at=self.now)
                self._post(self.now)

    def _plan_beside(self, beside: Sequence[Step]) -> None:
        for when, step in beside:
            self.works.plan(when, partial(_alone, step))
            self.works.plan(when, self._post)

    def _prepare(self) -> None:
        first = self.first
        holidays = [
            (free.starts_on, free.ends_on) for free in school_holidays_between(first, self.today, region="midden")
        ]
        self.school_free = {day for begins, ends in holidays for day in _days(begins, ends)}
        self.works.plan(self._moment(first, time(0, 0)), self._see_who_works_here)
        for number, job in enumerate(self.story.jobs):
            written = min(first_day(job, self.today) - timedelta(days=12), self.today - timedelta(days=3))
            self.works.plan(self._moment(max(written, first), time(10, number)), partial(self._write_job, job))
        for days in self._stretches(first):
            self.works.plan(self._moment(days[0], time(0, 1)), partial(self._begin, days))
        for day in self.advertising.rounds():
            self.works.plan(self._moment(day, time(6, 10)), self._advertise)
        for day in _days(first, self.today):
            self.works.plan(self._moment(day, time(10, 5)), self._follow_up)
        self.advertising.prepare(self.works, self.profiles, by=self._marketeer, moment=self._moment, holidays=holidays)
        for days_ago, hour in ((6, 10), (1, 10), (1, 11)):
            self.works.plan(self._moment(self.today - timedelta(days=days_ago), time(hour)), self._talk)
        self.desk.prepare(
            self.works,
            admin=lambda: self.admin,
            marketeer=self._marketeer,
            recruiter=self._recruiter,
            moment=self._moment,
        )

    def _see_who_works_here(self, _at: datetime) -> None:
        members = list(Membership.objects.select_related("user").filter(is_active=True).order_by("pk"))
        self.members = members
        self.admin = next(one for one in members if one.role == Role.ADMIN)
        self.managers = {one.user.email: one for one in members if one.role == Role.HIRING_MANAGER}
        self.house = House(
            recruiters=[one for one in members if one.role == Role.RECRUITER],
            hours=working_time(),
            talks_from=self.now - TALKS,
        )

    def _found_profiles(self, at: datetime) -> None:
        """Before its year the organisation writes down what it looks for, who leaves, and who it is."""
        self._see_who_works_here(at)
        for one in self.story.profiles:
            self.profiles[one.key] = profile_services.create(
                name=one.name, family=one.family, by=self.admin.user, at=at
            )
        self._expect_leavers(at)
        headline_nl, headline_en = self.story.headline
        story_nl, story_en = self.story.tale
        values = {
            "headline_nl": headline_nl,
            "headline_en": headline_en,
            "story_nl": story_nl,
            "story_en": story_en,
            "contact_name": self.story.contact,
            "contact_phone": self.story.phone,
            "contact_email": f"werkenbij@{self.story.slug.replace('-', '')}.example",
        }
        sites.change(values=values, by=self.admin, at=at)

    def _expect_leavers(self, at: datetime) -> None:
        """Who left in the past twelve months as counted, who will leave in the next as expected."""
        this_month = self.today.replace(day=1)
        for kind, months in ((OutflowKind.RECORDED, range(-12, 0)), (OutflowKind.PLANNED, range(12))):
            entries = []
            for profile in self.story.profiles:
                for month in (_months_on(this_month, number) for number in months):
                    mean = profile.leavers * profile.leaving[month.month - 1] / sum(profile.leaving)
                    leavers = poisson(mean, self.chance) if kind == OutflowKind.RECORDED else round(mean)
                    entries.append(outflow.Entry(self.profiles[profile.key], month, leavers))
            outflow.record(entries, kind=kind, by=self.admin.user, at=at)

    def _write_job(self, job: Job, at: datetime) -> None:
        opens_on = first_day(job, self.today)
        low, high = job.euros or (None, None)
        values: vacancy_services.Values = {
            "profile": self.profiles[job.profile],
            "recruiter": self.chance.choice(self.house.recruiters),
            "title": in_school_year(job.title, opens_on).replace("{start_month}", self._start_month(job)),
            "department": job.place.department,
            "summary": job.summary,
            "description": "\n\n".join(job.what),
            "opens_on": opens_on,
            "closes_on": opens_on + timedelta(days=job.days_open) if job.days_open else None,
            "start_by_on": self.today + timedelta(days=job.start_by) if job.start_by else None,
            "starts_on": self.today + timedelta(days=job.start_by) if job.start_by else None,
            "positions": job.positions,
            "salary_min_minor": low * 100 if low else None,
            "salary_max_minor": high * 100 if high else None,
            "salary_scale": job.scale,
            "week_minutes_min": job.hours[0] * 60,
            "week_minutes_max": job.hours[1] * 60,
            "street": job.place.street,
            "postcode": job.place.postcode,
            "city": job.place.city,
            "province": job.place.province,
            "contract": job.contract,
        }
        words = {label: Words(text_nl=dutch, text_en=english) for label, (dutch, english) in job.facts.items()}
        vacancy = vacancy_services.create(values=values, words=words, by=self.admin.user, at=at)
        self.jobs[vacancy.pk] = job
        if job.manager in self.managers:
            vacancy_services.set_managers(vacancy, managers=[self.managers[job.manager]], by=self.admin.user, at=at)
        self.works.plan(at + timedelta(hours=3), partial(self._publish, vacancy))

    def _start_month(self, job: Job) -> str:
        with translation.override("nl"):
            return date_format(self.today + timedelta(days=job.start_by or 0), "F")

    def _publish(self, vacancy: Vacancy, at: datetime) -> None:
        vacancy_services.publish(vacancy, by=self.admin.user, at=at)

    def _stretches(self, first: date) -> Iterator[list[date]]:
        """Days that begin alike: the last ones alone, before that some together, cut where a vacancy opens or closes."""
        changes = {first_day(job, self.today) for job in self.story.jobs}
        changes |= {first_day(job, self.today) + timedelta(days=(job.days_open or 0) + 1) for job in self.story.jobs}
        stretch: list[date] = []
        for day in _days(first, self.today):
            ago = (self.today - day).days
            is_cut = ago < ALONE or day.weekday() == 0 or (ago <= LATELY_DAYS and day.weekday() == 3)
            if stretch and (is_cut or day in changes):
                yield stretch
                stretch = []
            stretch.append(day)
        yield stretch

    def _begin(self, days: Sequence[date], at: datetime) -> None:
        self._see_who_works_here(at)
        vacancy_services.follow_dates(at=at)
        for vacancy in vacancy_selectors.open_to_public(today=days[0]).order_by("pk"):
            expected = [self._expect(vacancy, self.jobs[vacancy.pk], day) for day in days]
            visits = {day: visits for day, (visits, _started) in zip(days, expected, strict=True)}
            started = {day: started for day, (_visits, started) in zip(days, expected, strict=True)}
            self.works.plan(self._moment(days[-1], time(12)), partial(self._visited, vacancy, visits, started))

    def _advertise(self, at: datetime) -> None:
        """Let the campaigns have their round; the clicks since the one before bring applications until the next."""
        day = clock.local_date(at, zone=ZONE.key)
        open_now: dict[int | None, list[Vacancy]] = {}
        for arrival in self.advertising.round(self.works, by=self._marketeer, at=at, day=day):
            if not open_now:
                for one in vacancy_selectors.open_to_public(today=day).order_by("pk"):
                    open_now.setdefault(one.profile_id, []).append(one)
            wanted = open_now.get(arrival.profile_id)
            if not wanted or not arrival.visits:
                continue
            vacancy, started = self.chance.choice(wanted), self._started(arrival.applications)
            step = partial(self._visited, vacancy, arrival.visits, {max(arrival.visits): started})
            self.works.plan(self._moment(day, time(12, 30)), step)
            for _one in range(arrival.applications):
                later = at + timedelta(hours=self.chance.uniform(1.5, 24 * len(arrival.visits) - 8))
                self.works.plan(later, partial(self._applies, vacancy, self.jobs[vacancy.pk], link=arrival.link))

    def _marketeer(self) -> Membership:
        return next((one for one in self.members if one.role == Role.MARKETEER), self.admin)

    def _recruiter(self) -> Membership:
        return self.house.recruiters[0]

    def _expect(self, vacancy: Vacancy, job: Job, day: date) -> tuple[int, int]:
        """Plan the applications for one vacancy on one day; return its visits and how many began to apply."""
        density = LATELY if (self.today - day).days <= LATELY_DAYS else EARLIER
        mean = density * job.pull / 7 * SEASON[day.month - 1] * WEEKDAY[day.weekday()]
        if day in self.school_free:
            mean *= IN_SCHOOL_HOLIDAY
        arrivals = poisson(mean, self.chance)
        visits = poisson(mean * VISITS_PER_APPLICATION, self.chance) + arrivals
        for _one in range(arrivals):
            at = self._moment(
                day, time(self.chance.randrange(7, 23), self.chance.randrange(60), self.chance.randrange(60))
            )
            self.works.plan(at, partial(self._applies, vacancy, job))
        return visits, self._started(arrivals)

    def _started(self, arrivals: int) -> int:
        """How many began to apply where so many went through with it."""
        return arrivals + poisson(arrivals * 0.7, self.chance)

    def _visited(
        self, vacancy: Vacancy, visits: Mapping[date, int], started: Mapping[date, int], _at: datetime
    ) -> None:
        tallies.count_many(funnel.VISIT, visits, subject_id=vacancy.pk)
        if any(started.values()):
            tallies.count_many(funnel.STARTED, started, subject_id=vacancy.pk)

    def _applies(self, vacancy: Vacancy, job: Job, at: datetime, link: TrackedLink | None = None) -> None:
        vacancy.refresh_from_db()
        if not vacancy_selectors.is_open(vacancy, today=clock.local_date(at, zone=ZONE.key)):
            return  # filled since this morning
        person = next(self.people)
        wants_to_stay = self.chance.random() < 0.42
        form = Form(
            key=f"demo-{self.chance.getrandbits(80):020x}",
            person=person,
            language=person.language,
            source="" if link else self.chance.choice(("Eigen site", "Indeed", "Via een collega")),
            first_link=link,
            last_link=link,
            consent_text=consent.current_text(ConsentPurpose.POOL, at=at) if wants_to_stay else None,
        )
        arrived = applications.submit(form, vacancy=vacancy, at=at)
        self.works.plan(at + timedelta(seconds=self.chance.randrange(6, 24)), self._post)
        life = Life(
            arrived.application,
            qualified=self.chance.random() < job.qualified,
            house=self.house,
            works=self.works,
            chance=self.chance,
            then=self._post,
        )
        self.lives[arrived.application.pk] = life
        life.begin(at, forgotten=self._is_forgotten(at))

    def _talk(self, at: datetime) -> None:
        """Invite one of those who wait, so that a talk is to come whatever chance brought: best who fits and was spoken to."""
        early = [StageKind.NEW, StageKind.CONTACTED]
        waiting = Application.objects.filter(pk__in=self.lives, ended_at=None, stage_kind__in=early).order_by("-pk")
        found = [one for one in waiting if not self.lives[one.pk].is_talking]
        found.sort(key=lambda one: not (one.stage_kind == StageKind.CONTACTED and self.lives[one.pk].qualified))
        if found:
            self.lives[found[0].pk].offer_times(at)
            self._post(at)

    def _is_forgotten(self, at: datetime) -> bool:
        """The first of the last days always is: a call that is late is what the demo must show."""
        if self.now - at > timedelta(days=9):
            return False
        is_first, self.forgot_somebody = not self.forgot_somebody, True
        return self.chance.random() < FORGOTTEN or is_first

    def _follow_up(self, at: datetime) -> None:
        """What the worker does, on the days on which a step can be due."""
        if self.next_follow_up is None or self.next_follow_up > at:
            return
        if steps.take_due(at=at):
            self._post(at)
        self.next_follow_up = Enrolment.objects.filter(state=EnrolmentState.ACTIVE).aggregate(at=Min("due_at"))["at"]

    def _post(self, at: datetime) -> None:
        """What the workers do: tell the subscribers, send what is due. The mails land in the mailbox of the demo."""
        if delivery.deliver(self.organisation.pk):
            self.next_follow_up = at  # what was heard may have begun one
        if OutboxMessage.objects.filter(state=MessageState.DUE, try_at__lte=at).exists():
            sending.drain(self.organisation.pk, transport=transports.Mailbox(boxes.of(self.organisation.pk).drop))
            if self.desk.mail_servers_tell(at=at, now=self.now):
                delivery.deliver(self.organisation.pk)

    def _moment(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=ZONE)


def _alone(step: Callable[[], object], _at: datetime) -> None:
    step()


def first_day(job: Job, today: date) -> date:
    return today + timedelta(days=job.opens)


def _months_on(month: date, n: int) -> date:
    years, index = divmod(month.month - 1 + n, 12)
    return date(month.year + years, index + 1, 1)


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
