import forum_marking
import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse

PAGE = b'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body class="a b"><p>x</p></body>'


def test_the_banner_is_the_first_thing_in_the_page() -> None:
    marked = forum_marking.with_marks(PAGE, "Practice")

    assert b'<body class="a b"><aside class="practice-banner"' in marked
    assert marked.count(b'practice-banner"') == 1


def test_the_page_is_closed_to_search_engines() -> None:
    head = forum_marking.with_marks(PAGE, "Practice").split(b"</head>")[0]

    assert b'<meta name="robots" content="noindex, nofollow">' in head


@pytest.mark.parametrize("status", [200, 403, 404, 500])
def test_pages_of_every_status_are_marked(status: int) -> None:
    respond = forum_marking.mark_as_practice(lambda request: HttpResponse(PAGE, status=status))

    response = respond(HttpRequest())

    assert b"Practice forum. Nobody here is real." in response.content
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_length_is_that_of_the_marked_page() -> None:
    respond = forum_marking.mark_as_practice(
        lambda request: HttpResponse(PAGE, headers={"Content-Length": str(len(PAGE))})
    )

    response = respond(HttpRequest())

    assert response.headers["Content-Length"] == str(len(response.content))


def test_data_is_left_as_it_is() -> None:
    respond = forum_marking.mark_as_practice(lambda request: JsonResponse({"html": "<body>"}))

    response = respond(HttpRequest())

    assert response.content == b'{"html": "<body>"}'
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
