"""Bad lists: every fault in one report, by line or record, and nothing half-imported."""

import gzip
import json
from pathlib import Path

import pytest

from alongside.audit.models import Event
from alongside.bodies.imports import reading, run
from alongside.bodies.imports.reading import Objects, pages_of
from alongside.bodies.imports.records import ImportRefused
from alongside.bodies.models import Body, SourceRecord
from alongside.fetching.errors import Unreachable
from alongside.fetching.messages import Response
from tests.apps.bodies.lists import closed, organisation
from tests.factories import NOON, BodyFactory, BodyIdentifierFactory

pytestmark = pytest.mark.django_db


def refused(lists, source, **wishes):
    """The faults, as {place: sentences}; nothing was written."""
    before = (Body.objects.count(), Event.objects.count())
    with pytest.raises(ImportRefused) as exc:
        lists.take(source, **wishes)
    assert (Body.objects.count(), Event.objects.count()) == before
    assert not SourceRecord.objects.exists()
    found = {}
    for fault in exc.value.faults:
        found.setdefault(fault.place, []).append(fault.sentence)
    return {place: " ".join(sentences) for place, sentences in found.items()}


def test_codes_that_no_country_has_and_websites_with_passwords_are_told_together(lists):
    rows = "name,jurisdiction,website\nAldmere,XX,\nBexley,GB-ZZZ,https://me:pw@bexley.example\n"

    faults = refused(lists, lists.file(rows, "bodies.csv"))

    assert "“XX” is no code" in faults["line 2"]
    assert "“GB-ZZZ” is no code" in faults["line 3"]
    assert "password" in faults["line 3"]


# Files that are no lists


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"", "", "empty"),
        (b" \r\n ", "", "empty"),
        (b"[]", "", "no body"),
        (b"name\r\n", "", "no body"),
        (b"[{]", "line 1", "no JSON"),
        (b'[\n{"title": "A",}\n]', "line 2", "no JSON"),
        (b'[{"title": NaN}]', "", "NaN"),
        (b"[" * 100_000, "", "nested too deeply"),
        (b'{"a":' * 100_000, "", "nested too deeply"),
        (b'[{"title": ' + b"9" * 5000 + b"}]", "", "a number in it is too long"),
        (b'[1, "two", null]', "record 2", "expected here"),
        (b'{"message": "not found"}', "record 1", "title is missing"),
        ("name\nAldmere\n".encode("utf-16"), "", "UTF-16"),
        ("name\nAldmere\n".encode("utf-16-le"), "", "UTF-16"),
        ("name\nAldmere\n".encode("utf-32-be"), "", "UTF-32"),
        ("name\nAldmere\nMéry\n".encode("latin-1"), "line 3", "not UTF-8"),
        (b"name\nAld\x00mere\n", "line 2", "NUL"),
        (b"title;name;name\nA;B;C\n", "line 1", "twice"),
        (b"name," + b",".join(b"c%d" % n for n in range(500_000)), "line 1", "500,001 columns"),
        (b'name,kind\n"Aldmere,other\n', "line 2", "no CSV"),
        (b"name,kind\nAldmere\n", "line 2", "1 cell here, and 2"),
        (b"colour,size\nred,3\n", "line 1", "column name is missing"),
        (b"%PDF-1.7\nsomething\n", "line 1", "column name is missing"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_reason(lists, data, place, words):
    assert words in refused(lists, lists.file(data, "list"))[place]


def test_of_columns_that_are_not_read_the_first_ten_are_named():
    said = reading.columns_unread(f"c{number:03}" for number in range(250))

    assert said.startswith("Columns that are not read: c000, c001")
    assert said.endswith("c009 and 240 more.")


def test_every_line_of_a_wrong_encoding_is_named_up_to_a_number(lists):
    faults = refused(lists, lists.file(b"name\n" + b"M\xe9ry\n" * 30, "list.csv"))

    assert len(faults) == 21
    assert faults[""] == "10 more lines are like this."


def test_a_file_that_is_not_there_or_not_to_be_read_is_named(lists, tmp_path):
    assert "There is no file" in refused(lists, str(tmp_path / "missing.csv"))[""]
    assert "cannot be read" in refused(lists, str(tmp_path))[""]
    assert "NUL" in refused(lists, "a\x00b")[""]


def test_a_file_that_swells_is_stopped(lists):
    bomb = gzip.compress(b"name\n" + b"a" * 20_000_000)
    path = Path(lists.file(bomb, "list.csv.gz"))

    with pytest.raises(ImportRefused) as exc:
        reading.read_table(path, most_bytes=1_000_000)

    assert str(exc.value.faults[0]) == "The list is larger than 1 MB. Split it."


def test_a_broken_gzip_is_named(lists):
    whole = gzip.compress(b"name\nAldmere\n" * 100)

    assert "broken" in refused(lists, lists.file(whole[:40], "list.csv.gz"))[""]
    assert "broken" in refused(lists, lists.file(whole[:12] + b"xx" + whole[14:], "l.gz"))[""]


def test_a_packed_list_is_read(lists):
    lists.take(lists.file(gzip.compress(b"name\nAldmere\n"), "list.csv.gz"))

    assert Body.objects.get().name == "Aldmere"


def test_a_table_with_too_many_records_is_refused(lists):
    path = Path(lists.csv(*({"name": name} for name in "abcd")))

    with pytest.raises(ImportRefused) as exc:
        reading.read_table(path, most_records=3)

    assert "more than 3 records" in str(exc.value.faults[0])


@pytest.mark.parametrize("join", ["[{}]".format, '{{"results": [{}]}}'.format])
def test_a_list_with_too_many_records_is_refused(lists, monkeypatch, join):
    monkeypatch.setattr(reading, "MOST_RECORDS", 3)

    faults = refused(lists, lists.file(join(", ".join(["{}"] * 4))))

    assert "more than 3 records" in faults[""]


def test_json_lines_name_the_line(lists):
    text = f"{json.dumps(organisation('a'))}\n\n{{broken\n{json.dumps(organisation('b'))}\n[oops"

    faults = refused(lists, lists.file(text, "list.jsonl"))

    assert set(faults) == {"line 3", "line 5"}


def test_a_form_that_was_asked_for_and_is_another_is_refused(lists):
    assert "no councils" in refused(lists, lists.govuk(organisation("a")), form="councils")[""]
    assert "no JSON" in refused(lists, lists.csv({"name": "A"}), form="govuk")[""]
    assert "gss" in refused(lists, lists.csv({"name": "A"}), form="councils")["line 1"]


# Records that are at fault


def test_all_faults_of_a_list_are_told_at_once_by_line(lists):
    source = lists.csv(
        {"id": "1", "name": "Sound"},
        {"id": "2", "name": ""},
        {"id": "3", "name": "x" * 301},
        {"id": "4", "name": '=HYPERLINK("https://evil.example")'},
        {"id": "5", "name": "E", "dissolution_date": "2026-05-07"},
        {"id": "6", "name": "F", "founding_date": "tomorrow"},
        {"id": "7", "name": "G", "parent_id": "99"},
        {"id": "1", "name": "H"},
        {"id": "9", "name": "I", "jurisdiction": "Utopia"},
        {"id": "10", "name": "J", "identifiers": "no scheme"},
        {"id": "11", "name": "K", "dissolution_date": "2020-01-01", "closed_how": "vanished"},
    )

    faults = refused(lists, source)

    assert list(faults) == [f"line {number}" for number in range(3, 13)]
    for place, words in {
        "line 3": "name is missing",
        "line 4": "301 characters",
        "line 5": "formula",
        "line 6": "in the future",
        "line 7": "no date",
        "line 8": "stands neither in this list",
        "line 9": "stands at line 2 already, for Sound",
        "line 10": "ISO 3166",
        "line 11": "names no register",
        "line 12": "no way in which",
    }.items():
        assert words in faults[place]


def test_an_unknown_parent_is_told_once_the_records_are_sound(lists):
    faults = refused(
        lists, lists.csv({"name": "A"}, {"name": "B", "parent_id": "99", "successor_ids": "98"})
    )

    assert "parent “99” stands neither in this list" in faults["line 3"]
    assert "successor “98”" in faults["line 3"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ["a"]},
        {"title": {"deep": {"deep": 1}}},
        {"title": ""},
        {"title": None},
        {"title": "A\x00B"},
        {"details": "text"},
        {"details": {"slug": 7}},
        {"details": {"abbreviation": ["x"]}},
        {"parent_organisations": "treasury"},
        {"parent_organisations": ["treasury"]},
        {"superseded_organisations": {"id": "x"}},
        {"web_url": "javascript:alert(1)"},
        {"details": {**closed(), "closed_at": "yesterday"}},
        {"details": {**closed(), "closed_at": "2026-05-07T12:00:00Z"}},
        {"details": {"slug": "", "content_id": ""}, "id": None, "web_url": None},
    ],
)
def test_an_organisation_with_values_of_a_wrong_kind_is_a_fault_of_its_record(lists, wrong):
    source = lists.govuk(organisation("sound"), {**organisation("wrong"), **fill(wrong)})

    assert set(refused(lists, source)) == {"record 2"}


def fill(wrong):
    if isinstance(wrong.get("details"), dict):
        return {**wrong, "details": {**organisation("wrong")["details"], **wrong["details"]}}
    return wrong


def test_circles_of_parents_are_refused_by_name(lists):
    source = lists.csv(
        {"id": "a", "name": "Alpha", "parent_id": "b"},
        {"id": "b", "name": "Beta", "parent_id": "c"},
        {"id": "c", "name": "Gamma", "parent_id": "a"},
    )

    faults = refused(lists, source)

    assert "Alpha is a part of Beta, which is a part of Gamma" in faults["line 2"]


def test_a_circle_that_the_list_closes_with_the_register_is_refused(lists):
    top = BodyFactory(slug="top", name="Top")
    low = BodyFactory(slug="low", name="Low", parent=top)
    for body in (top, low):
        BodyIdentifierFactory(body=body, value=body.slug)

    faults = refused(lists, lists.govuk(organisation("top", parents=["low"])))

    assert "run in a circle" in faults["record 1"]


def test_circles_of_successors_are_refused(lists):
    source = lists.govuk(
        organisation("a", details=closed(), followed_by=["b"]),
        organisation("b", details=closed(), followed_by=["a"]),
    )

    assert "was followed by" in refused(lists, source)["record 1"]


def test_an_identifier_of_two_bodies_of_the_register_is_refused(lists):
    BodyIdentifierFactory(body=BodyFactory(name="One"), scheme="GSS", value="1")
    BodyIdentifierFactory(body=BodyFactory(name="Two"), scheme="GSS", value="2")

    faults = refused(lists, lists.csv({"name": "Both", "identifiers": "GSS:1; GSS:2"}))

    assert "GSS 2 is an identifier of Two in the register, and this is One" in faults["line 2"]


def test_a_slug_that_another_organisation_holds_is_refused(lists):
    other = BodyFactory(name="Other")
    BodyIdentifierFactory(body=other, scheme="GOVUK-SLUG", value="mint")
    BodyIdentifierFactory(body=other, scheme="GOVUK-CONTENT-ID", value="another")

    faults = refused(lists, lists.govuk(organisation("mint")))

    assert "which has another GOVUK-CONTENT-ID" in faults["record 1"]


def test_two_records_cannot_be_one_body(lists):
    mine = BodyFactory(name="Mine")
    BodyIdentifierFactory(body=mine, scheme="GSS", value="1")
    BodyIdentifierFactory(body=mine, scheme="GSS", value="2")

    faults = refused(
        lists,
        lists.csv({"name": "One", "identifiers": "GSS:1"}, {"name": "Two", "identifiers": "GSS:2"}),
    )

    assert "This is Mine of the register, and so is line 2" in faults["line 3"]


def test_a_practice_body_is_never_taken_for_a_real_one(lists):
    practice = BodyFactory(name="Mint", practice=True)

    lists.take(lists.govuk(organisation("mint")))

    assert Body.objects.real().count() == 1
    practice.refresh_from_db()
    assert practice.website == ""


def test_the_same_name_twice_without_ids_is_refused(lists):
    faults = refused(lists, lists.csv({"name": "Aldmere"}, {"name": "ALDMERE"}))

    assert "stands at line 2 already" in faults["line 3"]


def test_text_that_looks_like_code_is_only_text(lists):
    name = "Robert'); DROP TABLE bodies_body;-- <script>alert(1)</script> \\N \\. %s {0}"

    lists.take(lists.csv({"name": name, "remit": 'a,"b"\n\\.\n\\N\tc'}))

    body = Body.objects.get()
    assert body.name == name
    assert body.remit == 'a,"b"\n\\.\n\\N\tc'


def test_a_fault_at_the_last_moment_leaves_nothing(lists, monkeypatch):
    def break_down(_ids):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("alongside.bodies.imports.writing.refresh_search", break_down)

    with pytest.raises(RuntimeError):
        lists.take(lists.govuk(organisation("mint")))

    assert not Body.objects.exists()
    assert not Event.objects.exists()


def test_what_was_not_shown_is_not_written(lists):
    read = run.read_list(lists.govuk(organisation("mint"), organisation("treasury")))
    shown = run.compare(read, today=NOON.date()).fingerprint
    lists.take(lists.govuk(organisation("mint")))

    with pytest.raises(run.RegisterMoved, match="Look at it again"):
        run.write(read, shown=shown, by="import", at=NOON)

    assert not Body.objects.filter(slug="treasury").exists()


# Addresses


def play(address, *answers):
    """What is read of the address; `answers` are (status, object or bytes) of its pages."""
    pages = pages_of(address)
    request = next(pages)
    asked = [request.url]
    try:
        for status, body in answers:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            request = pages.send(Response(request.url, status, {}, data))
            asked.append(request.url)
    except StopIteration as stop:
        return stop.value, asked
    raise AssertionError("more pages were asked for")


API = "https://www.gov.example/api/organisations"


def page(*slugs, following=None):
    return {"results": [organisation(slug) for slug in slugs], "next_page_url": following}


def test_all_pages_of_an_address_are_read():
    found, asked = play(
        API,
        (200, page("a", "b", following=f"{API}?page=2")),
        (200, page("c", following=f"{API}?page=3")),
        (200, page()),
    )

    assert asked == [API, f"{API}?page=2", f"{API}?page=3"]
    assert isinstance(found, Objects)
    assert [row.place for row in found.rows] == ["record 1", "record 2", "record 3"]


def test_a_table_at_an_address_is_read():
    found, _ = play("https://data.example/bodies.csv", (200, b"name\nAldmere\n"))

    assert found.columns == ("name",)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([(404, b"gone")], "status 404"),
        ([(200, page("a", following="https://evil.example/2"))], "another site"),
        ([(200, page("a", following="http://www.gov.example/2"))], "another site"),
        ([(200, page("a", following="https://www.gov.example.evil.example/"))], "another site"),
        ([(200, page("a", following=API))], "in a circle"),
        ([(200, page("a", following=f"{API}?2")), (500, b"")], "status 500"),
        ([(200, b"<html>")], None),
    ],
)
def test_an_address_that_misbehaves_is_left(answers, words):
    if words is None:
        found, _ = play(API, *answers)
        assert found.columns == ("<html>",)  # no list of bodies: told by its columns
        return
    with pytest.raises(ImportRefused, match="1 fault") as exc:
        play(API, *answers)
    assert words in str(exc.value.faults[0])


def test_pages_without_end_are_left(monkeypatch):
    monkeypatch.setattr(reading, "MOST_PAGES", 3)
    answers = [(200, page("a", following=f"{API}?page={n}")) for n in range(2, 9)]

    with pytest.raises(ImportRefused) as exc:
        play(API, *answers)
    assert "more than 3 pages" in str(exc.value.faults[0])


@pytest.mark.parametrize(
    "address",
    ["http://www.gov.example/", "https://127.0.0.1/", "https://localhost/", "https://10.0.0.1/"],
)
def test_only_public_addresses_with_https_are_asked(address):
    with pytest.raises(ImportRefused):
        reading.read(address)


# All of it in one report


def test_every_fault_is_told_in_one_round_whatever_else_is_wrong(lists):
    source = lists.file(
        "id,name,parent_id,website\n"
        "1,Sound,,\n"
        "2,Too many cells,,,\n"
        f"3,{'x' * 100_001},,\n"
        '4,"Never closed,,\n'
        "5,Circle,6,\n"
        "6,Circle of it,5,\n"
        "7,Own parent,7,\n"
        "8,Of nobody,99,\n"
        "9,Of the broken one,4,\n"
        "10,,,\n"
        "11,Of the nameless one,10,\n"
        "1,Twin,,\n"
        "13,Ring,14,\n"
        "14,Ring of it,13,\n",
        "list.csv",
    )

    faults = refused(lists, source)

    assert {place: words for place, words in faults.items() if "circle" in words} == {
        "line 6": faults["line 6"],
        "line 14": faults["line 14"],
    }
    for place, words in {
        "line 3": "5 cells here",
        "line 4": "a cell has more than 100,000 letters",
        "line 5": "a quotation mark opens here",
        "line 8": "cannot be a part of itself",
        "line 9": "“99” stands neither",
        "line 11": "name is missing",
        "line 13": "stands at line 2 already",
    }.items():
        assert words in faults[place]
    assert len(faults) == 9


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('name,kind\nA,other\n"B,other\nC,other\nD,other\n', 3, "opens here"),
        ('name,kind\n"A\nB",other\nC,"other\nD,other\n', 4, "opens here"),
        ('name,kind\n"A,other\n"B",other\n', 2, "opens here"),
        ('name,kind\n"A" B,other\n', 2, "behind a closing quotation mark"),
        ('name,kind\n"A "" B,other\n', 2, "opens here"),
        ('name,kind\r\n"A,other\r\nB,other\r\n', 2, "opens here"),
    ],
)
def test_a_quotation_mark_without_end_is_told_where_it_opens(lists, text, line, words):
    faults = refused(lists, lists.file(text, "list.csv"))

    assert list(faults) == [f"line {line}"]
    assert words in faults[f"line {line}"]


def test_rows_of_one_name_without_identifiers_are_told_as_what_they_are(lists):
    faults = refused(lists, lists.csv({"name": "Aldmere"}, {"name": "ALDMERE"}))

    assert faults["line 3"] == (
        "“ALDMERE” stands at line 2 already, and nothing tells the two apart. Take one of them "
        "out, or give all bodies an identifier in a column id."
    )


def test_a_list_without_names_is_told_which_columns_were_looked_for_and_found(lists):
    faults = refused(lists, lists.csv({"Agency": "A", "Component": "B"}))

    assert "none is called name, title," in faults["line 1"]
    assert "The columns found are: agency, component." in faults["line 1"]


def test_a_column_of_names_may_go_by_other_words(lists):
    lists.take(lists.csv({"Official name": "Aldmere"}))

    assert Body.objects.get().name == "Aldmere"


def test_a_site_that_cannot_be_reached_is_said_to_be_so(lists, monkeypatch):
    def nobody(*_args, **_kwargs):
        raise Unreachable("https://a.example could not say what programs may read (robots.txt).")

    monkeypatch.setattr(reading.Client, "carry_out", nobody)

    said = refused(lists, "https://a.example/list")[""]

    assert "https://a.example could not be reached" in said
    assert "robots" not in said
