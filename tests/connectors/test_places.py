import pytest

from alongside.connectors.places import on_site, same_site
from alongside.connectors.port import ForumSite, Unreadable

SITE = ForumSite("https://help.example")
FOLDER = ForumSite("https://council.example/forum")
PRACTICE = ForumSite("http://127.0.0.1:8900")


@pytest.mark.parametrize(
    ("site", "address"),
    [
        (SITE, "https://help.example"),
        (SITE, "https://help.example/t/1/#post-2"),
        (SITE, "http://www.help.example/t/1/"),
        (SITE, "https://HELP.example:443/"),
        (FOLDER, "https://council.example/forum/t/1/"),
        (FOLDER, "https://council.example/forum"),
        (PRACTICE, "http://127.0.0.1:8900/t/1/"),
    ],
)
def test_an_address_of_the_forum_is_known(site: ForumSite, address: str) -> None:
    assert same_site(site, address)


@pytest.mark.parametrize(
    ("site", "address"),
    [
        (SITE, "https://other.example/"),
        (SITE, "https://help.example.other.example/"),
        (SITE, "https://help.example@other.example/"),
        (SITE, "https://nothelp.example/"),
        (SITE, "https://help.example:8443/"),
        (SITE, "ftp://help.example/"),
        (SITE, "help.example/t/1/"),
        (SITE, "//help.example/t/1/"),
        (SITE, "https://[help.example/"),
        (SITE, "https://help.example:x/"),
        (SITE, ""),
        (FOLDER, "https://council.example/"),
        (FOLDER, "https://council.example/forums/"),
        (FOLDER, "https://council.example/forum/../private/"),
        (PRACTICE, "http://127.0.0.1:8901/"),
    ],
)
def test_an_address_elsewhere_is_not(site: ForumSite, address: str) -> None:
    assert not same_site(site, address)


def test_a_path_the_forum_gave_becomes_an_address() -> None:
    assert on_site(SITE, "/t/1/") == "https://help.example/t/1/"
    assert on_site(FOLDER, "/forum/t/1/") == "https://council.example/forum/t/1/"


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "javascript:x"])
def test_a_path_that_leads_away_is_unreadable(path: str) -> None:
    with pytest.raises(Unreadable):
        on_site(SITE, path)
