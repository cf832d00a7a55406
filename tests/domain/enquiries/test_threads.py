"""How a thread is told apart by its address alone."""

import pytest

from alongside.enquiries.domain.threads import NotAThread, thread_id_of


def id_of(path: str, engine: str) -> str:
    return thread_id_of(
        f"https://forum.example{path}",
        forum_name="Ferry Corner",
        forum_address="https://forum.example",
        engine=engine,
    )


def test_all_addresses_of_a_thread_that_can_be_read_are_one() -> None:
    addresses = ["/viewtopic.php?t=7", "/viewtopic.php?f=3&t=7&start=10", "/viewtopic.php?t=7#p41"]

    assert {id_of(address, "phpbb") for address in addresses} == {"7"}


def test_elsewhere_the_address_stands_for_the_thread() -> None:
    assert id_of("/talk/council-tax?page=2#c9", "own") == "talk/council-tax?page=2"
    assert id_of("/viewtopic.php?p=41#p41", "phpbb") == "viewtopic.php?p=41"


@pytest.mark.parametrize(
    ("forum", "address"),
    [
        ("https://forum.example/coffee/", "https://forum.example/coffee/1234-benefit.html"),
        ("https://forum.example/coffee/", "http://www.forum.example/Coffee/1234-benefit.html#a"),
        ("https://www.forum.example/coffee", "https://forum.example/coffee/1234-benefit.html/"),
        (
            "https://forum.example/coffee/index.php",
            "https://forum.example/coffee/1234-benefit.html",
        ),
    ],
)
def test_a_thread_is_found_below_any_spelling_of_the_forums_address(
    forum: str, address: str
) -> None:
    named = thread_id_of(address, forum_name="Coffee", forum_address=forum, engine="own")

    assert named == "1234-benefit.html"


@pytest.mark.parametrize(
    "address",
    [
        "https://forum.example/tea/1234.html",
        "https://other.example/coffee/1234.html",
        "https://forum.example/coffee",
        "https://forum.example:8443/coffee/1234.html",
        "1234.html",
        "",
        "https://[",
    ],
)
def test_an_address_outside_the_forum_is_refused_with_its_beginning(address: str) -> None:
    with pytest.raises(NotAThread, match=r"begins with https://forum\.example/coffee/$"):
        thread_id_of(
            address,
            forum_name="Coffee",
            forum_address="https://forum.example/coffee/",
            engine="own",
        )


def test_long_addresses_are_cut_and_still_told_apart() -> None:
    one, two = (id_of(f"/talk/{'x' * 200}{end}", "own") for end in "ab")

    assert one != two
    assert len(one) == len(two) == 100


@pytest.mark.parametrize(("path", "engine"), [("", "own"), ("/", "own"), ("/u/wren/", "misago")])
def test_what_is_no_thread_of_the_forum_is_refused(path: str, engine: str) -> None:
    with pytest.raises(NotAThread):
        id_of(path, engine)
