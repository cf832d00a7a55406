"""What the documentation says of using connectors and fetching alone is run as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.connectors.phpbb import test_phpbb
from tests.served_forum import served_forum

DOCUMENT = Path(__file__).parents[2] / "docs" / "connectors.md"
POWERED = (
    '<div class="copyright">Powered by <a href="https://www.phpbb.com/">phpBB</a>&reg; Forum '
    "Software &copy; phpBB Limited</div></body>"
)
# Whatever imports Django fails, as where it is not installed.
WITHOUT_DJANGO = "import sys; sys.modules['django'] = None\n"


def documented(address: str) -> str:
    """The program of the documentation, for a forum of ours."""
    found = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert found is not None
    program = found[1].replace("https://forum.example", address)
    opened = program.replace('example")', f'example", loopback_origins=frozenset({{"{address}"}}))')
    assert opened.count(address) == 2
    return WITHOUT_DJANGO + opened


@pytest.mark.enable_socket
def test_the_documented_program_reads_a_forum_without_django_and_without_names() -> None:
    with served_forum() as forum:
        forum.pages = {
            "/": test_phpbb.FRONT.replace("</body>", POWERED),
            "/index.php": test_phpbb.FRONT,
            "/viewforum.php?f=3": re.sub(r'<a rel="next".*?</a>', "", test_phpbb.BOARD),
            "/viewforum.php?f=9": re.sub(r'<a rel="next".*?</a>', "", test_phpbb.BOARD),
            "/viewtopic.php?t=7": re.sub(r"(?s)<div class=.pagin.*?</div>", "", test_phpbb.THREAD),
        }
        ran = subprocess.run(
            [sys.executable, "-c", documented(forum.address)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert ran.stderr == ""
    told = [line.split("\t") for line in ran.stdout.splitlines() if line.count("\t") == 4]
    assert told[0][:4] == [
        "Money & bills",
        "Read first",
        "2026-11-01 08:00:00+00:00",
        "exact",
    ]
    assert [words for *_, words in told][1] == "Ask @member's old council first."
