"""What a decision of the policy costs, against the page that asks for it.

Run as `python -m benchmarks.policy`. A reply waits for its second reader; its page in the workspace
is asked for, and the policy's decision on approving and on sending it is taken, by turns in one
process. Goals: a decision asks the database nothing, and takes at most 0.05 times as long as the
page. What it adds to its database is taken back.
"""

import argparse
import json
import os
import statistics
import time

from benchmarks import place

RATIO = 0.05
DECISIONS = 2_000  # taken together, for one is too short to be measured


def measure(rounds: int) -> dict[str, object]:
    os.environ.update(place.database("benchmark_policy"))
    place.prepare(dict(os.environ))
    os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.settings"
    os.environ["ALONGSIDE_SECOND_FACTOR"] = "no"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from alongside.core import clock
    from alongside.periods.models import RestrictedPeriod
    from alongside.plans import queries as plans
    from alongside.plans.domain import policy
    from tests import factories

    clock.now = lambda: factories.NOON
    with transaction.atomic():
        whole = factories.line(
            agreement={"posts_per_day": 5, "board_ids": ["1", "2", "3"]},
            plan={"working_hours": ["Mo-Fr 09:00-17:00", "Sa 10:00-12:00"], "peers_first_hours": 2},
        )
        whole.body.jurisdiction = "GB"
        whole.body.save()
        factories.PeriodFactory(factual=True)
        factories.PeriodFactory(jurisdiction="GB-WLS")
        reply = whole.reply(in_review=True)
        client = Client()
        client.force_login(whole.reader.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        address = f"/workspace/replies/{reply.public_id}/"
        situation = plans.situation_of(
            forum=whole.forum,
            body=whole.body,
            adviser=policy.SOMEBODY,
            reader=policy.A_COLLEAGUE,
            thread=whole.enquiry.thread_terms,
            on=factories.TODAY,
        )
        acts = (policy.Act.APPROVE, policy.Act.SEND)
        with CaptureQueriesContext(connection) as asked:
            for act in acts:
                policy.decide(act, situation, at=factories.NOON)
        queries = len(asked)
        assert client.get(address).status_code == 200
        assert RestrictedPeriod.objects.count() == 2
        pages, decisions = [], []
        for _ in range(rounds):
            begun = time.perf_counter()
            client.get(address)
            between = time.perf_counter()
            for number in range(DECISIONS):
                policy.decide(acts[number % 2], situation, at=factories.NOON)
            ended = time.perf_counter()
            pages.append(between - begun)
            decisions.append((ended - between) / DECISIONS)
        transaction.set_rollback(True)
    ratio = statistics.median(
        decision / page for decision, page in zip(decisions, pages, strict=True)
    )
    return {
        "page_ms": round(min(pages) * 1000, 2),
        "decision_us": round(min(decisions) * 1_000_000, 1),
        "ratio": round(ratio, 5),
        "queries": queries,
        "meets_goals": queries == 0 and ratio <= RATIO,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    found = measure(parser.parse_args().rounds)
    print(json.dumps(found))
    return 0 if found["meets_goals"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
