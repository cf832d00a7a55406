import pytest

from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import Connector, ForumSite, Refused
from alongside.connectors.registry import CONNECTORS, UnknownKind, connector_for, thread_id_in


@pytest.mark.parametrize("kind", sorted(CONNECTORS))
def test_each_kind_has_its_connector(kind: str) -> None:
    connector: Connector = connector_for(kind)

    assert connector.kind == kind
    assert connector.name


def test_an_unknown_kind_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UnknownKind) as unknown:
        connector_for("usenet")

    assert str(unknown.value) == (
        f"There is no connector of the kind 'usenet'; there are {', '.join(sorted(CONNECTORS))}."
    )


def test_the_list_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        CONNECTORS["usenet"] = CONNECTORS["misago"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("kind", "path", "number"),
    [
        ("phpbb", "/viewtopic.php?f=3&t=7&start=10#p41", "7"),
        ("phpbb", "/viewtopic.php?p=41#p41", ""),  # the post alone does not tell its thread
        ("discourse", "/t/council-tax/7/2", "7"),
        ("xenforo", "/threads/council-tax.7/page-2#post-41", "7"),
        ("xenforo", "/posts/41/", ""),
        ("mybb", "/showthread.php?tid=7&pid=41#pid41", "7"),
        ("smf", "/index.php?topic=7.msg41#msg41", "7"),
        ("flarum", "/d/7-council-tax/3", "7"),
        ("nodebb", "/topic/7/council-tax/3", "7"),
        ("vbulletin", "/showthread.php?t=7&page=2", "7"),
        ("vbulletin", "/threads/7-Council-tax", "7"),
        ("vanilla", "/discussion/7/council-tax/p2", "7"),
        ("vanilla", "/discussion/comment/41#Comment_41", ""),
        ("invision", "/topic/7-council-tax/page/2/", "7"),
        ("flaskbb", "/topic/7-council-tax?page=2", "7"),
        ("spirit", "/topic/7/council-tax/", "7"),
        ("hyperkitty", f"/list/a@b.example/thread/{'A' * 32}/", "A" * 32),
        ("lemmy", "/post/7", "7"),
        ("stackexchange", "/questions/7/council-tax", "7"),
        ("generic", "/anything/7", ""),
        ("unheard_of", "/anything/7", ""),
    ],
)
def test_a_thread_s_own_number_is_told_by_its_address(kind: str, path: str, number: str) -> None:
    assert thread_id_in(f"https://forum.example{path}", kind=kind) == number


PAGED = sorted(
    kind for kind, connector in CONNECTORS.items() if isinstance(connector, PagedConnector)
)


@pytest.mark.parametrize("kind", PAGED)
@pytest.mark.parametrize("strange", ["../admin", "1/../../admin", "1?x=y", "http://inside/", ""])
def test_a_board_with_a_strange_id_is_not_asked_for(kind: str, strange: str) -> None:
    connector = CONNECTORS[kind]
    assert isinstance(connector, PagedConnector)
    site = ForumSite("https://forum.example/community")

    with pytest.raises(Refused):
        connector.pages.board_address(site, board_id=strange, board_slug="")


@pytest.mark.parametrize("kind", PAGED)
def test_an_address_outside_the_forum_is_none_of_a_thread(kind: str) -> None:
    connector = CONNECTORS[kind]
    assert isinstance(connector, PagedConnector)
    site = ForumSite("https://forum.example/community")
    path = "/topic/7/threads/7/?t=7&topic=7.0&tid=7"

    for elsewhere in ("https://other.example/community", "https://forum.example/elsewhere"):
        assert connector.pages.thread_address(site, elsewhere + path) == ""
        assert connector.pages.page_address(site, elsewhere + path) == ""
