"""Files of forums and of figures: every fault by line, a difference first, all or nothing."""

import csv
import gzip
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from alongside.audit.models import Event
from alongside.audit.queries import public_events
from alongside.bodies.imports.records import ImportRefused
from alongside.forums import queries
from alongside.forums.domain.facts import ForumFacts
from alongside.forums.imports.forums import import_forums
from alongside.forums.imports.measures import import_measures
from alongside.forums.models import Forum, ForumAlias, ForumTopic, Measure
from alongside.forums.search import find_forums
from alongside.publishing import changes, feeds
from tests.factories import (
    NOON,
    TODAY,
    ForumAliasFactory,
    ForumFactory,
    ForumTopicFactory,
    MeasureFactory,
)

pytestmark = pytest.mark.django_db

FORUM = {"forum_id": "ferry", "name": "Ferry Corner", "address": "https://ferry.example"}
MEASURE = {
    "forum_id": "ferry",
    "kind": "members",
    "value": "42000",
    "unit": "members",
    "method": "shown",
    "asserted_by": "the front page",
    "source": "front page",
    "dated": "2026-05",
}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "file.csv"


def text_of(rows):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read_forums(file, *rows, write=True):
    file.write_text(text_of(rows), encoding="utf-8")
    return import_forums(file, write=write, by="command line", at=NOON)


def read_measures(file, *rows, write=True):
    file.write_text(text_of(rows), encoding="utf-8")
    return import_measures(file, write=write, by="command line", at=NOON)


def faults_of(refused):
    return [(fault.place, fault.field) for fault in refused.value.faults]


# Forums


def test_a_forum_comes_over_with_all_that_its_row_says(file):
    read_forums(
        file,
        FORUM
        | {
            "other_names": "Ferry Talk; Ferry",
            "kind": "Mailing list",
            "operator_name": "Ferry Association",
            "subject": "Work",
            "description": "Shift workers help one another.",
            "topics": "GOVUK-TOPIC:work; money",
            "area": "Aldmere",
            "languages": "EN; cy",
            "engine": "Mailman",
            "life": "active",
            "house_rules_address": "https://ferry.example/rules",
            "house_rules_read_on": "2026-05-06",
            "report_address": "https://ferry.example/report",
            "aliases": "https://old.example; https://www.ferry.example/",
        },
    )

    assert queries.facts_of(Forum.objects.get(slug="ferry")) == ForumFacts(
        name="Ferry Corner",
        address="https://ferry.example",
        other_names=("Ferry Talk", "Ferry"),
        kind="mailing_list",
        operator_name="Ferry Association",
        subject="Work",
        description="Shift workers help one another.",
        topics=("money", "work"),
        area="Aldmere",
        languages=("en", "cy"),
        engine="mailman",
        life="active",
        house_rules_address="https://ferry.example/rules",
        house_rules_read_on=TODAY,
        report_address="https://ferry.example/report",
    )
    assert dict(ForumAlias.objects.values_list("place", "kind")) == {
        "ferry.example": "own",
        "old.example": "spelling",
    }
    assert find_forums("shift workers", limit=5)
    assert public_events().get().kind == "forum.added"


def test_without_leave_nothing_is_written(file):
    found = read_forums(file, FORUM, write=False)

    assert [entry.slug for entry in found.added] == ["ferry"]
    assert not found.written
    assert not Forum.objects.exists()
    assert not Event.objects.exists()


def test_reading_a_file_again_changes_nothing(file):
    read_forums(file, FORUM | {"topics": "work", "languages": "en"})

    again = read_forums(file, FORUM | {"topics": "work", "languages": "en"})

    assert (again.added, again.changed, again.unchanged_count) == ((), (), 1)
    assert Event.objects.count() == 1


def test_a_row_changes_what_it_says_and_an_empty_cell_nothing(file):
    read_forums(file, FORUM | {"subject": "Work", "life": "active", "topics": "work"})

    found = read_forums(
        file, FORUM | {"name": "Ferry", "subject": "", "life": "unknown", "topics": "money"}
    )

    assert set(found.changed[0].changes) == {"name", "other_names", "topics"}
    forum = Forum.objects.get()
    assert (forum.name, forum.subject, forum.life) == ("Ferry", "Work", "active")
    assert forum.other_names == ["Ferry Corner"]
    assert [topic.code for topic in forum.topics.all()] == ["money"]
    assert public_events().first().details["changes"]["name"] == ["Ferry Corner", "Ferry"]


def test_a_moved_forum_goes_on_being_known_where_it_stood(file):
    read_forums(file, FORUM)

    read_forums(file, FORUM | {"address": "https://new.example"})
    read_forums(file, FORUM)

    assert dict(ForumAlias.objects.values_list("place", "kind")) == {
        "ferry.example": "own",
        "new.example": "moved",
    }


def test_new_forums_of_one_name_get_places_of_their_own(file):
    found = read_forums(
        file,
        {"name": "Ferry", "address": "https://one.example", "forum_id": ""},
        {"name": "Ferry", "address": "https://two.example", "forum_id": ""},
        {"name": "Third", "address": "https://three.example", "forum_id": "ferry-2"},
        {"name": "Add", "address": "", "forum_id": ""},
    )

    assert [entry.slug for entry in found.added] == ["ferry", "ferry-3", "ferry-2", "add-2"]


def test_every_fault_of_a_file_is_told_at_once_and_nothing_is_written(file):
    ForumFactory(slug="other", address="https://other.example")
    ForumFactory(slug="practice", practice=True)
    ForumFactory(slug="gone", merged_into=ForumFactory(slug="kept"))

    with pytest.raises(ImportRefused) as refused:
        read_forums(
            file,
            FORUM,
            {"name": "", "subject": "Work"},
            {"name": "A", "address": "http://10.0.0.1"},
            {"name": "B", "address": "https://b.example", "life": "lively", "kind": "club"},
            {"name": "C", "topics": "moon", "languages": "Welsh", "engine": "own thing"},
            {"name": "D", "house_rules_address": "javascript:x", "house_rules_read_on": "May"},
            {"name": "E", "forum_id": "e", "address": "https://WWW.other.example"},
            {"name": "F", "forum_id": "practice"},
            {"name": "G", "forum_id": "gone"},
            {"name": "H", "forum_id": "Not a slug"},
            {"name": "I", "forum_id": "i", "address": "https://www.ferry.example/index.php"},
            {"name": "J", "forum_id": "add"},
            {"name": "K", "aliases": "https://other.example/"},
            {
                "name": "L",
                "house_rules_address": "https://l.example",
                "house_rules_read_on": "2026-05-07",
            },
        )

    assert set(faults_of(refused)) == {
        ("line 3", "name"),
        ("line 4", "address"),
        ("line 5", "life"),
        ("line 5", "kind"),
        ("line 6", "topics"),
        ("line 6", "languages"),
        ("line 6", "engine"),
        ("line 7", "house_rules_address"),
        ("line 7", "house_rules_read_on"),
        ("line 8", "address"),
        ("line 9", "forum_id"),
        ("line 10", "forum_id"),
        ("line 11", "forum_id"),
        ("line 12", "name"),
        ("line 13", "forum_id"),
        ("line 14", "aliases"),
        ("line 15", "house_rules_read_on"),
    }
    assert "Write kept instead" in " ".join(map(str, refused.value.faults))
    assert not Forum.objects.filter(slug="ferry").exists()


def test_topics_of_other_lists_are_passed_over_and_those_that_stand_stay(file):
    forum = ForumFactory(slug="ferry", address="https://ferry.example")
    ForumTopicFactory(forum=forum, scheme="LGSL", code="57", label="Noise")

    read_forums(file, FORUM | {"topics": "LGSL:99; GOVUK-TOPIC:work"})

    assert set(ForumTopic.objects.values_list("scheme", "code")) == {
        ("LGSL", "57"),
        ("GOVUK-TOPIC", "work"),
    }


def test_cells_that_a_spreadsheet_was_kept_from_misreading_are_read_as_they_were(file):
    ForumFactory(slug="ferry", name="=Ferry", address="https://ferry.example", area="+44")

    read_forums(file, FORUM | {"name": "'=Ferry", "subject": "'tis work", "area": "'+44"})

    forum = Forum.objects.get()
    assert (forum.name, forum.subject, forum.area) == ("=Ferry", "'tis work", "+44")


@pytest.mark.parametrize("guard", ["", "'"])
@pytest.mark.parametrize("name", ["name", "other_names", "operator_name", "subject", "area"])
def test_a_cell_that_a_spreadsheet_would_carry_out_is_refused(file, name, guard):
    with pytest.raises(ImportRefused) as refused:
        read_forums(file, FORUM | {name: f"{guard}=cmd|' /C calc'!A0"})

    assert faults_of(refused) == [("line 2", name)]


def test_columns_that_are_not_read_are_named_and_those_of_the_published_file_are_known(file):
    found = read_forums(file, FORUM | {"page": "x", "added_at": "y", "colour": "blue"}, write=False)

    assert found.notes == ("Columns that are not read: colour.",)


@pytest.fixture
def published(client):
    """The bytes of a published file, by its name."""
    return lambda name: _fetched(client, name)


def _fetched(client, name):
    response = client.get(reverse("register:data-file", args=[name, "csv"]))
    return b"".join(response) if response.streaming else response.content


def test_the_published_file_can_be_read_again_and_changes_nothing(file, published):
    for number in range(3):
        forum = ForumFactory(
            name=f"=Forum {number}",
            languages=["en", "xx"],
            other_names=["A; B", "B|C"],
            engine="phpbb",
            life="quiet",
            kind="mailing_list",
            description="- one\n- two, “three”",
            operator_name="+Ferry",
            area="'tis Wales",
            house_rules_address="http://ferry.example/rules?a=1;b=2",
            house_rules_read_on=TODAY,
            report_address="https://ferry.example/report#x",
        )
        ForumTopicFactory(forum=forum)
        ForumTopicFactory(forum=forum, scheme="LGSL", code="57", label="Noise")
        ForumAliasFactory(forum=forum)
    ForumFactory(name="Nowhere", address="")
    ForumFactory(name="Nowhere", address="")
    ForumFactory(name="Twin", merged_into=forum)
    ForumFactory(name="Practice", practice=True)
    file.write_bytes(published("forums"))

    found = import_forums(file, write=True, by="command line", at=NOON)

    assert (found.rows, found.added, found.changed, found.notes) == (5, (), (), ())
    assert found.kept == ()


def test_a_large_file_takes_no_more_questions_to_the_database_than_a_small_one(
    file, django_assert_max_num_queries
):
    rows = [
        {"name": f"Forum {n}", "address": f"https://f{n}.example", "topics": "work; money"}
        for n in range(300)
    ]

    with django_assert_max_num_queries(25):
        read_forums(file, *rows)

    assert Forum.objects.count() == ForumAlias.objects.count() == 300


@pytest.mark.parametrize(("count", "told"), [(499, False), (500, True)])
def test_the_database_is_told_what_many_new_rows_are_like(
    file, django_assert_max_num_queries, count, told
):
    rows = [{"name": f"Forum {n}", "address": f"https://f{n}.example"} for n in range(count)]

    with django_assert_max_num_queries(40) as asked:
        read_forums(file, *rows)

    assert any("ANALYZE forums_forum" in (query["sql"] or "") for query in asked) is told


# Any file


@pytest.mark.parametrize("read", [import_forums, import_measures])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xff\xfen\x00a\x00", "UTF-16"),
        (b"name\nF\xe9rry\n", "UTF-8"),
        (b"name\nFer\x00ry\n", "NUL"),
        (b"name,subject\nFerry\n", "1 cell here, and 2 columns"),
        (b'name\n"Ferry\n', "no CSV"),
        (b"colour\nblue\n", "There is no column"),
        (b"name,name\na,b\n", "twice"),
        (b"name\n" + b"x" * 200_000 + b"\n", "no CSV"),
        (b"\x1f\x8bnot gzip", "gzip"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(file, read, data, words):
    file.write_bytes(data)

    with pytest.raises(ImportRefused) as refused:
        read(file, write=True, by="command line", at=NOON)

    assert words in " ".join(str(fault) for fault in refused.value.faults)


@pytest.fixture(params=[131_072, 2**31 - 1])
def limit_of_the_process(request):
    """How long a cell may be for the csv module; any library may set it for all."""
    before = csv.field_size_limit(request.param)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("limit_of_the_process")
@pytest.mark.parametrize("read", [import_forums, import_measures])
def test_an_endless_cell_is_refused_whatever_the_limit_of_the_process(file, read):
    file.write_bytes(b"name\n" + b"x" * 200_000 + b"\n")

    with pytest.raises(ImportRefused) as refused:
        read(file, write=True, by="command line", at=NOON)

    assert "line 2: This is no CSV:" in [str(fault)[:23] for fault in refused.value.faults]


@pytest.mark.parametrize("read", [import_forums, import_measures])
def test_a_file_that_is_not_there_is_told(tmp_path, read):
    with pytest.raises(ImportRefused):
        read(tmp_path / "none.csv", write=True, by="command line", at=NOON)


def test_a_packed_file_is_read(file):
    file.write_bytes(gzip.compress(text_of([FORUM]).encode()))

    assert import_forums(file, write=True, by="command line", at=NOON).rows == 1


# Figures


@pytest.fixture
def ferry():
    return ForumFactory(slug="ferry", name="Ferry Corner", address="https://ferry.example")


def test_a_figure_comes_over_with_its_source(file, ferry):
    read_measures(
        file,
        MEASURE
        | {
            "value": "42,000",
            "bound": "up to",
            "period": "a month",
            "source_address": "https://ferry.example/about",
            "quotation": "up to 42,000 members",
        },
    )

    measure = Measure.objects.get()
    assert (measure.forum, measure.value, measure.bound) == (ferry, Decimal(42_000), "up_to")
    assert (measure.recorded_at, measure.quotation) == (NOON, "up to 42,000 members")
    ferry.refresh_from_db()
    assert ferry.size == 42_000


def test_figures_are_one_public_change_a_forum(file, ferry):
    other = ForumFactory()
    days = [{"dated": f"2026-04-{day:02}"} for day in range(1, 31)]

    read_measures(file, *(MEASURE | day for day in days), MEASURE | {"forum_id": other.slug})

    told = {event.subject: event for event in public_events()}
    figures = told["forum:ferry"].details["changes"]["figures"][1]
    assert told["forum:ferry"].details["figures"] == 30
    assert figures[0] == {
        "kind": "members",
        "value": 42_000,
        "unit": "members",
        "bound": "exact",
        "dated": "2026-04-30",
    }
    assert (len(figures), figures[-1]) == (21, {"more": 10})
    assert told[f"forum:{other.slug}"].details["changes"]["value"] == [None, 42_000]
    assert {*told} == {"import:file", "forum:ferry", f"forum:{other.slug}"}


def test_many_figures_are_told_in_one_sentence_and_each_by_kind_value_and_date(file, ferry):
    read_measures(
        file,
        MEASURE | {"bound": "over"},
        MEASURE | {"kind": "posts", "unit": "posts", "value": "3.5"},
        *(MEASURE | {"dated": f"2025-{month:02}"} for month in range(1, 13)),
        *(MEASURE | {"dated": f"2024-{month:02}"} for month in range(1, 13)),
    )

    [change] = changes.changes()
    feed = feeds.all_changes(at=NOON).decode()

    assert "members: &lt;ins&gt;over 42,000 members, May 2026&lt;/ins&gt;" in feed
    assert change.sentence == "26 figures about Ferry Corner were recorded."
    said = [(one.field, one.before, one.after) for one in change.differences]
    assert said[:2] == [
        ("members", "", "over 42,000 members, May 2026"),
        ("posts", "", "3.5 posts, May 2026"),
    ]
    assert said[-1] == ("figures", "", "and 6 more")


def test_one_figure_from_a_file_is_told_as_if_somebody_had_typed_it(file, ferry):
    read_measures(file, MEASURE)

    [change] = changes.changes()

    assert change.sentence == (
        "A figure about Ferry Corner was recorded: 42,000 members, May 2026."
    )


@pytest.mark.parametrize("name", ["kind", "unit", "asserted_by", "source", "period", "quotation"])
def test_a_figure_with_a_formula_is_refused(file, ferry, name):
    with pytest.raises(ImportRefused) as refused:
        read_measures(file, MEASURE | {name: "=1+1"})

    assert faults_of(refused) == [("line 2", name)]


def test_broken_rows_do_not_hide_what_is_wrong_with_the_others(file, ferry):
    file.write_text(
        "forum_id,kind,value,unit,method,asserted_by,source,dated\n"
        "ferry,members\n"
        '"ferry,members,1,members,shown,page,page,2024\n'
        "ferry,members,many,members,shown,page,page,2024\n"
        "nobody,members,1,members,shown,page,page,2024\n"
        "ferry,members,1,members,shown,page,page,2023\n"
        "ferry,members,2,members,shown,page,page,2023\n"
    )

    with pytest.raises(ImportRefused) as refused:
        import_measures(file, write=True, by="command line", at=NOON)

    assert {place for place, _ in faults_of(refused)} == {
        f"line {number}" for number in (2, 3, 4, 5, 7)
    }


def test_a_row_may_name_the_forum_by_any_address_that_leads_to_it(file, ferry):
    ForumAliasFactory(forum=ferry, address="https://old.example")

    read_measures(file, {**MEASURE, "forum_id": "", "address": "http://www.old.example/"})

    assert Measure.objects.get().forum == ferry


def test_without_leave_no_figure_is_written(file, ferry):
    found = read_measures(file, MEASURE, write=False)

    assert (found.new, found.forums[0].name) == (1, "Ferry Corner")
    assert not Measure.objects.exists()


def test_reading_figures_again_tells_none_twice(file, ferry):
    read_measures(file, MEASURE)

    found = read_measures(file, MEASURE, MEASURE | {"kind": "Members"})

    assert (found.rows, found.new, found.unchanged) == (2, 0, 1)
    assert Measure.objects.count() == 1


def test_a_figure_that_stands_with_another_value_is_kept_and_named(file, ferry):
    read_measures(file, MEASURE)

    found = read_measures(file, MEASURE | {"value": "1"}, MEASURE | {"source": "Media pack"})

    assert (found.new, found.kept_count) == (1, 1)
    kept = found.kept[0]
    assert (kept.place, kept.ours, kept.theirs) == ("line 2", "42000 members", "1 members")
    assert Measure.objects.get(source="front page").value == 42_000


def test_a_figure_that_people_found_wrong_is_not_brought_back(file, ferry):
    MeasureFactory(
        forum=ferry,
        kind="members",
        value=42_000,
        unit="members",
        source="front page",
        dated="2026-05",
        withdrawn_at=NOON,
        withdrawn_reason="Counted twice.",
    )

    found = read_measures(file, MEASURE)
    right = read_measures(file, MEASURE | {"value": "21000"})

    assert (found.new, found.withdrawn) == (0, 1)
    assert right.new == 1
    assert [measure.value for measure in Measure.objects.standing()] == [21_000]


def test_every_fault_of_a_file_of_figures_is_told_and_nothing_is_written(file, ferry):
    ForumFactory(slug="practice", practice=True)
    ForumFactory(slug="gone", merged_into=ferry)

    with pytest.raises(ImportRefused) as refused:
        read_measures(
            file,
            MEASURE,
            MEASURE | {"value": "many"},
            MEASURE | {"value": "-1"},
            MEASURE | {"source": ""},
            MEASURE | {"dated": "2026-05-07"},
            MEASURE | {"method": "guessed"},
            MEASURE | {"bound": "nearly"},
            MEASURE | {"unit": "", "asserted_by": " "},
            MEASURE | {"forum_id": "nobody"},
            MEASURE | {"forum_id": "practice"},
            MEASURE | {"forum_id": "gone"},
            MEASURE | {"forum_id": ""},
            MEASURE | {"value": "43000"},
            MEASURE | {"source_address": "javascript:alert(1)"},
            MEASURE | {"quotation": "x" * 1001},
        )

    assert set(faults_of(refused)) == {
        ("line 3", "value"),
        ("line 4", "value"),
        ("line 5", "source"),
        ("line 6", "dated"),
        ("line 7", "method"),
        ("line 8", "bound"),
        ("line 9", "unit"),
        ("line 9", "asserted_by"),
        ("line 10", "forum_id"),
        ("line 11", "forum_id"),
        ("line 12", "forum_id"),
        ("line 13", "forum_id"),
        ("line 14", "value"),
        ("line 15", "source_address"),
        ("line 16", "quotation"),
    }
    assert not Measure.objects.exists()


def test_missing_columns_are_all_named(file):
    with pytest.raises(ImportRefused) as refused:
        read_measures(file, {"kind": "members", "value": "many"})

    told = " ".join(str(fault) for fault in refused.value.faults)
    assert "forum_id or address" in told
    assert all(name in told for name in ("unit", "method", "asserted_by", "source", "dated"))
    assert "The columns found are: kind, value." in told
    assert [fault.place for fault in refused.value.faults].count("line 2") == 1


def test_the_published_figures_can_be_read_again_and_change_nothing(file, published):
    for value in ("0.5", "42000", "1000000000000"):
        MeasureFactory(
            value=Decimal(value),
            quotation="=1+1,\n“so”",
            period="a month",
            bound="over",
            unit="people; all",
        )
    file.write_bytes(published("measures"))

    found = import_measures(file, write=True, by="command line", at=NOON)

    assert (found.rows, found.new, found.unchanged, found.notes) == (3, 0, 3, ())


def test_an_import_can_be_done_twice_in_one_transaction(file, ferry):
    read_measures(file, MEASURE, write=False)

    assert read_measures(file, MEASURE).new == 1


def test_an_address_in_a_folder_keeps_the_slash_that_its_site_uses(file):
    read_forums(
        file,
        {"name": "A", "address": "https://one.example/talk/"},
        {"name": "B", "address": "https://two.example/talk"},
        {"name": "C", "address": "https://three.example/"},
    )

    assert list(Forum.objects.order_by("name").values_list("address", flat=True)) == [
        "https://one.example/talk/",
        "https://two.example/talk",
        "https://three.example",
    ]
    # Written the other way by the same list, it is the same place; nobody's edit is undone.
    read_forums(file, {"name": "B", "address": "https://two.example/talk/"})
    assert Forum.objects.get(name="B").address == "https://two.example/talk/"
    assert Forum.objects.count() == 3
