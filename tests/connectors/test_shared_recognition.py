"""Recognition over some seven hundred saved pages, with precision and recall in a table.

The pages lie beside the repository, in `shared/data`, and are not part of it; without them these
tests are skipped. Run with `-s` for the table. The sets' own labels are guesses from single words
in a page; where a person who looked finds another software, `SEEN` says so.
"""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.connectors.page import Page
from alongside.connectors.recognition import recognise
from alongside.fetching.messages import Response

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not (DATA / "forum-gates").exists(),
    reason="the saved pages (shared/data) are not beside the project",
)

# What the pages are, by a part of their file's name, where the label is wrong or missing.
SEEN = {
    "bbs.archlinux.org": "fluxbb",
    "community.bitdefender.com": "vanilla",
    "proxer.me": "kunena",
    "www.drwindows.de": "vbulletin",
    "www.fanfiction.net": "",
    "forum.flyordie.com": "jive",
    "forum.kanadam.com": "vanilla",
    "forums.mazdaworld.org": "vbulletin",
    "motoride.sk": "",  # software of its own, with "phorum" in its addresses
    "typed/0541.": "fluxbb",
    "typed/0555.": "fluxbb",
    "typed/0547.": "invision",
    "typed/0558.": "mybb",
    "typed/0573.": "lemmy",
    "typed/4089.": "",
    "pagination/36.": "vanilla",
    "pagination/37.": "vanilla",
    "pagination/38.": "vanilla",
    "pagination/67.": "jive",
    "pagination/68.": "jive",
    "pagination/69.": "jive",
    "pagination/187.": "",
}
# Pages of captured engines that carry no mark of their software at all.
UNMARKED = {"printthread.html", "printpage.html", "categories-stub.html"}


def kind_of(label: str) -> str:
    """ "custom (x)" and the empty label are software of its own."""
    name = re.sub(r"\(.*", "", label).strip().lower()
    return {"custom": "", "huddler/wikia/lithium": "khoros"}.get(name, name)


def unpacked(path: Path) -> bytes:
    with gzip.open(path) as file:
        return file.read()


def pages() -> Iterator[tuple[str, str, bytes]]:
    """Set and file, the software it is made with, the page."""
    for folder in sorted((DATA / "forum-captures").iterdir()):
        if folder.is_dir():
            kind = folder.name.removeprefix("django-").split("-")[0]
            for file in json.loads((folder / "index.json").read_text())["files"]:
                name = file["file"]
                if name.endswith(".html") and file["status"] == 200 and name not in UNMARKED:
                    yield f"captures/{name}", kind, (folder / name).read_bytes()
    for path in sorted((DATA / "forum-fixtures").glob("*/*.html")):
        yield f"fixtures/{path.name}", path.parent.name, path.read_bytes()
    for name, label, file in [
        *_listed("forum-threads-gold", "gold"),
        *_listed("forum-gates", "labels"),
    ]:
        yield f"{name}/{Path(file).name}", kind_of(label), unpacked(file)
    for line in unpacked(DATA / "web-pages-typed" / "ground-truth.jsonl.gz").splitlines():
        entry = json.loads(line)
        label = entry["engine_guess"] if entry["page_type"] == "forum" else ""
        file = DATA / "web-pages-typed" / "html" / f"{entry['id']}.html.gz"
        yield f"typed/{file.name}", kind_of(label), unpacked(file)
    with (DATA / "pagination" / "labels.csv").open() as labels:
        for row in csv.DictReader(labels):
            file = DATA / "pagination" / row["file"]
            if file.exists():
                yield (
                    f"pagination/{file.name}",
                    kind_of(row["engine_guess"]),
                    unpacked(file),
                )


def _listed(folder: str, index: str) -> Iterator[tuple[str, str, Path]]:
    for line in unpacked(DATA / folder / f"{index}.jsonl.gz").splitlines():
        entry = json.loads(line)
        yield (
            folder,
            entry.get("engine") or entry.get("engine_guess", ""),
            DATA / folder / entry["file"],
        )


def test_software_is_named_rightly_or_not_at_all() -> None:
    counts: dict[str, Counter[str]] = {}
    missed = []
    for name, label, body in pages():
        wanted = next((kind for part, kind in SEEN.items() if part in name), label)
        found = recognise(Page(Response("https://forum.example/", 200, {}, body)))
        named = found.kind if found is not None else ""
        tally = counts.setdefault(name.split("/")[0], Counter())
        tally["pages"] += 1
        tally["right"] += bool(named) and named == wanted
        tally["wrong"] += bool(named) and named != wanted
        tally["missed"] += bool(wanted) and not named
        if named != wanted:
            missed.append((name, wanted, named))

    total = sum(counts.values(), Counter())
    print(f"\n{'set':>20}{'pages':>8}{'right':>8}{'wrong':>8}{'missed':>8}")
    for name, tally in [*counts.items(), ("all", total)]:
        print(
            f"{name:>20}" + "".join(f"{tally[k]:>8}" for k in ("pages", "right", "wrong", "missed"))
        )
    precision = total["right"] / (total["right"] + total["wrong"])
    recall = total["right"] / (total["right"] + total["wrong"] + total["missed"])
    print(f"precision {precision:.3f}, recall {recall:.3f}", *missed, sep="\n")
    assert precision >= 0.99
    assert recall >= 0.95
