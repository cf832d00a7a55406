"""Every page of the public site is valid HTML, by the W3C's own checker."""

import pytest

from tests.html.checker import faults_of_pages
from tests.interfaces.test_access import TABLE, address_of, things
from tests.interfaces.test_register_data import a_real_register, practice

__all__ = ["things"]  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PUBLIC = [name for name in TABLE if name.startswith(("register:", "visitors:", "interface:"))]
# Further addresses of pages: lists that are narrowed, turned and sorted, and what is not found.
BESIDES = [
    "/forums/?q=sick+pay&welcome=yes",
    "/forums/?q=nothing-has-this-word",
    "/forums/?page=2&order=size",
    "/bodies/?q=aldmere&kind=other",
    "/changes/?kind=forums",
    "/no/such/page/",
]


def save(client, folder, addresses):
    """The pages among the addresses as files; gives how many there are."""
    folder.mkdir()
    saved = 0
    for address in addresses:
        response = client.get(address)
        if response.status_code in (301, 302):
            continue  # leads on to a page
        if response.headers.get("Content-Type", "").startswith("text/html"):
            assert response.status_code in (200, 404), address
            name = address.strip("/").replace("/", "_").replace("?", "--") or "home"
            (folder / f"{name}.html").write_bytes(response.getvalue())
            saved += 1
    return saved


def test_every_public_page_is_valid_html(client, settings, tmp_path, things):
    settings.ALONGSIDE_SHOW_PRACTICE = True
    empty = save(client, tmp_path / "nothing", ["/bodies/", "/data/releases/"])
    body, forum = a_real_register()
    practice()
    entries = [
        f"/bodies/{body.slug}/",
        f"/bodies/{body.slug}/history/",
        f"/forums/{forum.slug}/",
        f"/forums/{forum.slug}/history/",
        f"/forums/{forum.slug}/reading/",
    ]
    addresses = [address_of(name, things) for name in PUBLIC]

    pages = save(client, tmp_path / "pages", [*addresses, *entries, *BESIDES])
    faults = faults_of_pages(tmp_path)

    assert [str(fault) for fault in faults] == []
    assert empty == 2
    assert pages >= 20


def test_the_checker_would_find_a_fault(tmp_path):
    (tmp_path / "page.html").write_text(
        '<!DOCTYPE html><html lang="en"><title>x</title><p><ul><li id="a"><li id="a"></ul>'
    )

    (fault, _first) = faults_of_pages(tmp_path)

    assert str(fault).startswith("page.html:1: Duplicate ID “a”.")
