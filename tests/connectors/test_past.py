"""By which addresses a forum's pages are asked for when its past is gone through."""

import pytest

from alongside.connectors import past
from alongside.connectors.port import ForumSite
from alongside.connectors.registry import CONNECTORS

SITE = ForumSite("https://forum.example")


@pytest.mark.parametrize(
    ("kind", "address", "names"),
    [
        ("phpbb", "/viewtopic.php?f=3&t=14", ["/viewtopic.php?f=3&t=14", "/viewtopic.php?t=14"]),
        (
            "phpbb",
            "/viewtopic.php?f=3&t=14&sid=0123456789abcdef0123456789abcdef",
            ["/viewtopic.php?f=3&t=14", "/viewtopic.php?t=14"],
        ),
        ("xenforo", "/threads/cold-flat.14/", ["/threads/cold-flat.14/", "/threads/14/"]),
        ("misago", "/t/cold-flat/14/", ["/t/cold-flat/14/", "/t/-/14/"]),
        ("misago", "/t/cold-flat/14/2/", ["/t/cold-flat/14/2/"]),
        ("misago", "/c/housing/3/", ["/c/housing/3/"]),
        ("xenforo", "/help/", ["/help/"]),
    ],
)
def test_a_page_is_also_asked_for_by_the_number_of_its_thread(
    kind: str, address: str, names: list[str]
) -> None:
    found = past.names_of(CONNECTORS[kind], SITE, f"{SITE.address}{address}")

    assert list(found) == [f"{SITE.address}{name}" for name in names]
