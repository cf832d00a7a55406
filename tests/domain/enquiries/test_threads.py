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


def test_long_addresses_are_cut_and_still_told_apart() -> None:
    one, two = (id_of(f"/talk/{'x' * 200}{end}", "own") for end in "ab")

    assert one != two
    assert len(one) == len(two) == 100


@pytest.mark.parametrize(("path", "engine"), [("", "own"), ("/", "own"), ("/u/wren/", "misago")])
def test_what_is_no_thread_of_the_forum_is_refused(path: str, engine: str) -> None:
    with pytest.raises(NotAThread):
        id_of(path, engine)
