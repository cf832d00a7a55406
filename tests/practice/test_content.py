import re
from datetime import timedelta
from pathlib import Path

import forum_content
import pytest

CONTENT = forum_content.read_content()
WORDS = " ".join(f"{thread.title} {post.text}" for thread, post in CONTENT.posts_by_time())


def write_content(folder: Path, **replaced: str) -> Path:
    """The smallest whole content file, with some lines replaced."""
    lines = {
        "kind": 'kind = "official"',
        "board": 'board = "Bins"',
        "by": 'by = "Clerk"',
        "ago": 'ago = "2h"',
        "answer": 'ago = "1h"',
    } | replaced
    path = folder / "content.toml"
    path.write_text(
        f"""
        [forum]
        name = "A"
        short_name = "A"
        description = "A"
        banner = "A"
        footnote = "A"
        [[boards]]
        name = "Bins"
        description = "Green or brown"
        colour = "#000000"
        [[people]]
        name = "Clerk"
        joined = "9d"
        {lines["kind"]}
        [[threads]]
        title = "Which day?"
        {lines["board"]}
        [[threads.posts]]
        text = "Which day is it?"
        {lines["by"]}
        {lines["ago"]}
        [[threads.posts]]
        text = "Tuesday."
        by = "Clerk"
        {lines["answer"]}
        """
    )
    return path


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12d 4h", timedelta(days=12, hours=4)),
        ("90m", timedelta(minutes=90)),
        ("1d 2h 3m", timedelta(days=1, hours=2, minutes=3)),
    ],
)
def test_a_time_ago_is_read(written: str, meant: timedelta) -> None:
    assert forum_content.read_ago(written) == meant


@pytest.mark.parametrize("written", ["", "soon", "4h 12d", "-1h"])
def test_what_is_no_time_ago_is_refused(written: str) -> None:
    with pytest.raises(forum_content.ContentProblem, match="written like"):
        forum_content.read_ago(written)


def test_the_smallest_whole_content_is_accepted(tmp_path: Path) -> None:
    content = forum_content.read_content(write_content(tmp_path))

    assert [post.ago for _, post in content.posts_by_time()] == [
        timedelta(hours=2),
        timedelta(hours=1),
    ]


@pytest.mark.parametrize(
    ("replaced", "complaint"),
    [
        ({"kind": ""}, "exactly one official account"),
        ({"kind": 'kind = "king"'}, "no such kind"),
        ({"board": 'board = "Roads"'}, "no board is named 'Roads'"),
        ({"board": ""}, "'board' is missing"),
        ({"by": 'by = "Nobody"'}, "nobody is named 'Nobody'"),
        ({"ago": 'ago = "10d"'}, "wrote before joining"),
        ({"answer": 'ago = "3h"'}, "older than what it answers"),
        ({"by": "by = "}, "content.toml"),
    ],
)
def test_content_that_cannot_be_is_refused(
    tmp_path: Path, replaced: dict[str, str], complaint: str
) -> None:
    path = write_content(tmp_path, **replaced)

    with pytest.raises(forum_content.ContentProblem, match=complaint):
        forum_content.read_content(path)


def test_the_forum_calls_itself_practice() -> None:
    forum = CONTENT.forum

    assert all(
        "practice" in words.lower()
        for words in (forum.name, forum.short_name, forum.description, forum.banner, forum.footnote)
    )


def test_every_telephone_number_belongs_to_fiction() -> None:
    numbers = re.findall(r"\b0\d[\d ]{8,}\d\b", WORDS)

    assert numbers
    assert all(number.replace(" ", "").startswith("07700900") for number in numbers)


def test_every_national_insurance_number_is_one_that_is_never_issued() -> None:
    numbers = re.findall(r"\b[A-Z]{2} ?(?:\d{2} ?){3}[A-D]\b", WORDS)

    assert numbers
    assert all(number.startswith("QQ") for number in numbers)


def test_every_address_of_a_mailbox_is_an_example() -> None:
    domains = re.findall(r"[\w.]+@([\w.-]+\w)", WORDS)

    assert all(domain in ("example.org", "example.com") for domain in domains)


def test_the_content_reaches_from_six_weeks_ago_to_the_last_hour() -> None:
    ages = [post.ago for _, post in CONTENT.posts_by_time()]

    assert max(ages) >= timedelta(weeks=6)
    assert min(ages) <= timedelta(hours=1)


def test_some_questions_wait_for_an_answer_and_some_were_answered_by_members() -> None:
    open_boards = {board.name for board in CONTENT.boards if not board.closed}
    questions = [thread for thread in CONTENT.threads if thread.board in open_boards]

    assert sum(len(thread.posts) == 1 for thread in questions) >= 3
    assert sum(any(post.best_answer for post in thread.posts) for thread in questions) >= 2


def test_one_thread_is_longer_than_a_page() -> None:
    # Misago shows 18 posts a page and adds up to 6 more rather than begin another.
    assert max(len(thread.posts) for thread in CONTENT.threads) > 24


def test_the_official_account_has_answered_no_question_yet() -> None:
    name = CONTENT.official_account().name

    boards = {thread.board for thread, post in CONTENT.posts_by_time() if post.by == name}

    assert boards <= {"Announcements"}
