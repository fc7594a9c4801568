"""Vacancies from a feed: read and shown first, then done, then possibly undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from calendar_app import selectors
from calendar_app.imports import feeds as reading
from calendar_app.imports.feeds import Feed
from calendar_app.imports.jobs import Item
from calendar_app.models import (
    ClosedBecause,
    FeedKind,
    FeedRun,
    FeedRunState,
    FeedSource,
    FeedVacancy,
    JobProfile,
    Vacancy,
    VacancyState,
)
from calendar_app.services import vacancies
from calendar_app.services.vacancies import Values
from recruit_platform.core import files, log, tenancy
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 300
PURPOSE = "vacancy_feed"


class RunRefused(Refusal):
    pass


@dataclass(frozen=True)
class Known:
    """A vacancy that came from this source before, and the rows that recognise it."""

    vacancy: Vacancy
    rows: Sequence[FeedVacancy]

    @property
    def is_gone(self) -> bool:
        return all(row.gone_at is not None for row in self.rows)


@dataclass(frozen=True)
class Plan:
    """What a feed means against what stands now."""

    new: Sequence[Item]
    changed: Sequence[tuple[Item, Known]]
    same: Sequence[tuple[Item, Known]]
    gone: Sequence[Known]

    @property
    def steps(self) -> int:
        return len(self.new) + len(self.changed) + len(self.gone)


@transaction.atomic
def preview(
    stream: BinaryIO, *, source: str, kind: FeedKind, name: str, publish: bool, by: Membership, at: datetime
) -> FeedRun:
    """Read a file of a source (made if need be) and keep it with what it would do; no vacancy changes yet.

    Raises tables.Unreadable, and RunRefused when the source is of another kind; then nothing is kept.
    """
    feed = reading.read(kind, stream.read(MOST_BYTES + 1))
    stream.seek(0)
    held = _source(source, kind=kind, at=at)
    stored = files.store(
        stream, owner_kind="organisation", owner_id=tenancy.required(), name=name, purpose=PURPOSE, at=at,
        at_most=MOST_BYTES,
    )  # fmt: skip
    run = FeedRun.objects.create(
        source=held,
        file=stored,
        file_name=stored.name,
        sha256=stored.sha256,
        rows=feed.rows,
        outcome=_summary(plan_of(held, feed), feed, publish=publish, today=selectors.today(at)),
        made_by=by,
        created_at=at,
    )
    _log("feed.previewed", run, by=by, at=at, data={"kind": kind, "rows": feed.rows})
    return run


def plan_of(source: FeedSource, feed: Feed) -> Plan:
    """Compare a feed with what this source brought before. Two statements."""
    by_key, known = _known(source)
    new: list[Item] = []
    changed: list[tuple[Item, Known]] = []
    same: list[tuple[Item, Known]] = []
    met: set[int] = set()
    for item in feed.items:
        found = next((by_key[key] for key in item.keys if key in by_key), None)
        if found is None:
            new.append(item)
            continue
        met.add(found)
        one = known[found]
        is_same = not one.is_gone and any(row.content_hash == item.content_hash for row in one.rows)
        (same if is_same else changed).append((item, one))
    missing = [one for pk, one in known.items() if pk not in met and not one.is_gone] if feed.complete else []
    return Plan(new, changed, same, missing)


@transaction.atomic
def explain(run: FeedRun, *, salary_reason: str) -> FeedRun:
    """Keep why a person publishes what tells no salary, for ``apply``; empty: those stay drafts.

    Something else than a preview stays as it is.
    """
    run = _locked(run)
    if run.state == FeedRunState.PREVIEWED:
        run.outcome = {**run.outcome, "salary_reason": salary_reason}
        run.save(update_fields=["outcome"])
    return run


@transaction.atomic
def apply(run: FeedRun, *, by: Membership, at: datetime) -> FeedRun:
    """Do what the file says, against how things stand now. A second time changes nothing. Raises RunRefused, Unreadable.

    New vacancies are published when that was asked, except those that are over, tell no place, or tell no salary while
    nobody said why (``explain``): these become drafts.
    """
    run = _locked(run)
    if run.state == FeedRunState.APPLIED:
        return run
    if run.state != FeedRunState.PREVIEWED or run.file is None:
        raise RunRefused(_("Deze lezing is al afgehandeld."))
    feed = reading.read(run.source.kind, files.read(run.file))
    plan = plan_of(run.source, feed)
    undo: dict[str, Any] = {
        "new": _add(plan.new, run, by=by, at=at),
        "changed": [_change(item, known, by=by, at=at) for item, known in plan.changed],
        "gone": [_drop(known, by=by, at=at) for known in plan.gone],
    }
    for item, known in plan.same:
        _recognise(run.source, known.vacancy, item, at=at, has=known.rows)
    counts = {"added": len(plan.new), "changed": len(plan.changed), "gone": len(plan.gone)}
    run.state, run.applied_at = FeedRunState.APPLIED, at
    summary = _summary(plan, feed, publish=bool(run.outcome.get("publish")), today=selectors.today(at))
    run.outcome = {**summary, "salary_reason": run.outcome.get("salary_reason", ""), "undo": undo}
    run.save(update_fields=["state", "applied_at", "outcome"])
    _log("feed.applied", run, by=by, at=at, data=counts)
    return run


@transaction.atomic
def undo(run: FeedRun, *, by: Membership, at: datetime) -> FeedRun:
    """Put back what this run did, except what people changed since: those are counted in ``outcome["kept"]``.

    Only the source's newest applied run. Raises RunRefused.
    """
    run = _locked(run)
    newest = (
        FeedRun.objects.filter(source=run.source, state=FeedRunState.APPLIED).order_by("-applied_at", "-id").first()
    )
    if newest is None or newest.pk != run.pk:
        raise RunRefused(_("Alleen de laatste doorgevoerde lezing van een bron kan terug."))
    steps = run.outcome["undo"]
    kept = sum(_take_back(one, by=by, at=at) for one in steps["new"])
    back = [one for one in steps["changed"] if not _restore(one, by=by, at=at)]
    back += [one for one in steps["gone"] if not _bring_back(one, by=by, at=at)]
    kept += len(steps["changed"]) + len(steps["gone"]) - len(back)
    run.state, run.undone_at = FeedRunState.UNDONE, at
    run.outcome = {**run.outcome, "kept": kept}
    run.save(update_fields=["state", "undone_at", "outcome"])
    _carry_over(run, back)
    _log("feed.undone", run, by=by, at=at)
    return run


@transaction.atomic
def discard(run: FeedRun, *, by: Membership, at: datetime) -> FeedRun:
    """Let a preview go. A second time changes nothing; one that was done cannot be let go."""
    run = _locked(run)
    if run.state == FeedRunState.PREVIEWED:
        run.state = FeedRunState.DISCARDED
        run.save(update_fields=["state"])
        _log("feed.discarded", run, by=by, at=at)
    return run


def values_of(item: Item) -> Values:
    """Return what a feed may set: only what it tells, and a salary only when there is no doubt about it."""
    texts = {
        name: getattr(item, name)
        for name in ("title", "reference", "department", "description", "city", "postcode", "street", "province",
                     "contract", "remote")
        if getattr(item, name)
    }  # fmt: skip
    found: dict[str, Any] = {**texts}
    if item.closes_on:
        found["closes_on"] = item.closes_on
    if item.opens_on:
        found["opens_on"] = item.opens_on
    if item.minutes_min is not None and item.minutes_max is not None:
        found |= {"week_minutes_min": item.minutes_min, "week_minutes_max": item.minutes_max}
    if item.salary is not None and _tells_salary(item):
        found |= {
            "salary_min_minor": item.salary.low_minor,
            "salary_max_minor": item.salary.high_minor,
            "salary_currency": item.salary.currency,
            "salary_period": item.salary.period,
        }
    return cast(Values, found)


def _source(name: str, *, kind: FeedKind, at: datetime) -> FeedSource:
    source, _created = FeedSource.objects.get_or_create(name=name, defaults={"kind": kind, "created_at": at})
    if source.kind != kind:
        raise RunRefused(_("Er is al een bron met deze naam, van een andere soort. Kies een andere naam."))
    return source


def _known(source: FeedSource) -> tuple[dict[str, int], dict[int, Known]]:
    by_key: dict[str, int] = {}
    rows: dict[int, list[FeedVacancy]] = {}
    for row in FeedVacancy.objects.filter(source=source).select_related("vacancy__profile"):
        by_key[row.external_key] = row.vacancy_id
        rows.setdefault(row.vacancy_id, []).append(row)
    return by_key, {pk: Known(found[0].vacancy, found) for pk, found in rows.items()}


def _add(items: Sequence[Item], run: FeedRun, *, by: Membership, at: datetime) -> list[dict[str, Any]]:
    profiles = {one.name.casefold(): one for one in JobProfile.objects.filter(is_active=True)}
    publish, today = bool(run.outcome.get("publish")), selectors.today(at)
    reason = str(run.outcome.get("salary_reason", ""))
    done = []
    for item in items:
        values = values_of(item)
        values.setdefault("opens_on", min(today, item.closes_on) if item.closes_on else today)
        values["profile"] = profiles.get(item.category.casefold())
        if not _tells_salary(item):
            values["salary_left_out_because"] = reason
        made = vacancies.create(values=values, by=_actor(by), at=at)
        may_be_public = vacancies.has_place(item) and (_tells_salary(item) or reason)
        if publish and may_be_public and not _is_over(item, today=today):
            made = vacancies.publish(made, by=_actor(by), at=at)
        _recognise(run.source, made, item, at=at, has=())
        done.append({"vacancy": made.pk, "version": made.version})
    return done


def _change(item: Item, known: Known, *, by: Membership, at: datetime) -> dict[str, Any]:
    vacancy, hashes = known.vacancy, {row.pk: row.content_hash for row in known.rows}
    found = vacancy.version
    values = values_of(item)
    if vacancy.state == VacancyState.PUBLISHED and _is_over(item, today=selectors.today(at)):
        values.pop("closes_on", None)  # its own date closes it; an open one cannot be given a day that is over
    if (
        "opens_on" in values
        and vacancy.closes_on
        and values["opens_on"] > (values.get("closes_on") or vacancy.closes_on)
    ):
        values.pop("opens_on")
    before = {name: _plain(getattr(vacancy, name)) for name in values}
    changed = vacancies.change(vacancy, values=values, by=_actor(by), at=at)
    was_gone = known.is_gone
    if was_gone and changed.closed_because == ClosedBecause.FEED and not _is_over(item, today=selectors.today(at)):
        changed = vacancies.reopen(changed, by=_actor(by), at=at)
    _recognise(known.rows[0].source, changed, item, at=at, has=known.rows)
    return {
        "vacancy": vacancy.pk, "version": changed.version, "found": found, "before": before, "was_gone": was_gone,
        "hashes": {str(pk): one for pk, one in hashes.items()},
    }  # fmt: skip


def _drop(known: Known, *, by: Membership, at: datetime) -> dict[str, Any]:
    state, found = known.vacancy.state, known.vacancy.version
    closed = known.vacancy
    if state == VacancyState.PUBLISHED:
        closed = vacancies.close(known.vacancy, by=_actor(by), at=at, because=ClosedBecause.FEED)
    FeedVacancy.objects.filter(pk__in=[row.pk for row in known.rows]).update(gone_at=at)
    return {"vacancy": known.vacancy.pk, "version": closed.version, "found": found, "state": state}


def _take_back(done: Mapping[str, Any], *, by: Membership, at: datetime) -> bool:
    """Delete a vacancy that nobody touched; close one that people work with. Tells whether it was kept."""
    vacancy = Vacancy.objects.filter(pk=done["vacancy"]).first()  # unique
    if vacancy is None:
        return False
    FeedVacancy.objects.filter(vacancy=vacancy).delete()
    if vacancy.version == done["version"]:
        try:
            with transaction.atomic():
                vacancy.delete()
                transaction.get_connection().check_constraints()
        except IntegrityError:
            pass  # somebody applied, or a campaign runs for it
        else:
            return False
    if vacancy.state == VacancyState.PUBLISHED:
        vacancies.close(Vacancy.objects.get(pk=done["vacancy"]), by=_actor(by), at=at)
    return True


def _restore(done: Mapping[str, Any], *, by: Membership, at: datetime) -> bool:
    """Put one back as it was; tells whether it was kept, because somebody changed it since."""
    vacancy = Vacancy.objects.filter(pk=done["vacancy"]).first()  # unique
    if vacancy is None or vacancy.version != done["version"]:
        return True
    if done["was_gone"] and vacancy.state == VacancyState.PUBLISHED:
        vacancies.close(vacancy, by=_actor(by), at=at, because=ClosedBecause.FEED)
        FeedVacancy.objects.filter(vacancy=vacancy).update(gone_at=at)
    before = {name: _typed(name, value) for name, value in done["before"].items()}
    vacancies.change(vacancy, values=cast(Values, before), by=_actor(by), at=at)
    FeedVacancy.objects.filter(vacancy=vacancy).exclude(pk__in=[int(pk) for pk in done["hashes"]]).delete()
    for pk, content in done["hashes"].items():
        FeedVacancy.objects.filter(pk=int(pk)).update(content_hash=content)
    return False


def _bring_back(done: Mapping[str, Any], *, by: Membership, at: datetime) -> bool:
    """Put one back as it was; tells whether it was kept, because somebody changed it since."""
    vacancy = Vacancy.objects.filter(pk=done["vacancy"]).first()  # unique
    if vacancy is None or vacancy.version != done["version"]:
        return True
    FeedVacancy.objects.filter(vacancy=vacancy).update(gone_at=None)
    if done["state"] != VacancyState.PUBLISHED:
        return False
    try:
        vacancies.reopen(vacancy, by=_actor(by), at=at)
    except vacancies.VacancyRefused:
        return True  # its last day has passed since
    return False


def _carry_over(undone: FeedRun, back: Sequence[Mapping[str, Any]]) -> None:
    """Let the run before go on recognising what was put back: this undo moved the versions, no person did."""
    applied = FeedRun.objects.filter(source=undone.source, state=FeedRunState.APPLIED).order_by("-applied_at", "-id")
    before = applied.first()
    if before is None:
        return
    found = {one["vacancy"]: one["found"] for one in back}
    now = dict(Vacancy.objects.filter(pk__in=found).values_list("pk", "version"))
    for one in (step for steps in before.outcome["undo"].values() for step in steps):
        if one["vacancy"] in now and one["version"] == found[one["vacancy"]]:
            one["version"] = now[one["vacancy"]]
    before.save(update_fields=["outcome"])


def _recognise(source: FeedSource, vacancy: Vacancy, item: Item, *, at: datetime, has: Sequence[FeedVacancy]) -> None:
    known = {row.external_key for row in has}
    FeedVacancy.objects.filter(pk__in=[row.pk for row in has]).update(
        seen_at=at, gone_at=None, content_hash=item.content_hash
    )
    FeedVacancy.objects.bulk_create(
        FeedVacancy(source=source, vacancy=vacancy, external_key=key, content_hash=item.content_hash, seen_at=at)
        for key in item.keys
        if key not in known
    )


def _summary(plan: Plan, feed: Feed, *, publish: bool, today: date) -> dict[str, Any]:
    """What the page shows, bounded: counts of all, lines of the first few hundred."""
    lines = [
        *({"what": "gone", "line": 0, "title": one.vacancy.title} for one in plan.gone),
        *({"what": "new", **_told(item)} for item in plan.new),
        *({"what": "changed", **_told(item), "fields": _differing(item, one)} for item, one in plan.changed),
    ]
    running = [item for item in plan.new if not _is_over(item, today=today)]
    placed = [item for item in running if vacancies.has_place(item)]
    return {
        "publish": publish,
        "without_place": len(running) - len(placed),
        "without_salary": sum(1 for item in placed if not _tells_salary(item)),
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": len(plan.same),
        "gone": len(plan.gone),
        "doubts": sum(1 for item in feed.items if item.salary and item.salary.doubt),
        "lines": lines[:MOST_LINES],
        "flagged": [_told(item) for item in feed.items if item.salary and item.salary.doubt][:MOST_LINES],
        "problem_count": len(feed.problems),
        "problems": [
            {"line": one.line, "what": one.what, "value": one.value[:80]} for one in feed.problems[:MOST_LINES]
        ],
    }


def _told(item: Item) -> dict[str, Any]:
    doubt = item.salary.doubt if item.salary else ""
    return {"line": item.line, "title": item.title, "doubt": doubt, "salary": item.salary_text}


def _differing(item: Item, known: Known) -> list[str]:
    return sorted(name for name, value in values_of(item).items() if getattr(known.vacancy, name) != value)


def _tells_salary(item: Item) -> bool:
    return item.salary is not None and not item.salary.doubt


def _is_over(item: Item, *, today: date) -> bool:
    return item.closes_on is not None and item.closes_on < today


def _locked(run: FeedRun) -> FeedRun:
    """One run of a source at a time: the source's row is the turnstile."""
    FeedSource.objects.select_for_update().get(pk=run.source_id)
    return FeedRun.objects.select_related("source", "file").get(pk=run.pk)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in {"opens_on", "closes_on"} and value else value


def _actor(member: Membership) -> Actor:
    return Actor.user(member.user_id)


def _log(kind: str, run: FeedRun, *, by: Membership, at: datetime, data: Mapping[str, object] | None = None) -> None:
    log.append(kind, subject=log.Subject("feed_run", run.pk), actor=_actor(by), at=at, data=data)
