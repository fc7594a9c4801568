"""Vacancies, campaigns and applications by the hundred thousand, made by the database itself. Runs as the owner, walls lifted.

Two years up to ``at``. An organisation has the same vacancies, campaigns and days of reports whatever its size; only the people,
and what happened to them, grow. Counters are summed from the same rows, so that a recount finds no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from recruit_platform.core.log.tallies import TOGETHER

VACANCIES, OPEN = 200, 30
STAGES, PROFILES, ACCOUNTS, CAMPAIGNS, CHANNELS = 6, 8, 3, 6, 18
REPORT_DAYS = 180
_COUNTED = (
    "core_event", "calendar_app_jobprofile", "calendar_app_vacancy", "campaigns_channelaccount", "campaigns_campaign",
    "campaigns_campaignchannel", "campaigns_trackedlink", "talentpool_stage", "talentpool_consenttext", "talentpool_candidate",
    "talentpool_application",
)  # fmt: skip
_KINDS = "ARRAY['new', 'contacted', 'interview', 'offer', 'hired', 'ended']"
_DAY = "AT TIME ZONE 'Europe/Amsterdam')::date"
_MOVES = "fill_application a CROSS JOIN LATERAL generate_series(1, a.level) k"

# The plan of every application, from which all tables are filled: whose, for which vacancy, how far it came and when. A step of
# the funnel is reached each ``step``; ``level`` 0 is new, 4 hired. :name is a number known beforehand (a table's name: its
# highest id before), ``h`` the place of the organisation among those that are filled.
_PLAN = f"""
CREATE TEMPORARY TABLE fill_application AS
SELECT :application + f.before + n AS id, f.o, f.h, f.member, n, p.chance,
       :candidate + f.before + n - (n % 8 = 0)::int AS candidate_id,
       CASE WHEN n % 50 > 0 THEN :vacancy + f.h * :vacancies + 1 + p.place END AS vacancy_id,
       CASE WHEN n % 5 < 3 THEN :link + f.h * {CHANNELS} + 1 + n % {CHANNELS} END AS link_id,
       p.submitted_at, l.level, p.share <= 0.97 AND p.chance >= 5 OR p.chance >= 85 AS is_ended,
       least(interval '1 day' * (1 + p.chance % 4), (:at - p.submitted_at) / 6) AS step
  FROM fill_house f CROSS JOIN LATERAL generate_series(1, f.applications) n
 CROSS JOIN LATERAL (SELECT s.share, (hashint4(n) & 65535) % 100 AS chance,
                            :at - (1 - s.share) * interval '730 days' - interval '1 minute' AS submitted_at,
                            CASE WHEN s.share > 0.9 THEN n % :open
                                 ELSE :open + (floor(s.share / 0.9 * (:vacancies - :open))::int + n % 4) % (:vacancies - :open)
                            END AS place
                       FROM (SELECT n::float / f.applications AS share) s) p
 CROSS JOIN LATERAL (SELECT CASE WHEN p.share > 0.97 THEN (CASE WHEN p.chance < 40 THEN 0 WHEN p.chance < 65 THEN 1
                                                       WHEN p.chance < 80 THEN 2 WHEN p.chance < 85 THEN 3 ELSE n % 2 END)
                                 WHEN p.chance < 3 THEN 4 WHEN p.chance < 5 THEN 1 + n % 3
                                 ELSE (ARRAY[0, 0, 1, 1, 2])[1 + n % 5] END AS level) l
"""

_HIRED = """
CREATE TEMPORARY TABLE fill_hired AS
SELECT vacancy_id, count(*) AS hired FROM fill_application WHERE level = 4 GROUP BY vacancy_id
"""

_FILLS = (
    # The work: profiles, vacancies, facts
    """INSERT INTO core_organisationsettings (organisation_id, time_zone, region, language, english_on, brand_colour, font,
    corner_radius, mfa_required, is_demo, demo_year_is_due, version) SELECT o, 'Europe/Amsterdam', 'midden', 'nl', true,
    '#4338ca', 'figtree', 8, false, false, false, 1 FROM fill_house ON CONFLICT DO NOTHING""",
    f"""INSERT INTO calendar_app_jobprofile (id, organisation_id, public_id, name, family, is_active, created_at) SELECT
    :profile + h * {PROFILES} + n, o, gen_random_uuid(), 'Functie ' || n, '', true, :at - interval '800 days' FROM
    fill_house, generate_series(1, {PROFILES}) n""",
    f"""INSERT INTO calendar_app_vacancy (id, organisation_id, public_id, profile_id, recruiter_id, reference, title,
    department, summary, description, state, opens_on, closes_on, start_by_on, positions, hired, created_at, changed_at,
    opened_at, closed_at, closed_because, version, salary_min_minor, salary_max_minor, salary_currency, salary_period,
    salary_scale, salary_left_out_because, week_minutes_min, week_minutes_max, street, postcode, city, province, contract,
    remote, company_car) SELECT :vacancy + f.h * :vacancies + n, f.o, gen_random_uuid(), :profile + f.h * {PROFILES} + 1 +
    n % {PROFILES}, f.member, 'V' || n, 'Functie ' || 1 + n % 8 || ', locatie ' || n, '', 'Werk dat telt.',
    repeat('Wat je doet. ', 40), CASE WHEN n <= :open THEN 'published' ELSE 'closed' END, v.opens_on, v.closes_on,
    v.closes_on, greatest(2, v.hired), v.hired, v.opens_on, v.opens_on, v.opens_on, CASE WHEN n > :open THEN v.closes_on
    END, CASE WHEN n > :open THEN 'date' ELSE '' END, 1, 280000, 390000, 'EUR', 'month', '', '', 1440, 2160,
    'Dorpsstraat ' || n, '3511 AB', (ARRAY['Utrecht', 'Zeist', 'Amersfoort', 'Houten'])[1 + n % 4], 'Utrecht',
    'permanent', 'no', 'no' FROM fill_house f CROSS JOIN generate_series(1, :vacancies) n CROSS JOIN LATERAL (SELECT CASE
    WHEN n <= :open THEN :today - 20 - n ELSE :today - 780 + 3 * (n - :open) END AS opens_on, CASE WHEN n <= :open THEN
    :today + 20 + n ELSE :today - 700 + 3 * (n - :open) END AS closes_on, coalesce((SELECT t.hired FROM fill_hired t WHERE
    t.vacancy_id = :vacancy + f.h * :vacancies + n), 0) AS hired) v""",
    """INSERT INTO calendar_app_vacancyfact (organisation_id, vacancy_id, label, answer, text_nl, text_en, changed_at) SELECT
    f.o, :vacancy + f.h * :vacancies + n, label, '', 'Woorden over ' || label, 'Words about ' || label, :at FROM
    fill_house f, generate_series(1, :vacancies) n, unnest(ARRAY['schedule', 'travel_allowance', 'requirements',
    'experience', 'benefits', 'job_content']) label""",
    # Campaigns, their ledger and what the networks reported
    f"""INSERT INTO campaigns_channelaccount (id, organisation_id, public_id, network, name, mode, currency, time_zone,
    is_active, created_at) SELECT :account + h * {ACCOUNTS} + n, o, gen_random_uuid(), (ARRAY['google', 'meta',
    'linkedin'])[n], 'Account ' || n, 'sandbox', 'EUR', 'Europe/Amsterdam', true, :at FROM fill_house, generate_series(1,
    {ACCOUNTS}) n""",
    f"""INSERT INTO campaigns_campaign (id, organisation_id, public_id, name, kind, goal, goal_count, profile_id, strategy,
    budget_minor, committed_minor, overspent_minor, currency, starts_on, ends_on, state, autonomy, made_by_id, created_at,
    changed_at, version) SELECT :campaign + h * {CAMPAIGNS} + n, o, gen_random_uuid(), 'Campagne ' || n, 'always_on',
    'applications', 100, :profile + h * {PROFILES} + n, '', 3000000, 3 * days * 2500, 0, 'EUR', :today - {REPORT_DAYS},
    :today + {REPORT_DAYS}, 'running', 'propose', member, :at, :at, 1 FROM fill_house, generate_series(1, {CAMPAIGNS}) n""",
    f"""INSERT INTO campaigns_campaignchannel (id, organisation_id, public_id, campaign_id, account_id, external_id, weight,
    daily_min_minor, is_on, alarm) SELECT :channel + h * {CHANNELS} + n, o, gen_random_uuid(), :campaign + h * {CAMPAIGNS}
    + 1 + (n - 1) / 3, :account + h * {ACCOUNTS} + 1 + n % 3, 'x' || n, 1, 0, true, '' FROM fill_house, generate_series(1,
    {CHANNELS}) n""",
    f"""INSERT INTO campaigns_ledgerentry (organisation_id, campaign_id, channel_id, day, kind, step, amount_minor, cause,
    reasons, at) SELECT o, :campaign + h * {CAMPAIGNS} + 1 + (n - 1) / 3, :channel + h * {CHANNELS} + n, :today - d,
    'reserve', 0, 2500, 'tick', '[]', :at - d * interval '1 day' FROM fill_house, generate_series(1, {CHANNELS}) n,
    generate_series(1, days) d""",
    f"""INSERT INTO campaigns_reportrow (organisation_id, account_id, channel_id, identity, version, is_current,
    first_on, last_on, external_id, campaign_name, spend_minor, original_currency, impressions, clicks, at) SELECT
    o, :account + h * {ACCOUNTS} + 1 + n % 3, :channel + h * {CHANNELS} + n, 'c' || n, 1, true, :today - d, :today -
    d, 'x' || n, 'Campagne', 2200 + d, '', 4000 + n, 90 + n, :at - d * interval '1 day' FROM fill_house,
    generate_series(1, {CHANNELS}) n, generate_series(1, days) d""",
    f"""INSERT INTO campaigns_trackedlink (id, organisation_id, public_id, code, label, campaign_id, channel_id, source,
    medium, content, is_active, created_at) SELECT :link + h * {CHANNELS} + n, o, gen_random_uuid(), 'l' || n,
    'Advertentie ' || n, :campaign + h * {CAMPAIGNS} + 1 + (n - 1) / 3, :channel + h * {CHANNELS} + n, (ARRAY['google',
    'meta', 'linkedin'])[1 + n % 3], '', '', true, :at FROM fill_house, generate_series(1, {CHANNELS}) n""",
    # People, and how far they came
    f"""INSERT INTO talentpool_stage (id, organisation_id, public_id, name, kind, position, ideal_hours, at_most_hours,
    is_active) SELECT :stage + h * {STAGES} + n, o, gen_random_uuid(), initcap(({_KINDS})[n]), ({_KINDS})[n], n, CASE WHEN
    n < 5 THEN 8 END, CASE WHEN n < 5 THEN 16 END, true FROM fill_house, generate_series(1, {STAGES}) n""",
    """INSERT INTO talentpool_consenttext (id, organisation_id, purpose, version, text_nl, text_en, months, created_at)
    SELECT :text + h + 1, o, 'pool', 1, 'Bewaar mijn gegevens.', '', 12, :at FROM fill_house""",
    """INSERT INTO talentpool_candidate (id, organisation_id, public_id, first_name, last_name, name_key, last_key, email,
    email_key, phone, phone_key, city, availability, language, created_at, changed_at, last_human_contact_at, version)
    SELECT :candidate + before + n, o, gen_random_uuid(), first, last, lower(first || ' ' || last), lower(last || ' ' ||
    first), lower(first) || n || '@voorbeeld.example', lower(first) || n || '@voorbeeld.example', '06 1' || lpad(n::text,
    7, '0'), '+3161' || lpad(n::text, 7, '0'), 'Utrecht', '', 'nl', submitted_at, submitted_at, CASE WHEN level > 0 THEN
    submitted_at + step END, 1 FROM fill_application JOIN fill_house USING (o, h, member) CROSS JOIN LATERAL (SELECT
    (ARRAY['Noor', 'Sem', 'Fatima', 'Daan', 'Emma', 'Youssef', 'Sanne', 'Bram', 'Aylin', 'Lotte', 'Milan', 'Zoë', 'Thijs',
    'Iris', 'Omar', 'Eva', 'Ruben', 'Jasmijn', 'Kevin', 'Marieke'])[1 + hashint4(n * 3) % 20 * sign(hashint4(n * 3))::int]
    AS first, (ARRAY['Boer', 'Dijk', 'Veen', 'Molen', 'Hoek', 'Berk', 'Linde', 'Zand', 'Wester', 'Ooster', 'Noord',
    'Zuider', 'Kamp', 'Haan', 'Vos', 'Smit', 'Kuiper', 'Bakker', 'Visser', 'Jansen'])[1 + n % 20] || (ARRAY['stra', 'ma',
    'mans', 'huis', 'hof', 'kamp', 'veld', 'hoven', 'weg', 'brink', 'berg', 'poort', 'laar', 'ing', 'er', 'sen', 'ink',
    'burg', 'meer', ''])[1 + n / 20 % 20] AS last) names ORDER BY id""",
    f"""INSERT INTO talentpool_application (id, organisation_id, public_id, reference, form_key, candidate_id, vacancy_id,
    stage_id, stage_kind, stage_since, submitted_at, first_link_id, last_link_id, source, language, motivation, answers,
    is_qualified, first_contact_at, ended_at, ended_by, end_reason, end_note, link_version, version) SELECT id, o,
    gen_random_uuid(), 'WB-' || substr(lpad(n::text, 8, '0'), 1, 4) || '-' || substr(lpad(n::text, 8, '0'), 5),
    md5(n::text), candidate_id, vacancy_id, :stage + h * {STAGES} + place, ({_KINDS})[place], submitted_at + (level +
    is_ended::int) * step, submitted_at, link_id, link_id, '', 'nl', repeat('Ik werk graag. ', 10), '{{}}', CASE WHEN
    level > 1 THEN true END, CASE WHEN level > 0 THEN submitted_at + step END, CASE WHEN is_ended THEN submitted_at +
    (level + 1) * step END, CASE WHEN is_ended THEN 'us' ELSE '' END, CASE WHEN is_ended THEN 'other_candidate' ELSE ''
    END, '', 1, 1 FROM fill_application CROSS JOIN LATERAL (SELECT CASE WHEN is_ended THEN 6 ELSE level + 1 END AS place)
    p ORDER BY id""",
    f"""INSERT INTO talentpool_stagechange (organisation_id, application_id, from_stage_id, to_stage_id, from_kind, to_kind,
    by_id, at) SELECT o, a.id, CASE WHEN k > 0 THEN :stage + h * {STAGES} + least(k, level + 1) END, :stage + h * {STAGES}
    + place, CASE WHEN k > 0 THEN ({_KINDS})[least(k, level + 1)] ELSE '' END, ({_KINDS})[place], CASE WHEN k > 0 THEN
    member END, submitted_at + k * step FROM fill_application a CROSS JOIN LATERAL generate_series(0, level +
    is_ended::int) k CROSS JOIN LATERAL (SELECT CASE WHEN k > level THEN 6 ELSE k + 1 END AS place) p ORDER BY a.id, k""",
    """INSERT INTO talentpool_callback (organisation_id, public_id, application_id, assigned_to_id, opened_at, ideal_at,
    due_at, attempts, waits_for_candidate_since, ended_at, "end", in_time) SELECT o, gen_random_uuid(), id, member,
    submitted_at, submitted_at + interval '1 day', submitted_at + interval '2 days', 0, CASE WHEN level = 0 AND NOT
    is_ended AND chance % 10 < 7 THEN submitted_at + step END, CASE WHEN level > 0 OR is_ended THEN submitted_at + step
    END, CASE WHEN level > 0 THEN 'contact' WHEN is_ended THEN 'ended' ELSE '' END, CASE WHEN step > interval '2 days' AND
    (level > 0 OR is_ended) THEN false WHEN level > 0 THEN true END FROM fill_application ORDER BY id""",
    """INSERT INTO talentpool_call (organisation_id, public_id, candidate_id, application_id, outcome, note, by_id, at)
    SELECT o, gen_random_uuid(), candidate_id, id, CASE WHEN level > 0 THEN 'spoke' ELSE 'no_answer' END, '', member,
    submitted_at + step FROM fill_application WHERE level > 0 OR n % 3 = 0 ORDER BY id""",
    """INSERT INTO talentpool_interview (organisation_id, public_id, application_id, host_id, state, place, starts_at,
    ends_at, sequence, created_at) SELECT o, gen_random_uuid(), id, member, CASE WHEN is_ended THEN 'held' ELSE 'planned'
    END, 'Kantoor', starts_at, starts_at + interval '1 hour', 0, submitted_at FROM fill_application CROSS JOIN LATERAL
    (SELECT CASE WHEN is_ended THEN submitted_at + 2 * step ELSE :at + (n % 14) * interval '1 day' END AS starts_at) t
    WHERE level = 2 ORDER BY id""",
    """INSERT INTO talentpool_consent (organisation_id, public_id, candidate_id, text_id, source, given_at, ends_at) SELECT
    o, gen_random_uuid(), id - :application + :candidate, :text + h + 1, 'application', submitted_at, submitted_at +
    interval '365 days' FROM fill_application WHERE n % 2 = 0 ORDER BY id""",
    f"""INSERT INTO campaigns_outcome (organisation_id, application_id, kind, first_link_id, last_link_id, vacancy_id,
    applied_on, day, at) SELECT o, a.id, CASE WHEN k > level THEN 'ended' WHEN k = 0 THEN 'applied' ELSE ({_KINDS})[k + 1]
    END, link_id, link_id, vacancy_id, (submitted_at {_DAY}, ((submitted_at + k * step) {_DAY}, submitted_at + k * step
    FROM fill_application a CROSS JOIN LATERAL generate_series(0, level + is_ended::int) k ORDER BY a.id, k""",
    # What happened, and the counters
    f"""INSERT INTO core_event (organisation_id, kind, at, actor_kind, actor_id, subject_kind, subject_id, data) SELECT o,
    'application.' || CASE WHEN k = 0 THEN 'received' WHEN k > level THEN 'ended' ELSE 'moved' END, submitted_at + k *
    step, CASE WHEN k = 0 THEN 'candidate' ELSE 'user' END, CASE WHEN k = 0 THEN candidate_id ELSE by_user END,
    'application', a.id, jsonb_build_object('candidate', candidate_id, 'vacancy', vacancy_id) || CASE WHEN k = 0 THEN
    jsonb_build_object('link', link_id) WHEN k > level THEN jsonb_build_object('from', ({_KINDS})[k], 'ended_by', 'us',
    'reason', 'other_candidate') ELSE jsonb_build_object('from', ({_KINDS})[k], 'to', ({_KINDS})[k + 1], 'from_stage',
    :stage + h * {STAGES} + k, 'to_stage', :stage + h * {STAGES} + k + 1) END FROM fill_application a JOIN fill_house
    USING (o, h, member) CROSS JOIN LATERAL generate_series(0, level + is_ended::int) k ORDER BY submitted_at + k * step,
    a.id""",
    f"""INSERT INTO core_tally (organisation_id, kind, subject_id, day, n) SELECT o, kind, coalesce(vacancy_id, 0), day,
    sum(n) FROM (SELECT o, 'funnel.applied' AS kind, vacancy_id, (submitted_at {_DAY} AS day, 1 AS n FROM fill_application
    UNION ALL SELECT o, 'funnel.started', vacancy_id, (submitted_at {_DAY}, 2 FROM fill_application UNION ALL SELECT o,
    'funnel.visit', :vacancy + h * :vacancies + n, :today - d, 12 FROM fill_house, generate_series(1, :open) n,
    generate_series(0, 20) d UNION ALL SELECT o, 'funnel.visit', vacancy_id, (submitted_at {_DAY}, 12 FROM
    fill_application UNION ALL SELECT o, 'funnel.' || ({_KINDS})[k + 1], vacancy_id, ((submitted_at + k * step) {_DAY}, 1
    FROM {_MOVES} UNION ALL SELECT o, CASE WHEN step > interval '2 days' THEN 'call.late' ELSE 'call.in_time' END,
    vacancy_id, ((submitted_at + step) {_DAY}, 1 FROM fill_application WHERE level > 0 OR (is_ended AND step > interval
    '2 days')) counted GROUP BY 1, 2, 3, 4""",
    f"""INSERT INTO core_tally (organisation_id, kind, subject_id, day, n) SELECT organisation_id, kind, {TOGETHER}, day,
    sum(n) FROM core_tally WHERE organisation_id IN (SELECT o FROM fill_house) GROUP BY 1, 2, 4""",
)

_REFERENCES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE contype = 'f' AND conrelid = ANY (%s::regclass[]) ORDER BY 1, 2
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
 WHERE indrelid = ANY (%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = indexrelid) ORDER BY 1
"""


def fill(applications: Mapping[int, int], *, at: datetime, vacancies: int = VACANCIES) -> None:
    """Give each organisation (by id) so many applications with all around them. Each needs a member; walls lifted by the caller.

    About 12 rows an application; a million takes minutes. ``vacancies`` are per organisation, one in seven of them open.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.fill_house, pg_temp.fill_application, pg_temp.fill_hired")
        cursor.execute(
            "CREATE TEMPORARY TABLE fill_house AS SELECT o, h - 1 AS h, a AS applications, "
            "(sum(a) OVER (ORDER BY h) - a)::bigint AS before, least(%s, a / 10) AS days, m.id AS member, m.user_id AS by_user "
            "FROM unnest(%s::bigint[], %s::int[]) WITH ORDINALITY AS f (o, a, h) CROSS JOIN LATERAL (SELECT id, user_id FROM "
            "core_membership c WHERE c.organisation_id = o ORDER BY role = 'recruiter' DESC, id LIMIT 1) m",
            [REPORT_DAYS, list(applications), list(applications.values())],
        )
        places = _places(at=at, vacancies=vacancies)
        for statement in (_PLAN, "ANALYZE fill_application", _HIRED):
            cursor.execute(_placed(statement, places))
        with _checked_together(sorted(set(re.findall(r"INSERT INTO (\w+)", " ".join(_FILLS))))):
            for statement in _FILLS:
                cursor.execute(_placed(statement, places))
        for table in _COUNTED:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))"
            )
        cursor.execute("DROP TABLE fill_house, fill_application, fill_hired")


@contextmanager
def _checked_together(tables: Sequence[str]) -> Iterator[None]:
    """Foreign keys and indexes taken off for the block and put back, checked for all rows at once instead of row by row."""
    with connection.cursor() as cursor:
        cursor.execute(_REFERENCES, [list(tables)])
        references = cursor.fetchall()
        cursor.execute(_INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for table, name, _definition in references:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        try:
            yield
        finally:
            for _name, definition in indexes:
                cursor.execute(definition)
            for table, name, definition in references:
                cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _places(*, at: datetime, vacancies: int) -> dict[str, str]:
    named = {
        "profile": "calendar_app_jobprofile",
        "vacancy": "calendar_app_vacancy",
        "account": "campaigns_channelaccount",
        "campaign": "campaigns_campaign",
        "channel": "campaigns_campaignchannel",
        "link": "campaigns_trackedlink",
        "stage": "talentpool_stage",
        "text": "talentpool_consenttext",
        "candidate": "talentpool_candidate",
        "application": "talentpool_application",
    }
    places = {
        "at": f"timestamptz '{at.isoformat()}'",
        "today": f"date '{at.date().isoformat()}'",
        "vacancies": str(vacancies),
        "open": str(max(2, vacancies * OPEN // VACANCIES)),
    }
    with connection.cursor() as asked:
        for name, table in named.items():
            asked.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
            places[name] = str(asked.fetchone()[0])
    return places


def _placed(statement: str, places: Mapping[str, str]) -> str:
    """Fill in the numbers; a statement that gives ids of its own says so."""
    with_ids = re.sub(r"^(INSERT INTO \w+ \(id,[^)]*\))", r"\1 OVERRIDING SYSTEM VALUE", statement)
    return re.sub(r"(?<!:):([a-z]+)\b", lambda match: places[match[1]], with_ids)
