import pytest

from alongside.fetching.sites import same_site, site_of


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("forum.example", "forum.example"),
        ("www.forum.example", "forum.example"),
        ("a.b.c.forum.org.uk", "forum.org.uk"),
        ("talk.nhs.uk", "talk.nhs.uk"),
        ("community.hmrc.gov.uk", "hmrc.gov.uk"),
        ("ours.github.io", "ours.github.io"),  # each user of the provider is another operator
        ("theirs.github.io", "theirs.github.io"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("forum.unheard-of-ending", "forum.unheard-of-ending"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("", ""),
    ],
)
def test_a_site_is_the_registered_name_above_a_host(host: str, site: str) -> None:
    assert site_of(host) == site


def test_two_hosts_are_one_operators_or_not() -> None:
    assert same_site("www.forum.org.uk", "forum.org.uk")
    assert not same_site("forum.org.uk", "other.org.uk")
