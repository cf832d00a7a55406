"""Whatever a page holds, a reader names it unreadable or reads it: it never falls over."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import ForumPages
from alongside.connectors.port import ConnectorError
from alongside.connectors.recognition import recognise
from alongside.connectors.registry import CONNECTORS
from alongside.fetching.messages import Response
from tests.connectors.answers import ANSWERED, SITE

ENGINES = {
    kind: connector.pages
    for kind, connector in CONNECTORS.items()
    if isinstance(connector, PagedConnector)
}
CALM = settings(
    max_examples=40, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.too_slow]
)

# Pieces that the readers look for, to be put together at random.
PIECES = st.sampled_from(
    """
    <div class="post" id="p1">|<div class="content">|<li component="post" data-pid="1">|</div>
    <article class="message message--post" data-content="post-1" data-author="a">|<p>|words|&nbsp;
    <div class="bbWrapper">|<div class="message-body">|<div id="post_message_1">|<li id="post_1">
    <div class="post_wrapper">|<div class="inner" data-msgid="1">|<div id="post_1" class="post">
    <div class="post_body" id="pid_1">|<article id="elComment_1">|<div data-role="commentContent">
    <div class="Item ItemComment" id="Comment_1">|<div class="Message">|<table>|<tr>|<td>|<!--
    <div class="js-comment" data-pk="1">|<div class="post-row">|<div class="post-content" id="pid1">
    <a href="?page=2">|<div class="crawler-post">|<div class="post">|<div class="email-body">
    <div class="email"><div class="email-header" id="x">|<blockquote><cite>|<i class="x"/>
    <time datetime="2026-13-99T99:99:99Z">|<time datetime="2026-11-05T08:00:00Z">|3 days ago
    <a rel="next" href="x">|<a rel="next" href="http://[">|<script id="flarum-json-payload">
    </script>|<script id="ajaxify-data">{"posts": [{}]}</script>|99/99/9999
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
NAMES = re.findall(
    r"\w+",
    """
    id posts post_stream stream data included attributes relationships user type title tid pid
    content category categories topic_list topics results replies_html counts usage cooked username
    post_number created_at pagination currentPage pageCount name slug tags contentHtml discussion
    links next about stats category_list more_topics_url
    """,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=25,
)


def all_readings(pages: ForumPages, page: Page) -> list[Callable[[], Any]]:
    return [
        lambda: pages.thread_page(page, SITE, keep_names=False),
        lambda: pages.thread_page(page, SITE, keep_names=True),
        lambda: pages.board_page(page, SITE, board_id="1"),
        lambda: pages.boards(page, SITE),
        lambda: pages.statistics(page),
    ]


def must_name_what_is_wrong(pages: ForumPages, body: bytes, kind: str = "text/html") -> None:
    headers = {"content-type": kind, "date": ANSWERED}
    page = Page(Response(f"{SITE.address}/topic/7?page=99", 200, headers, body))
    for reading in all_readings(pages, page):
        with suppress(ConnectorError):
            reading()


@pytest.mark.parametrize("kind", sorted(ENGINES))
@CALM
@given(pieces=st.lists(PIECES, max_size=40))
def test_pages_put_together_at_random_are_read_or_named_unreadable(
    kind: str, pieces: list[str]
) -> None:
    must_name_what_is_wrong(ENGINES[kind], "".join(pieces).encode())


@pytest.mark.parametrize("kind", sorted(ENGINES))
@CALM
@given(data=JSON)
def test_data_of_any_form_is_read_or_named_unreadable(kind: str, data: Any) -> None:
    must_name_what_is_wrong(ENGINES[kind], json.dumps(data).encode(), "application/json")


@pytest.mark.parametrize("kind", sorted(ENGINES))
@pytest.mark.parametrize(
    "body",
    [
        b"\x00" * 1000,
        b"\xff\xfe\xfa" * 1000,
        b"<div>" * 20_000,
        b"<b>" * 5_000 + b"<p>" * 5_000,
        b"[" * 50_000,
        b'{"posts": ' * 5_000,
        b"<!DOCTYPE html><!-- never closed",
        b'<meta charset="utf-7"><p>+ADw-script+AD4-</p>',
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    ],
    ids=lambda body: body[:12].decode("latin-1"),
)
def test_what_nobody_would_send_in_earnest_costs_little(kind: str, body: bytes) -> None:
    must_name_what_is_wrong(ENGINES[kind], body)


@CALM
@given(body=st.binary(max_size=2000))
def test_any_bytes_are_looked_at_for_signs(body: bytes) -> None:
    recognise(Page(Response(SITE.address, 200, {}, body)))
