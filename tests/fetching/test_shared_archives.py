"""Web archives that other programs wrote: one of Common Crawl, some of crawlers of one site.

The files lie beside the repository, in `shared/data`, and are not part of it; without them these
tests are skipped. Run with `-s` for the table.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from alongside.connectors.generic import kinds
from alongside.connectors.page import Page
from alongside.fetching.archive import NotArchived, WebArchive
from alongside.fetching.errors import UnfitAnswer
from alongside.fetching.messages import Request

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "web-archive"
pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the web archives (shared/data) are not beside the project"
)

# files, site, and of the addresses that the index beside them names how many pages of text
ARCHIVES = [
    (("whirlwind.warc.gz",), "an.wikipedia.org", ["/wiki/Escopete"]),
    (("pywb-example.warc.gz",), "example.com", ["/?example=1"]),
    (("pywb-example-wget-1-14.warc.gz",), "example.com", ["/"]),
    (("pywb-iana.warc.gz",), "www.iana.org", ["/", "/domains/root/db", "/protocols", "/about"]),
    (("pywb-iana.warc.gz", "pywb-dupes.warc.gz"), "www.iana.org", ["/", "/_css/2013.1/print.css"]),
]


@pytest.mark.parametrize(("files", "host", "pages"), ARCHIVES)
def test_archives_of_any_crawler_are_read(
    files: tuple[str, ...], host: str, pages: list[str]
) -> None:
    found = WebArchive([DATA / file for file in files], host=host)

    for path in pages:
        answer = found.answer(Request("GET", f"https://{host}{path}"))
        assert answer.status == 200
        assert len(answer.body) > 1000


def test_every_capture_of_an_index_is_found_and_few_pages_are_taken_for_a_forum() -> None:
    found = WebArchive([DATA / "pywb-iana.warc.gz"], host="www.iana.org")
    listed = (DATA / "pywb-iana.cdxj").read_text().splitlines()
    addresses = {
        told[1] for line in listed if (told := re.search(r'"url": "(https?://[^"]+)"', line))
    }
    outcomes: Counter[str] = Counter()
    for address in sorted(addresses):
        try:
            answer = found.answer(Request("GET", address))
        except NotArchived:
            outcomes["missing"] += 1
        except UnfitAnswer:
            outcomes["no text"] += 1
        else:
            outcomes["text"] += 1
            if "html" in answer.headers.get("content-type", ""):
                outcomes["pages"] += 1
                outcomes["forum"] += kinds.kind_of(Page(answer)).kind is not kinds.Kind.NEITHER

    print(f"\nweb-archive: {len(addresses)} addresses, {dict(outcomes)}")
    assert outcomes["missing"] == 0
    assert outcomes["text"] >= 15
    # A table of documents, each in a row with its day, is told from no list of threads.
    assert outcomes["forum"] <= 1


def test_content_that_stands_in_another_file_is_missing_and_not_empty() -> None:
    found = WebArchive([DATA / "pywb-dupes.warc.gz"], host="www.iana.org")

    with pytest.raises(UnfitAnswer, match="without its content"):
        found.answer(Request("GET", "http://www.iana.org/"))
