"""The search of an exported site, done by a script: it finds what the service finds."""

import json
import subprocess

import pytest
from django.db import connection

from alongside.bodies import search as bodies_search
from alongside.core import clock
from alongside.core.letters import plain
from alongside.forums.domain.synonym_groups import TEXT
from alongside.forums.search import refresh_search
from alongside.publishing import body_lists, forum_lists, search_index
from alongside.publishing.domain.filters import BodyFilter, ForumFilter
from alongside.ui import build
from tests.apps.forums import needs
from tests.factories import (
    BoardFactory,
    BodyFactory,
    ForumFactory,
    ListingFactory,
)

pytestmark = pytest.mark.django_db

SCRIPTS = build.UI / "static" / "ui"
LOOKED_FOR = (
    "bullied", "bullying at work", "Noise", "noisy neighbours", "carer", "caring for my mother",
    "\"service charges\"", "debt -credit", "asthma or epilepsy", "housing benefit", "SEN", "mould",
    "jobseeker’s allowance", "leaseholds", "being made redundant", "universities", "Alzheimer's",
    "thrift", "forum", "a forum for people", "zzzz", "in", "ground rent", "adhd", "money",
)  # fmt: skip


def run(script: str, given: object) -> object:
    """What the scripts of the pages make of it, in a program without a page."""
    ours = ";\n".join((SCRIPTS / name).read_text() for name in ("place.js", "stem.js", "search.js"))
    code = f"""globalThis.window = globalThis;
{ours};
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
{script}"""
    done = subprocess.run(
        [str(build._node()), "-e", code],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-1000:]
    return json.loads(done.stdout)


def found_in_files(kind, questions):
    """Names for each question, best first, and how well they fit."""
    index = search_index.script(kind, practice_too=False)
    script = f"""{index}
const data = alongsideFind.prepared(alongsideSearch.{kind}, "{kind}");
const found = given.map((text) => alongsideFind.look(text, data));
console.log(JSON.stringify(found.map(({{ numbers, fit }}) =>
  [numbers.map((number) => data.entries[number].name), fit])));"""
    return run(script, questions)


@pytest.fixture
def _register():
    for name, subject, area, description, boards in needs.FORUMS:
        forum = ForumFactory(name=name, subject=subject, area=area, description=description)
        for board in boards:
            BoardFactory(forum=forum, name=board)
    bullied = ForumFactory(name="Quiet Corner", description="For whoever suffers from bullying.")
    body = BodyFactory(name="Asbestos Board", remit="Asbestos in schools.")
    ListingFactory(forum=bullied, body=body)
    refresh_search()
    bodies_search.refresh_search()


def test_a_word_has_the_stem_that_the_database_gives_it():
    more = "added egged dying skies proceeds inning generously happily communities past arsenal"
    words = sorted(set(plain(f"{TEXT} {needs.FORUMS} {needs.SEEN} {more}").split()))
    words = [word for word in words if word.isascii() and word.isalpha()]
    assert len(words) > 2000

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize('english_stem', word))[1] FROM unnest(%s::text[]) AS word",
            [words],
        )
        theirs = dict(cursor.fetchall())
    ours = run("console.log(JSON.stringify(given.map(alongsideStem)))", words)

    # Of words that tell nothing ("the") the database keeps no stem.
    assert {w: s for w, s in zip(words, ours, strict=True) if theirs[w]} == {
        word: stem for word, stem in theirs.items() if stem
    }


@pytest.mark.usefixtures("_register")
def test_forums_are_found_in_files_by_the_words_by_which_the_service_finds_them():
    def live(text):
        found = forum_lists.forum_list(
            ForumFilter(text=text), page_size=500, practice_too=False, at=clock.now()
        )
        return {forum.name for forum in found.page.object_list}

    in_files = found_in_files("forums", LOOKED_FOR)

    differing = {
        text: set(names) ^ live(text)
        for text, (names, _) in zip(LOOKED_FOR, in_files, strict=True)
        if set(names) != live(text)
    }
    assert differing == {}


def test_the_address_of_a_forum_or_of_one_of_its_pages_finds_it_live_and_in_files():
    ForumFactory(name="The Well", address="https://www.well.example/forum/")
    ForumFactory(name="Many", address="https://well.example")
    ForumFactory(name="Words about well.example")
    refresh_search()
    asked = {
        "https://www.well.example/forum": "The Well",
        "http://WELL.example/forum/index.php": "The Well",
        "well.example/forum/showthread.php?t=12#post3": "The Well",
        "https://well.example/Forum/t/fit-notes/77": "The Well",
        "https://well.example:443/": "Many",
        "well.example/other/page": "Many",
        " well.example ": "Many",
    }

    in_files = found_in_files("forums", list(asked))

    assert [names for names, _ in in_files] == [[name] for name in asked.values()]
    for text, name in asked.items():
        found = forum_lists.forum_list(
            ForumFilter.of({"q": [text]}), practice_too=False, at=clock.now()
        )
        assert [forum.name for forum in found.page.object_list] == [name], text


def test_an_address_that_is_not_known_is_read_as_words():
    ForumFactory(name="Node help", description="About node.js and others")
    refresh_search()

    [[names, fit]] = found_in_files("forums", ["node.js"])

    assert (names, fit) == (["Node help"], "found")


@pytest.mark.usefixtures("_register")
def test_bodies_are_found_in_files_by_the_whole_of_their_remit():
    BodyFactory(name="Health Board", remit="Words. " * 200 + "Vaccinations against measles.")
    bodies_search.refresh_search()
    questions = ("vaccination", "asbestos schools", "measle vaccinated")

    in_files = found_in_files("bodies", questions)

    for text, (names, _) in zip(questions, in_files, strict=True):
        found = body_lists.body_list(BodyFilter(text=text), practice_too=False, at=clock.now())
        assert names == [body.name for body in found.page.object_list], text
        assert names


@pytest.mark.usefixtures("_register")
def test_a_need_in_a_sentence_finds_its_forum_among_the_first_ten():
    asked = needs.SEEN + needs.UNSEEN

    in_files = found_in_files("forums", [need for need, _ in asked])

    missed = [
        need
        for (need, right), (names, _) in zip(asked, in_files, strict=True)
        if not right & set(names[:10])
    ]
    assert len(missed) <= 0.15 * len(asked), missed


@pytest.mark.usefixtures("_register")
def test_slips_of_the_pen_are_set_right_and_the_last_word_may_be_unfinished():
    (pennywise, fit), (damp, _), (begun, _) = found_in_files(
        "forums", ["penywise", "mouldd", "cavi leaseh"]
    )

    assert (pennywise, fit) == (["Pennywise Talk"], "similar")
    assert "Damp Patch" in damp
    assert "Leasehold Voices" in begun


def test_practice_is_in_the_script_only_where_it_is_shown():
    ForumFactory(name="Made Up", subject="", area="", practice=True)

    assert "Made Up" not in search_index.script("forums", practice_too=False)
    assert '"Made Up","","Practice"' in search_index.script("forums", practice_too=True)
