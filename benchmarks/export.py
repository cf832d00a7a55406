"""How long the static export of a large register takes, and how long when little has changed.

Run as `python -m benchmarks.export`. Needs the large database of pages.py: 10,000 forums, 1,000
bodies and 200,000 measures. Prints the seconds of an export anew, of one made again without any
change, and of one made again after one forum changed; the ratios are the figures to compare.
"""

import json
import os
import shutil
import time

from benchmarks import place


def main() -> None:
    os.environ.update(place.database("benchmark_large"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.settings"
    import django

    django.setup()
    from alongside.forums.models import Forum
    from alongside.publishing.export import export_site

    folder = place.FOLDER / "site"
    shutil.rmtree(folder, ignore_errors=True)

    def timed(**how: bool) -> tuple[float, object]:
        begun = time.perf_counter()
        report = export_site(folder, processes=os.cpu_count() or 1, **how)
        return time.perf_counter() - begun, report

    anew, report = timed(anew=True)
    again, _ = timed()
    forum = Forum.objects.order_by("pk")[7]
    forum.description = f"{forum.description} Changed."
    forum.save()
    changed, last = timed()
    print(
        json.dumps(
            {
                "anew_seconds": round(anew),
                "again_seconds": round(again),
                "after_one_change_seconds": round(changed),
                "again_to_anew": round(again / anew, 3),
                "pages": report.pages,
                "files": report.files,
                "megabytes": round(report.size / 1_000_000),
                "kept": last.kept,
            }
        )
    )
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
