"""A process that is asked for pages and says how long each took; see pages.py.

One line of JSON in, [path, times], or [path, times, true] where something is written before each
question, so that nothing is kept; one line out: the status, the fastest and the median time in
milliseconds, the number of queries, and the bytes of the answer.
"""

import json
import os
import statistics
import sys
import time


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")  # counts as a write, and changes nothing

    client = Client()
    if name := os.environ.get("BENCHMARK_USER"):
        from alongside.accounts.models import User

        client.force_login(User.objects.get(username=name), settings.AUTHENTICATION_BACKENDS[0])
    for line in sys.stdin:
        path, times, *after_a_write = json.loads(line)
        client.get(path)  # to connect, to compile templates
        if any(after_a_write):
            write()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        count = len(queries)  # before the next request forgets them
        taken = []
        for _ in range(times):
            if any(after_a_write):
                write()
            begun = time.perf_counter()
            client.get(path)
            taken.append((time.perf_counter() - begun) * 1000)
        found = {
            "status": answer.status_code,
            "fastest_ms": min(taken),
            "median_ms": statistics.median(taken),
            "queries": count,
            "bytes": len(b"".join(answer)),
        }
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
