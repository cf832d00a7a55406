"""Surveys of a forum's past, over real sockets: leave, counts, going on, and nothing kept."""

import csv
import json
import logging
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from typer.testing import CliRunner

from alongside.audit.models import Event
from alongside.core import clock
from alongside.forums import access
from alongside.matching import survey_actions, survey_results, surveying
from alongside.matching.models import Survey, SurveyBoard
from alongside.ops import command_line
from tests.archives import archive_in, capture
from tests.factories import (
    HOUR,
    NOON,
    AgreementFactory,
    BoardFactory,
    ForumFactory,
    RemitTopicFactory,
    WatchFactory,
    publish_plan,
)
from tests.served_forum import served_forum

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]

FRONT = """<body id="phpbb" class="section-index"><ul class="topiclist forums"><li class="row"><dl>
<dt><a href="./viewforum.php?f=3" class="forumtitle">Pay</a></dt><dd class="topics">4
<dfn>Topics</dfn></dd><dd class="posts">9 <dfn>Posts</dfn></dd></dl></li></ul></body>"""
# number, title, asked, last post, posts as (member, time, words)
THREADS = {
    14: ("Zephyrine sick pay?", [("Quillon", "04-20T08:00", "Is my sick pay late?"),
                                 ("Marrable", "04-20T08:30", "Mine was.")]),
    13: ("Zephyrine rota", [("Quillon", "04-02T08:00", "Who writes the rota?")]),
    12: ("Zephyrine fit note", [("Osgood", "03-05T08:00", "Is a fit note needed for sick pay?"),
                                ("Osgood", "03-05T09:00", "Anybody?"),
                                ("Quillon", "03-07T08:00", "After seven days.")]),
    11: ("Zephyrine old", [("Quillon", "01-05T08:00", "Sick pay in January?")]),
}  # fmt: skip


def listed(numbers, onward=""):
    rows = "".join(
        f"""<li class="row"><dl class="topic_read"><dt><div class="list-inner">
<a href="./viewtopic.php?t={number}" class="topictitle">{THREADS[number][0]}</a>
<div class="topic-poster">by <a class="username">{THREADS[number][1][0][0]}</a> &raquo;
<time datetime="2026-{THREADS[number][1][0][1]}:00+00:00">x</time></div></div></dt>
<dd class="posts">{len(THREADS[number][1]) - 1}</dd><dd class="lastpost"><span>by
<a class="username">{THREADS[number][1][-1][0]}</a><br>
<time datetime="2026-{THREADS[number][1][-1][1]}:00+00:00">x</time></span></dd></dl></li>"""
        for number in numbers
    )
    more = f'<li class="arrow next"><a rel="next" href="{onward}">Next</a></li>' if onward else ""
    return f"""<body id="phpbb" class="section-viewforum"><h2 class="forum-title">Pay</h2>
<ul class="topiclist topics">{rows}</ul><div class="pagination"><ul>{more}</ul></div></body>"""


def shown(number):
    title, posts = THREADS[number]
    parts = "".join(
        f"""<div id="p{number}{place}" class="post"><p class="author">by <strong>
<a class="username">{member}</a></strong> &raquo; <time datetime="2026-{at}:00+00:00">x</time></p>
<div class="content">{words}</div></div>"""
        for place, (member, at, words) in enumerate(posts)
    )
    return f"""<body id="phpbb" class="section-viewtopic"><ul class="navlinks"><li>
<a href="./viewforum.php?f=3">Pay</a></li></ul><h2 class="topic-title">
<a href="./viewtopic.php?t={number}">{title}</a></h2>{parts}</body>"""


@pytest.fixture
def served(monkeypatch):
    with served_forum() as made:
        monkeypatch.setattr(settings, "ALONGSIDE_LOOPBACK_FORUMS", [made.address])
        monkeypatch.setattr(clock, "now", lambda: NOON)
        access.client.cache_clear()
        onward = "./viewforum.php?f=3&amp;start=2"
        made.pages |= {
            "/index.php": FRONT,
            "/viewforum.php?f=3": listed([14, 13], onward),
            "/viewforum.php?f=3&start=2": listed([12, 11]),
        } | {f"/viewtopic.php?t={number}": shown(number) for number in THREADS}
        yield made
    access.client.cache_clear()


@pytest.fixture
def agreement(served):
    forum = ForumFactory(address=served.address, engine="phpbb", slug="pay-talk")
    BoardFactory(forum=forum, external_id="3", name="Pay")
    made = AgreementFactory(forum=forum, welcome=True)
    publish_plan(made.body, [forum])
    WatchFactory(body=made.body)  # sick pay, fit note
    RemitTopicFactory(body=made.body, scheme="X", code="1", label="Rotas, local")
    return made


def prepare(agreement, **values):
    return surveying.prepare(
        **{
            "forum": agreement.forum,
            "body": agreement.body,
            "from_month": date(2026, 2, 1),
            "until_month": date(2026, 4, 1),
            "at": clock.now(),
        }
        | values
    )


def run(agreement, **values):
    return surveying.run(prepare(agreement), by="lead", **values)


def command(agreement, *arguments):
    return CliRunner().invoke(
        command_line.app,
        ["survey", agreement.forum.slug, "--body", agreement.body.slug, *arguments],
    )


def counts(survey):
    found = survey_results.result_of(survey)
    return {topic.label: tally.questions for topic, tally in found.topics} | {
        "all": found.whole.questions
    }


def test_questions_are_counted_by_topic_with_unanswered_ones_and_times(agreement):
    survey = run(agreement)

    assert survey.finished_at == NOON
    assert counts(survey) == {"Sick pay": 2, "Rotas, local": 1, "all": 3}
    found = survey_results.result_of(survey)
    assert (found.whole.unanswered, found.whole.within) == (1, [1, 0, 0, 1, 0, 0, 0])
    assert [f"{month:%m}" for month, _ in found.months] == ["03", "04"]


def test_threads_asked_before_the_first_month_are_not_opened(agreement, served):
    run(agreement)

    assert "/viewtopic.php?t=11" not in served.asked
    assert len(served.asked) == len(set(served.asked))


def test_law_4_no_word_and_no_name_is_stored_or_logged(agreement, caplog):
    caplog.set_level(logging.DEBUG)
    told = command(agreement, "--since", "2026-01", "--go")

    assert told.exit_code == 0
    kept = "\n".join(
        repr(row) for model in apps.get_models() for row in model._base_manager.values_list()
    )
    said = f"{kept}\n{caplog.text}\n{told.output}"
    assert "fit note" in kept  # the search finds what is there: the watch's own words
    for words in ("Quillon", "Marrable", "Osgood", "Zephyrine", "seven days", "viewtopic"):
        assert words.lower() not in said.lower()


def test_it_tells_beforehand_what_it_needs_and_opens_no_thread(agreement, served):
    told, document = command(agreement), command(agreement, "--json")

    assert told.exit_code == 0
    assert "At most 5 requests" in told.stdout
    assert "Nothing was begun." in told.stdout
    assert json.loads(document.stdout)["estimate"]["requests_at_most"] == 5
    assert not [path for path in served.asked if "viewforum" in path or "viewtopic" in path]
    assert not Survey.objects.exists()


def test_stopped_on_the_way_it_goes_on_from_the_last_whole_page(agreement, served):
    with pytest.raises(surveying.Interrupted, match="As many requests"):
        run(agreement, most_requests=4)  # the first page, its two threads, and the second page
    before = survey_results.newest_survey(forum_id=agreement.forum_id, body_id=agreement.body_id)
    assert counts(before)["all"] == 2

    served.asked.clear()
    survey = run(agreement)

    assert survey.pk == before.pk
    assert counts(survey)["all"] == 3
    assert "/viewtopic.php?t=14" not in served.asked


def test_what_has_moved_down_meanwhile_is_not_counted_twice(agreement, served):
    with pytest.raises(surveying.Interrupted):
        run(agreement, most_requests=3)
    served.pages["/viewforum.php?f=3&start=2"] = listed([13, 12, 11])

    assert counts(run(agreement))["all"] == 3


def test_pages_that_lead_in_a_circle_end_it(agreement, served):
    served.pages["/viewforum.php?f=3&start=2"] = listed([14, 13], "./viewforum.php?f=3")

    with pytest.raises(survey_actions.SurveyError, match="circle"):
        run(agreement)


def test_law_1_without_leave_nothing_is_asked(served):
    agreement = AgreementFactory(
        forum=ForumFactory(address=served.address, engine="phpbb"), welcome=True
    )
    BoardFactory(forum=agreement.forum, external_id="3")
    WatchFactory(body=agreement.body)

    told = command(agreement, "--go")

    assert told.exit_code == 1
    assert "has published no plan" in told.stderr
    assert not served.asked


def test_laws_1_and_2_a_hold_on_the_way_stops_it_before_the_next_request(agreement, served):
    def hold(done, _known):
        if done == 1:
            AgreementFactory(forum=agreement.forum, body=agreement.body, held=True)

    with pytest.raises(surveying.Interrupted, match="hold"):
        run(agreement, progress=hold)

    assert len([path for path in served.asked if "viewtopic" in path]) == 1


def test_a_reservation_from_mining_is_kept(agreement, served):
    served.pages["/.well-known/tdmrep.json"] = [{"location": "/", "tdm-reservation": 1}]

    with pytest.raises(surveying.NotAllowed, match="ask the operator"):
        run(agreement)

    assert not [path for path in served.asked if "viewtopic" in path]


def test_a_board_that_robots_closes_is_told(agreement, served):
    served.pages["/robots.txt"] = "User-agent: *\nDisallow: /viewforum.php\n"

    told = command(agreement, "--go")

    assert told.exit_code == 1
    assert "robots.txt" in told.stderr


def test_boards_that_the_agreement_does_not_open_are_left_out(agreement):
    other = BoardFactory(forum=agreement.forum, external_id="9", name="Staff")
    AgreementFactory(forum=agreement.forum, body=agreement.body, welcome=True, board_ids=["3"])

    prepared = prepare(agreement)

    assert other not in [board for board, _ in prepared.boards]
    assert len(prepared.refusals) == 1


def test_the_operators_pause_holds_between_two_sittings(agreement, monkeypatch):
    AgreementFactory(
        forum=agreement.forum, body=agreement.body, welcome=True, reading_every_hours=6
    )
    with pytest.raises(surveying.Interrupted):
        run(agreement, most_requests=3)

    with pytest.raises(surveying.Interrupted, match="every 6 hours"):
        run(agreement)
    monkeypatch.setattr(clock, "now", lambda: NOON + 7 * HOUR)

    assert run(agreement).finished_at


def test_two_cannot_go_on_with_one_survey_at_once(agreement):
    with pytest.raises(surveying.Interrupted):
        run(agreement, most_requests=3)
    survey = Survey.objects.get()
    survey_actions.claim_survey(survey_id=survey.pk, at=NOON)

    with pytest.raises(
        survey_actions.SurveyError,
        match=r"elsewhere just now. If nobody does, it is free from \d\d:\d\d UTC",
    ):
        run(agreement)


def test_a_thread_that_cannot_be_read_is_counted_as_such(agreement, served):
    served.pages["/viewtopic.php?t=14"] = "<html><body>Please sign in</body></html>"

    survey = run(agreement)

    assert survey_results.result_of(survey).unreadable == 1
    assert counts(survey)["all"] == 2


def test_the_counts_are_a_table_and_a_file(agreement, tmp_path):
    file = tmp_path / "counts.csv"

    told = command(agreement, "--since", "2026-02", "--go", "--file", str(file))

    assert told.exit_code == 0
    assert "Sick pay" in told.stdout
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    whole = [row for row in rows if row["topic"] == ""]
    assert sum(int(row["questions"]) for row in whole) == 3
    again = command(agreement, "--result", "--json")
    assert json.loads(again.stdout)["all"]["unanswered"] == 1


def test_a_file_that_cannot_be_written_is_told_before_anything_is_asked(
    agreement, served, tmp_path
):
    for file in (tmp_path, tmp_path / "missing" / "counts.csv"):
        told = command(agreement, "--go", "--file", str(file))

        assert told.exit_code == 1
        assert "cannot be written" in told.stderr
    assert not served.asked


def test_begin_and_end_are_in_the_trail(agreement):
    survey = run(agreement)

    kinds = Event.objects.filter(details__survey=survey.public_id).values_list("kind", flat=True)
    assert sorted(kinds) == ["survey.begun", "survey.finished"]


@pytest.mark.parametrize(
    "option", [("--since", "2025-01"), ("--until", "2026-03"), ("--board", "9")]
)
def test_other_months_or_boards_than_it_was_begun_with_are_not_passed_over(
    agreement, served, option
):
    with pytest.raises(surveying.Interrupted):
        run(agreement, most_requests=2)
    asked = len(served.asked)

    told = command(agreement, *option, "--go")

    assert told.exit_code == 1
    assert "A survey from 2026-02 to 2026-04 of 1 board is not finished" in told.stderr
    assert "--drop" in told.stderr
    assert len(served.asked) == asked
    assert command(agreement, "--since", "2026-02", "--until", "2026-04").exit_code == 0


def test_what_is_not_finished_can_be_dropped(agreement):
    with pytest.raises(surveying.Interrupted):
        run(agreement, most_requests=3)

    assert command(agreement, "--drop").exit_code == 0
    assert not Survey.objects.exists()
    assert not SurveyBoard.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--since", "spring"), "is a month such as 2025-01"),
        (("--since", "2026-04", "--until", "2026-01"), "must not be after"),
        (("--until", "2031-01"), "cannot be in the future"),
    ],
)
def test_months_that_make_no_sense_are_refused(agreement, arguments, sentence):
    told = command(agreement, *arguments)

    assert told.exit_code == 2
    assert sentence in " ".join(told.stderr.replace("│", " ").split())


# In a web archive of the forum


@pytest.fixture
def archived(agreement, served, tmp_path):
    """Makes an archive of the forum's pages, but for some."""

    def made(*without, at="2026-05-02T09:00:00Z"):
        return archive_in(
            tmp_path,
            *(
                capture(f"{served.address}{path}", page, at=at)
                for path, page in served.pages.items()
                if path not in without
            ),
        )

    return made


def test_a_web_archive_is_counted_like_the_forum_without_a_request(agreement, served, archived):
    told = command(agreement, "--since", "2026-02", "--archive", str(archived()), "--go")

    assert told.exit_code == 0
    assert served.asked == []
    survey = Survey.objects.get()
    assert counts(survey) == {"Sick pay": 2, "Rotas, local": 1, "all": 3}
    assert f"{survey.archived_until:%d %B %Y}" == "02 May 2026"
    assert "Counted in a web archive with pages until 02 May 2026" in told.stdout


def test_law_4_no_word_of_a_web_archive_is_stored_or_logged(agreement, archived, caplog):
    caplog.set_level(logging.DEBUG)
    told = command(agreement, "--since", "2026-01", "--archive", str(archived()), "--go")

    kept = "\n".join(
        repr(row) for model in apps.get_models() for row in model._base_manager.values_list()
    )
    said = f"{kept}\n{caplog.text}\n{told.output}"
    for words in ("Quillon", "Marrable", "Osgood", "Zephyrine", "seven days", "viewtopic"):
        assert words.lower() not in said.lower()


def test_beforehand_it_tells_what_a_web_archive_holds(agreement, served, archived):
    told = command(agreement, "--since", "2026-02", "--archive", str(archived()))
    document = command(agreement, "--since", "2026-02", "--archive", str(archived()), "--json")

    assert (
        "The archive holds 7 pages of the site, of 02 May 2026 to 02 May 2026. Nothing is asked of "
        "the forum." in " ".join(told.stdout.split())
    )
    assert json.loads(document.stdout)["archived_pages"] == 7
    assert served.asked == []


def test_threads_that_a_web_archive_lacks_are_told_and_lists_end_where_it_ends(agreement, archived):
    file = archived("/viewtopic.php?t=14", "/viewforum.php?f=3&start=2", "/index.php")
    told = command(agreement, "--since", "2026-02", "--archive", str(file), "--go")

    survey = Survey.objects.get()
    assert "Threads that could not be read: 1." in told.stdout
    assert survey.finished_at
    assert counts(survey)["all"] == 1


def test_law_1_a_web_archive_is_read_with_leave_alone(agreement, served, archived):
    file = archived()
    AgreementFactory(forum=agreement.forum, body=agreement.body, held=True)

    told = command(agreement, "--archive", str(file), "--go")

    assert told.exit_code == 1
    assert "hold" in told.stderr
    assert not Survey.objects.exists()


def test_what_was_reserved_from_mining_when_it_was_captured_is_not_counted(
    agreement, served, archived
):
    served.pages["/.well-known/tdmrep.json"] = '[{"location": "/", "tdm-reservation": 1}]'
    told = command(agreement, "--since", "2026-02", "--archive", str(archived()), "--go")

    assert told.exit_code == 1
    assert "ask the operator" in told.stderr


def test_the_operators_pause_is_for_requests_and_not_for_archives(agreement, archived):
    AgreementFactory(
        forum=agreement.forum, body=agreement.body, welcome=True, reading_every_hours=6
    )
    survey_since = ("--since", "2026-02", "--archive", str(archived()), "--go")

    assert command(agreement, *survey_since).exit_code == 0
    assert command(agreement, *survey_since).exit_code == 0


def test_a_survey_goes_on_where_it_was_begun(agreement, archived):
    with pytest.raises(surveying.Interrupted):
        run(agreement, most_requests=3)
    told = command(agreement, "--archive", str(archived()), "--go")

    assert told.exit_code == 1
    assert "counts in the forum itself. Go on with it without --archive" in told.stderr


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--since", "2026-06", "--until", "2026-07"), "newest page in the archive is of May 2026"),
        (("--until", "2026-02", "--since", "2026-03"), "must not be after"),
    ],
)
def test_months_that_a_web_archive_cannot_tell_of_are_refused(
    agreement, archived, monkeypatch, options, sentence
):
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(year=2027))
    told = command(agreement, *options, "--archive", str(archived()), "--go")

    assert told.exit_code != 0
    assert sentence in " ".join(told.output.replace("│", " ").split())


def test_an_archive_of_another_site_and_a_file_that_is_none_are_named(agreement, tmp_path):
    other = archive_in(tmp_path, capture("https://other.example/"))
    broken = tmp_path / "notes.txt"
    broken.write_text("notes " * 100)

    assert "hold no page of" in command(agreement, "--archive", str(other), "--go").stderr
    assert "cannot be read as a web" in command(agreement, "--archive", str(broken)).stderr


def test_threads_and_boards_stand_in_an_archive_under_the_addresses_that_crawlers_saw(
    agreement, served, tmp_path
):
    def as_seen(path):
        session = "sid=0123456789abcdef0123456789abcdef"
        return path.replace("?t=", "?f=3&t=") + (f"&{session}" if "?" in path else f"?{session}")

    pages = {as_seen(path): page for path, page in served.pages.items() if path != "/index.php"}
    later = "/viewtopic.php?f=3&t=14&start=10"
    file = archive_in(
        tmp_path,
        capture(f"{served.address}{later}", shown(11)),
        *(capture(f"{served.address}{path}", page) for path, page in pages.items()),
    )
    told = command(agreement, "--since", "2026-02", "--archive", str(file), "--go")

    assert told.exit_code == 0
    assert counts(Survey.objects.get())["all"] == 3
