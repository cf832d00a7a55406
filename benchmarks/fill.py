"""Fills a database with a made-up register of any size, the same one each time.

Run as `python -m benchmarks.fill --forums 10000 --bodies 1000 --measures 200000` on the database of
DATABASE_URL; or call `fill`. Everything is written by PostgreSQL itself, set by set. Entries are
spread as in life: few forums are known to many bodies, most to one or none.
"""

import argparse
import json
import os
import time
from datetime import UTC, date, datetime, timedelta

# {n} numbers the rows of a set from 1; pick() takes the n-th word of a list by a fixed shuffle.
_SUBJECTS = (
    "benefits", "sick pay", "student loans", "caring for a parent", "council tax", "renting",
    "debt", "pensions", "school places", "autism", "dementia", "cancer", "diabetes", "gardening",
    "cycling", "family history", "immigration", "driving tests", "small business",
    "self assessment",
    "fostering", "hearing loss", "domestic abuse", "allotments", "veterans", "farming", "floods",
    "universal credit", "apprenticeships", "childcare", "divorce", "planning permission",
    "bereavement", "mental health", "money saving", "broadband", "recycling", "dogs", "passports",
    "jury service",
)  # fmt: skip
_PLACES = (
    "Aldmere", "Brackenford", "Caldwick", "Dunmarsh", "Eastholm", "Fennbury", "Garthdale",
    "Hexley", "Inverlaw", "Kestrel Bay", "Llanfair", "Marlow Vale", "Northwold", "Oakhampton",
    "Penrhos", "Ravensby", "Stourley", "Thornwick", "Ullsmere", "Westerby",
)  # fmt: skip
_KINDS = ("Forum", "Circle", "Talk", "Board", "Community", "Exchange", "Network", "Corner")
_ENGINES = ("", "", "", "misago", "discourse", "phpbb", "vanilla", "xenforo", "vbulletin", "own")
_LIVES = ("active", "active", "active", "quiet", "unknown", "unknown", "read_only", "closed")
_BODY_KINDS = (
    "executive_agency", "local_authority", "local_authority", "health_body", "executive_ndpb",
    "ministerial_department", "advisory_ndpb", "tribunal", "other",
)  # fmt: skip
_MEASURE_KINDS = ("registered users", "posts", "threads", "members", "unique visitors")
_ANSWERS = ("welcome", "welcome", "with_conditions", "not_welcome", "no_answer", "held")


class NotEmpty(Exception):
    """The database holds entries that were not made here; it is left as it is."""


def fill(*, forums: int, bodies: int, measures: int, vacuum: bool = True) -> float:
    """Empties the register and fills it with so many entries; the seconds that it took.

    `vacuum`: leaves the tables as PostgreSQL keeps them in time, which no transaction can.
    Raises NotEmpty for a database with entries of anybody else. Django must be set up.
    """
    from django.db import connection, transaction

    from alongside.agreements.models import Agreement
    from alongside.audit.models import Event
    from alongside.bodies import search as bodies_search
    from alongside.bodies.domain import topics
    from alongside.bodies.models import Body, RemitTopic
    from alongside.forums import search as forums_search
    from alongside.forums.models import (
        Board,
        Forum,
        ForumAlias,
        ForumTopic,
        Listing,
        Measure,
        OfficialAccount,
        Verification,
    )
    from alongside.plans.models import Objective, PlanVersion

    _check_ours()
    begun = time.perf_counter()
    topic_codes, topic_labels = list(topics.TOPICS), list(topics.TOPICS.values())
    # A forum's body: bodies with low numbers have many forums; three forums of four have none.
    some_forum = f"(n * 7919) %% {forums} + 1"
    some_body = f"(power(shuffled(n, 5) / 1e6, 3) * {bodies - 1})::int + 1"
    # One body takes part as much in a large register as in a small one, to compare its page.
    forum_of, body_of = (
        f"CASE WHEN n <= {_OF_SAME} THEN n ELSE {some_forum} END",
        f"CASE WHEN n <= {_OF_SAME} THEN {_SAME}"
        f" WHEN {some_body} = {_SAME} THEN {_SAME} + 1 ELSE {some_body} END",
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        cursor.execute("TRUNCATE forums_forum, bodies_body, audit_event RESTART IDENTITY CASCADE")
        _write(cursor, Body, bodies, {
            "id": "n",
            "slug": "'body-' || n",
            "name": f"pick(n, 1, {_array(_PLACES)}) || ' Office for ' ||"
                    f" initcap(pick(n, 2, {_array(_SUBJECTS)})) || ' ' || n",
            "acronym": "'B' || n",
            "kind": f"pick(n, 3, {_array(_BODY_KINDS)})",
            "parent_id": "CASE WHEN n > 10 AND n %% 3 > 0 THEN n %% 10 + 1 END",
            "jurisdiction": f"pick(n, 4, {_array(('GB', 'GB', 'GB-ENG', 'GB-WLS', 'GB-SCT'))})",
            "remit": f"'Responsible for ' || pick(n, 2, {_array(_SUBJECTS)}) || ' and '"
                     f" || pick(n, 5, {_array(_SUBJECTS)}) || ' in '"
                     f" || pick(n, 1, {_array(_PLACES)})",
            "website": "'https://www.body-' || n || '.example'",
            "closed_how": "CASE WHEN n %% 20 = 19 THEN 'merged' ELSE '' END",
        })  # fmt: skip
        _write(cursor, RemitTopic, bodies * 2, {
            "body_id": f"(n - 1) %% {bodies} + 1",
            "scheme": _text(topics.SCHEME),
            "code": f"pick((n - 1) %% {bodies} + 1, 0, {_array(topic_codes)},"
                    f" (n - 1) / {bodies})",
            "label": f"pick((n - 1) %% {bodies} + 1, 0, {_array(topic_labels)},"
                     f" (n - 1) / {bodies})",
        })  # fmt: skip
        _write(cursor, Forum, forums, {
            "id": "n",
            "slug": "'forum-' || n",
            "name": f"pick(n, 1, {_array(_PLACES)}) || ' ' ||"
                    f" initcap(pick(n, 2, {_array(_SUBJECTS)})) || ' '"
                    f" || pick(n, 3, {_array(_KINDS)}) || ' ' || n",
            "address": "'https://forum-' || n || '.example'",
            "operator_name": f"pick(n, 4, {_array(_PLACES)}) || ' Press'",
            "subject": f"pick(n, 2, {_array(_SUBJECTS)}) || ' and '"
                       f" || pick(n, 5, {_array(_SUBJECTS)})",
            "description": f"'Members help each other with ' || pick(n, 6, {_array(_SUBJECTS)})"
                           f" || ', and talk about ' || pick(n, 7, {_array(_SUBJECTS)}) || '.'",
            "area": f"pick(n, 1, {_array(_PLACES)})",
            "languages": "CASE WHEN n %% 17 = 0 THEN '[\"en\", \"cy\"]'"
                         " WHEN n %% 3 = 0 THEN '[]' ELSE '[\"en\"]' END::jsonb",
            "engine": f"pick(n, 8, {_array(_ENGINES)})",
            "life": f"pick(n, 9, {_array(_LIVES)})",
            "added_at": "timestamptz '2026-01-01' + n %% 300 * interval '1 day'",
            "size": "round(exp(shuffled(n, 10) / 1e6 * 9 + 4)::numeric, 0)",
        })  # fmt: skip
        _write(cursor, ForumAlias, forums, {
            "forum_id": "n",
            "place": "'forum-' || n || '.example'",
            "address": "'https://forum-' || n || '.example'",
            "kind": "'own'",
            "noted_at": "timestamptz '2026-01-01'",
        })  # fmt: skip
        _write(cursor, ForumTopic, forums, {
            "forum_id": "n",
            "scheme": _text(topics.SCHEME),
            "code": f"pick(n, 11, {_array(topic_codes)})",
            "label": f"pick(n, 11, {_array(topic_labels)})",
        })  # fmt: skip
        _write(cursor, Board, forums * 3, {
            "forum_id": f"(n - 1) %% {forums} + 1",
            "external_id": "n::text",
            "name": f"initcap(pick(n, 12, {_array(_SUBJECTS)}))",
        })  # fmt: skip
        _write(cursor, Measure, measures, {
            "forum_id": f"(n - 1) %% {forums} + 1",
            "kind": f"pick(n, 13, {_array(_MEASURE_KINDS)})",
            "value": "round(exp(shuffled(n, 10) / 1e6 * 9 + 4)::numeric, 0)",
            "unit": "'of them'",
            "method": "'shown'",
            "asserted_by": "'the front page'",
            "source": "'front page, visit ' || n",
            "dated": f"to_char(date '2026-10-01' - (n - 1) / {forums} * 7, 'YYYY-MM-DD')",
            "recorded_at": "timestamptz '2026-10-01'",
        })  # fmt: skip
        _write(cursor, Listing, forums // 2, {
            "forum_id": forum_of,
            "body_id": body_of,
            "reason": "'Most questions about our work are asked here.'",
            "listed_on": "date '2026-02-01' + n %% 200",
        })  # fmt: skip
        _write(cursor, Agreement, forums // 5, {
            "public_id": "'a' || n",
            "forum_id": forum_of,
            "body_id": body_of,
            "answer": f"pick(n, 14, {_array(_ANSWERS)})",
            "answered_on": "date '2026-03-01' + n %% 100",
            "valid_from": "date '2026-03-01' + n %% 100",
            "models_allowed": "ARRAY['open_answering']",
            "evidence": "'Asked by letter.'",
            "recorded_by": "'lead'",
            "recorded_at": "timestamptz '2026-03-01'",
        })  # fmt: skip
        _write(cursor, OfficialAccount, forums // 10, {
            "public_id": "'k' || n",
            "forum_id": forum_of,
            "body_id": body_of,
            "handle": "'AldmereOfficial' || n",
            "profile_address": "'https://forum.example/u/' || n",
            "opened_at": "timestamptz '2026-03-01'",
        })  # fmt: skip
        _write(cursor, Verification, forums // 5, {
            "account_id": f"(n - 1) %% {forums // 10} + 1",
            "direction": "CASE n %% 2 WHEN 0 THEN 'links_back' ELSE 'body_names_it' END",
            "found": "n %% 5 > 0",
            "how": "'machine'",
            "address": "'https://body.example/forums'",
            "checked_at": "timestamptz '2026-09-01'",
        })  # fmt: skip
        _write(cursor, PlanVersion, bodies // 4, {
            "id": "n",
            "body_id": "n",
            "title": "'Taking part'",
            "goal": "'Questions are answered where they are asked.'",
            "disclosure": "'We say who we are.'",
            "review_on": "date '2026-12-01' + n %% 200",
            "drafted_at": "timestamptz '2026-03-01'",
        })  # fmt: skip
        _write(cursor, Objective, bodies // 4 * 4, {
            "version_id": f"(n - 1) %% {max(bodies // 4, 1)} + 1",
            "forum_id": some_forum,
            "model": "'open_answering'",
            "statement": "'Answer questions about our work.'",
        })  # fmt: skip
        _publish_plans()
        _write(cursor, Event, forums * 2, {
            "kind": "CASE n %% 2 WHEN 0 THEN 'forum.updated' ELSE 'measure.recorded' END",
            "actor": "'lead'",
            "subject": f"'forum:forum-' || (n - 1) %% {forums} + 1",
            "at": "timestamptz '2026-03-01' + n * interval '1 minute'",
            "details": f"jsonb_build_object('name', 'Forum ' || (n - 1) %% {forums} + 1,"
                       " 'changes', jsonb_build_object('area', jsonb_build_array('', 'Aldmere')))",
            "is_public": "true",
        })  # fmt: skip
        bodies_search.refresh_search()
        forums_search.refresh_search()
    if vacuum:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return time.perf_counter() - begun


# The same shuffle each time: a number from 0 to 999,999 of the row and of what it is for.
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION pg_temp.shuffled(n bigint, what int) RETURNS bigint
LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(n, what::bigint) & 9223372036854775807) %% 1000000 $$;
CREATE OR REPLACE FUNCTION pg_temp.pick(n bigint, what int, words text[], further bigint DEFAULT 0)
RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT words[
  1 + (((hashint8extended(n, what::bigint) & 9223372036854775807) %% 1000000 + further)
  %% cardinality(words))::int] $$;
""".replace("%%", "%")

# The body whose page is compared, and how many forums it lists, has asked and writes in.
_SAME, _OF_SAME = 7, 5


def _publish_plans() -> None:
    """The first version of each plan with its document, as publishing it would have written."""
    from alongside.plans.domain import documents
    from alongside.plans.drafts import document_of
    from alongside.plans.models import PlanVersion

    drafts = PlanVersion.objects.select_related("body").prefetch_related("objectives__forum")
    for draft in drafts.order_by("pk"):
        draft.number = 1
        draft.effective_from = date(2026, 4, 1)
        draft.published_by = "lead"
        draft.published_at = datetime(2026, 3, 20, tzinfo=UTC) + timedelta(hours=draft.pk % 100)
        document = document_of(draft, list(draft.objectives.all()), [], [])
        draft.document = documents.canonical(document)
        draft.sha256 = documents.fingerprint(draft.document)
        draft.save()


def _check_ours() -> None:
    from alongside.bodies.models import Body
    from alongside.forums.models import Forum

    for model, slug in ((Forum, r"^forum-\d+$"), (Body, r"^body-\d+$")):
        if model.objects.exclude(slug__regex=slug).exists():
            raise NotEmpty("This database holds entries of somebody else. Name an empty one.")


def _write(cursor, model, count: int, values: dict[str, str]) -> None:
    """So many rows; a column without an expression gets its field's default."""
    expressions = dict(values)
    params: list[object] = []
    for field in model._meta.concrete_fields:
        if field.column in expressions or field.primary_key or field.generated:
            continue
        default = field.get_default()
        if field.get_internal_type() == "JSONField":
            default = json.dumps(field.get_default())
        expressions[field.column] = "%s"
        params.append(default)
    columns = ", ".join(f'"{name}"' for name in expressions)
    chosen = ", ".join(
        text.replace("pick(", "pg_temp.pick(").replace("shuffled(", "pg_temp.shuffled(")
        for text in expressions.values()
    )
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({columns})"
        f" SELECT {chosen} FROM generate_series(1, {count}) AS n ON CONFLICT DO NOTHING",
        params,
    )
    if "id" in values:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), %s)",
            [max(count, 1)],
        )


def _text(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def _array(words) -> str:
    return f"ARRAY[{', '.join(map(_text, words))}]"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings")
    import django

    django.setup()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forums", type=int, default=10_000)
    parser.add_argument("--bodies", type=int, default=1_000)
    parser.add_argument("--measures", type=int, default=200_000)
    asked = parser.parse_args()
    seconds = fill(forums=asked.forums, bodies=asked.bodies, measures=asked.measures)
    print(f"Filled in {seconds:.0f} seconds.")


if __name__ == "__main__":
    main()
