import pytest

from alongside.fetching.policy import FetchingPolicy


def test_the_user_agent_names_product_version_and_contact() -> None:
    policy = FetchingPolicy(contact="https://alongside.example/reader", version="1.2")

    assert policy.user_agent == "alongside/1.2 (+https://alongside.example/reader)"


@pytest.mark.parametrize(
    "origin",
    [
        "http://forum.example:8900",
        "http://10.0.0.1:8900",
        "http://127.0.0.1:8900/",
        "http://127.0.0.1:80",
        "127.0.0.1:8900",
        "ftp://127.0.0.1:8900",
        "http://user@127.0.0.1:8900",
    ],
)
def test_a_loopback_origin_that_is_none_is_an_error_at_the_start(origin: str) -> None:
    with pytest.raises(ValueError):
        FetchingPolicy(contact="a@b.example", loopback_origins=frozenset({origin}))


@pytest.mark.parametrize("contact", ["", "a@b.example\r\nX: y", "a@bücher.example"])
def test_a_contact_that_fits_no_header_is_an_error_at_the_start(contact: str) -> None:
    with pytest.raises(ValueError):
        FetchingPolicy(contact=contact)


def test_only_places_on_this_machine_have_no_pause() -> None:
    policy = FetchingPolicy(
        contact="a@b.example", loopback_origins=frozenset({"http://127.0.0.1:8900"})
    )

    assert policy.interval_for("http://127.0.0.1:8900") == 0
    assert policy.interval_for("https://forum.example") == 5
