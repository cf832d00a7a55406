"""What a page with a table of 200 rows costs beyond writing its HTML.

Run as `python -m benchmarks.table`. A forum with 200 figures: the whole answer, against its Jinja2
template alone with everything at hand, by turns in one process. Goal: at most 3 times as long.
Needs the database of pages.py; what it adds there is taken back.
"""

import json
import os
import statistics
import time

from benchmarks import place

ROWS, RATIO, ROUNDS = 200, 3.0, 40


def main() -> int:
    os.environ.update(place.database("benchmark_small"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.settings"
    import django

    django.setup()
    from django.db import transaction
    from django.template import loader
    from django.test import Client

    from alongside.forums.models import Forum, Measure

    client, written = Client(), []
    render = loader.render_to_string

    def kept(*args: object, **how: object) -> str:
        written.append((args, how))
        return render(*args, **how)  # type: ignore[arg-type]

    with transaction.atomic():
        forum = Forum.objects.get(slug="forum-7")
        forum.measures.all().delete()
        first = Measure(
            forum=forum,
            kind="posts",
            value=1,
            unit="posts",
            method="shown",
            asserted_by="the front page",
            source="front page",
            recorded_at=forum.added_at,
        )
        for number in range(ROWS):
            first.pk, first.value, first.dated = (
                None,
                number,
                f"{1990 + number // 12}-{number % 12 + 1:02}",
            )
            first.save(force_insert=True)
        from django import shortcuts

        shortcuts.loader.render_to_string = kept  # to have what the page is written from
        client.get("/forums/forum-7/")
        shortcuts.loader.render_to_string = render
        args, how = written[-1]
        ratios = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            answer = client.get("/forums/forum-7/")
            between = time.perf_counter()
            render(*args, **how)
            ratios.append((between - begun) / (time.perf_counter() - between))
        transaction.set_rollback(True)
    rows = answer.content.count(b"<tr")
    ratio = statistics.median(ratios)
    print(json.dumps({"rows": rows, "ratio": round(ratio, 2), "meets_goal": ratio <= RATIO}))
    return 0 if ratio <= RATIO and rows >= ROWS else 1


if __name__ == "__main__":
    raise SystemExit(main())
