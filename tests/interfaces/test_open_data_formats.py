"""The forms of the open data, judged by validators that are not ours."""

import json
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from csvw import CSVW
from frictionless import Package, system
from pyshacl import validate as validate_shapes
from rdflib.compare import isomorphic
from rdflib.namespace import SDO

from alongside.bodies.models import Body
from alongside.publishing import files
from alongside.publishing.files import DATA_FILES
from alongside.publishing.formats.graph import Address, Graph, Literal, Thing
from alongside.publishing.formats.rows import FORMS
from alongside.publishing.tables.register import FORUMS
from tests.factories import NOON, BodyFactory, EventFactory, ForumFactory, MeasureFactory
from tests.html.checker import faults_by_grammar
from tests.interfaces.test_register_data import a_real_register

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("at_noon"),
    # The validators use what others of their libraries have deprecated.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

HERE = Path(__file__).resolve().parent / "open_data"
NAMES = [file.name for file in DATA_FILES]
# Of schema.org, and newer than the copy that rdflib brings along.
NEWER = {"observationAbout", "measurementMethod"}
EVIL = '=cmd|" /C calc"!A0; "two\r\nlines", ]]> </script> \u0007 Łódź'


@pytest.fixture
def published(client, tmp_path):
    """A register in which texts are as bad as they can be, and all its files in a folder."""
    body, forum = a_real_register()
    type(forum).objects.filter(pk=forum.pk).update(name=EVIL[:200], description=EVIL)
    Body.objects.filter(pk=body.pk).update(remit=EVIL)
    names = [f"{name}.{form}" for name in NAMES for form in FORMS]
    names += [f"{name}.csv-metadata.json" for name in NAMES]
    names += ["csv-metadata.json", "datapackage.json", "catalogue.ttl", "catalogue.jsonld"]
    for name in names:
        response = client.get(f"/data/{name}")
        assert response.status_code == 200, name
        (tmp_path / name).write_bytes(response.getvalue())
    return tmp_path


def spoil(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_bytes(text.replace(before, after, 1).encode())


def faults_by_csvw(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = CSVW(str(path), validate=True, strict=False)
        try:
            for table in read.tables:
                list(table.iterdicts(strict=True))
            is_valid = read.is_valid
        except ValueError as exc:
            return [str(exc)]
    return [str(each.message) for each in read.warnings] or ([] if is_valid else ["not valid"])


def test_csv_on_the_web_finds_no_fault_in_all_files_and_what_they_refer_to(published):
    assert faults_by_csvw(published / "csv-metadata.json") == []


def test_csv_on_the_web_finds_no_fault_in_any_file_alone(published):
    for name in NAMES:
        assert faults_by_csvw(published / f"{name}.csv-metadata.json") == [], name


def test_csv_on_the_web_would_find_a_reference_to_nothing(published):
    listed = (published / "listings.csv").read_text(encoding="utf-8").splitlines()[1]
    spoil(published / "listings.csv", listed.split(",")[0], "no-such-body")

    (fault,) = faults_by_csvw(published / "csv-metadata.json")

    assert "`no-such-body` not found in table bodies.csv" in fault


def test_csv_on_the_web_would_find_a_value_of_another_type(published):
    spoil(published / "listings.csv", ",yes,", ",perhaps,")

    (fault,) = faults_by_csvw(published / "listings.csv-metadata.json")

    assert "perhaps" in fault


def report_of(folder):
    with warnings.catch_warnings(), system.use_context(trusted=True):
        warnings.simplefilter("ignore")
        report = Package(str(folder / "datapackage.json")).validate()
    return report


def test_frictionless_finds_no_fault_in_the_data_package(published):
    report = report_of(published)

    assert report.flatten(["name", "fieldName", "type", "note"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == NAMES


def test_frictionless_would_find_a_reference_to_nothing_and_a_value_of_another_type(published):
    spoil(published / "forums.csv", "\n", "\nx,")
    spoil(published / "listings.csv", "2026-05-06", "yesterday")

    found = Counter(kind for (kind,) in report_of(published).flatten(["type"]))

    assert found["type-error"] >= 1
    assert found["foreign-key"] >= 1


def test_linked_data_says_as_many_rows_as_the_tables_in_words_that_schema_org_has(published):
    for file in DATA_FILES:
        text = (published / f"{file.name}.jsonld").read_text(encoding="utf-8")
        rows = json.loads((published / f"{file.name}.json").read_text(encoding="utf-8"))["rows"]

        assert len(json.loads(text)["@graph"]) == len(rows) + 1
        graph = rdflib.Graph().parse(data=text, format="json-ld")
        terms = set(graph.predicates()) | set(graph.objects(None, rdflib.RDF.type))
        of_schema = {
            str(term).removeprefix(str(SDO)) for term in terms if str(term).startswith(str(SDO))
        }
        own = {str(term).partition("#")[2] for term in terms if "/data/" in str(term)} - {""}
        assert [
            term for term in of_schema - NEWER if rdflib.URIRef(f"{SDO}{term}") not in SDO
        ] == []
        assert own <= {column.name for column in file.columns}, file.name


def test_a_body_and_a_forum_are_linked_to_what_they_belong_to(published):
    graph = rdflib.Graph()
    for name in ("bodies", "forums", "topics", "measures"):
        graph.parse(published / f"{name}.jsonld", format="json-ld")
    body = Body.objects.exclude(parent=None).get()

    here = rdflib.URIRef(f"http://testserver/bodies/{body.slug}/#this")
    parents = set(graph.objects(here, SDO.parentOrganization))
    topic = graph.value(here, SDO.knowsAbout)

    assert (here, rdflib.RDF.type, SDO.GovernmentOrganization) in graph
    assert rdflib.URIRef(f"http://testserver/bodies/{body.parent.slug}/#this") in parents
    assert graph.value(topic, SDO.name) == rdflib.Literal("Work")
    assert graph.value(here, SDO.dissolutionDate) == rdflib.Literal("2026-05-06", datatype=SDO.Date)
    observation = graph.value(predicate=rdflib.RDF.type, object=SDO.Observation)
    forum = graph.value(observation, rdflib.URIRef(f"{SDO}observationAbout"))
    assert (forum, rdflib.RDF.type, SDO.WebSite) in graph
    assert graph.value(observation, SDO.value).toPython() == 70000


def shapes_report(graph):
    conforms, _, text = validate_shapes(graph, shacl_graph=str(HERE / "dcat.shapes.ttl"))
    return conforms, text


@pytest.mark.parametrize("name", ["catalogue.ttl", "catalogue.jsonld"])
def test_the_catalogue_says_all_that_dcat_asks_for(published, name):
    graph = rdflib.Graph().parse(published / name)

    conforms, text = shapes_report(graph)

    assert conforms, text
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    datasets = set(graph.subjects(rdflib.RDF.type, dcat.Dataset))
    assert len(datasets) == len(NAMES) + 1  # and all together
    addresses = {str(address) for address in graph.objects(None, dcat.downloadURL)}
    assert {f"http://testserver/data/{name}.csv" for name in NAMES} <= addresses


def test_both_forms_of_the_catalogue_say_the_same(published):
    turtle = rdflib.Graph().parse(published / "catalogue.ttl")
    json_ld = rdflib.Graph().parse(published / "catalogue.jsonld")

    assert isomorphic(turtle, json_ld)
    assert len(turtle) > 300


def test_the_shapes_would_find_a_catalogue_without_publisher(published):
    spoil(published / "catalogue.ttl", "dct:publisher", "dct:creator")

    conforms, _ = shapes_report(rdflib.Graph().parse(published / "catalogue.ttl"))

    assert not conforms


def test_texts_of_any_kind_stand_in_turtle_as_in_json_ld():
    odd = Thing(
        ["dcat:Dataset"],
        [
            ("dct:title", Literal('"\\ \n\r\t\u0001\u007f </x> Łódź 🙂', language="en")),
            ("dcat:landingPage", Address('https://x.example/a b<c>?{d}|e^f`g"h\\i')),
            ("dct:publisher", Thing(["foaf:Agent"], [("foaf:name", Literal("A"))])),
            ("dct:issued", Literal("2026-05-06", "xsd:date")),
        ],
        "https://x.example/#1",
    )
    written = Graph([odd]).turtle()

    turtle = rdflib.Graph().parse(data=written, format="turtle")
    title = turtle.value(rdflib.URIRef("https://x.example/#1"), rdflib.DCTERMS.title)

    assert str(title) == '"\\ \n\r\t\u0001\u007f </x> Łódź 🙂'
    assert len(turtle) == 7


def json_ld_of(client, address):
    text = client.get(address).content.decode()
    (found,) = [part.split("</script>")[0] for part in text.split('"application/ld+json">')[1:]]
    # Search engines know this context by its name; no test fetches it.
    document = {**json.loads(found), "@context": {"@vocab": str(SDO)}}
    return rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


def test_pages_of_files_say_what_they_are_to_search_engines(client):
    graph = json_ld_of(client, "/data/forums/")

    (dataset,) = graph.subjects(rdflib.RDF.type, SDO.Dataset)
    assert str(graph.value(dataset, SDO.name)) == "Forums"
    assert {str(each) for each in graph.objects(None, SDO.encodingFormat)} == {
        "text/csv",
        "application/json",
        "application/ld+json",
    }


def test_the_page_of_data_is_a_catalogue_to_search_engines(client):
    graph = json_ld_of(client, "/data/")

    assert len(set(graph.subjects(rdflib.RDF.type, SDO.Dataset))) == len(NAMES)
    assert len(set(graph.subjects(rdflib.RDF.type, SDO.DataCatalog))) == 1


def test_no_text_ends_the_script_that_holds_linked_data(client, settings):
    settings.ALONGSIDE_PUBLISHER = "</script><script>alert(1)</script>"

    graph = json_ld_of(client, "/data/forums/")

    names = {str(name) for name in graph.objects(None, SDO.name)}
    assert settings.ALONGSIDE_PUBLISHER in names


@pytest.fixture
def feeds(client, tmp_path):
    forum, body = ForumFactory(name=EVIL[:200]), BodyFactory()
    for number in range(3):
        EventFactory(
            kind="forum.updated",
            subject=f"forum:{forum.slug}",
            at=NOON,
            is_public=True,
            details={
                "name": f"\u0001 {EVIL} {number}",
                "body": body.slug,
                "changes": {"name": ["\u0007 <b>old", EVIL], "area": [None, "Aldmere & all"]},
            },
        )

    def written(address):
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        path = tmp_path / "feed.atom"
        path.write_bytes(response.content)
        return path

    return {
        "all": written,
        "addresses": [
            "/changes.atom",
            f"/forums/{forum.slug}/changes.atom",
            f"/bodies/{body.slug}/changes.atom",
        ],
        "forum": forum,
    }


ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def test_feeds_follow_the_grammar_of_atom(feeds):
    for address in [*feeds["addresses"], "/data/releases/feed.atom"]:
        path = feeds["all"](address)

        assert faults_by_grammar(HERE / "atom.rnc", path) == "", address


def test_the_grammar_would_find_a_feed_without_an_identifier(feeds):
    path = feeds["all"]("/changes.atom")
    spoil(path, "<id>", "<identity>")
    spoil(path, "</id>", "</identity>")

    assert "id" in faults_by_grammar(HERE / "atom.rnc", path)


def test_a_feed_keeps_the_rules_that_the_grammar_cannot_say(feeds):
    for address in feeds["addresses"]:
        root = ElementTree.parse(feeds["all"](address)).getroot()

        entries = root.findall("atom:entry", ATOM)
        identifiers = [entry.findtext("atom:id", namespaces=ATOM) for entry in entries]
        (itself,) = root.findall("atom:link[@rel='self']", ATOM)
        assert len(entries) == 3
        assert len(set(identifiers)) == 3
        assert itself.attrib["href"] == f"http://testserver{address}"
        assert root.findtext("atom:id", namespaces=ATOM) == itself.attrib["href"]
        assert root.findtext("atom:author/atom:name", namespaces=ATOM) == "alongside"
        assert root.findtext("atom:updated", namespaces=ATOM) == "2026-05-06T12:00:00Z"
        for entry in entries:
            (link,) = entry.findall("atom:link[@rel='alternate']", ATOM)
            assert link.attrib["href"] == f"http://testserver/forums/{feeds['forum'].slug}/"
            content = entry.findtext("atom:content", namespaces=ATOM)
            assert "&lt;b&gt;old" in content
            assert "Aldmere &amp; all" in content


def test_an_entry_that_was_merged_is_followed_to_the_one_that_stands(client):
    forum = ForumFactory(name="The Well")
    merged = ForumFactory(merged_into=forum)
    EventFactory(
        kind="forum.updated", subject=f"forum:{merged.slug}", is_public=True, details={"name": "x"}
    )

    text = client.get(f"/forums/{merged.slug}/changes.atom").content.decode()

    assert "<title>The Well: what changed</title>" in text
    assert text.count("<entry>") == 1


@pytest.mark.parametrize("kind", ["forums", "bodies"])
def test_there_is_no_feed_of_practice_or_of_nothing(client, settings, kind):
    settings.ALONGSIDE_SHOW_PRACTICE = True
    make = ForumFactory if kind == "forums" else BodyFactory

    for slug in (make(practice=True).slug, "nothing"):
        assert client.get(f"/{kind}/{slug}/changes.atom").status_code == 404


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("forums.csv", "text/csv; charset=utf-8; header=present"),
        ("forums.json", "application/json"),
        ("forums.jsonld", "application/ld+json"),
        ("forums.csv-metadata.json", "application/csvm+json"),
        ("csv-metadata.json", "application/csvm+json"),
        ("datapackage.json", "application/vnd.datapackage+json"),
        ("catalogue.ttl", "text/turtle; charset=utf-8"),
        ("catalogue.jsonld", "application/ld+json"),
    ],
)
def test_every_file_says_of_what_type_it_is(client, name, media_type):
    assert client.get(f"/data/{name}").headers["Content-Type"] == media_type


def test_a_long_file_is_sent_in_pieces_and_asked_for_once(client, django_assert_num_queries):
    forum = ForumFactory()
    for number in range(1500):
        MeasureFactory(forum=forum, source=f"page {number}", quotation="words " * 60)

    with django_assert_num_queries(1):
        response = client.get("/data/measures.csv")
    pieces = list(response.streaming_content)

    assert len(pieces) > 2
    assert b"".join(pieces).count(b"\r\n") == 1501
    assert response.headers["Content-Length"] == str(sum(map(len, pieces)))


def test_law_10_a_file_that_breaks_half_way_is_not_sent_at_all(client, monkeypatch):
    def rows(_edition):
        yield from ()
        raise LookupError("The connection is gone.")

    monkeypatch.setattr(files, "DATA_FILES", (replace(FORUMS, rows=rows),))
    client.raise_request_exception = False

    assert client.get("/data/forums.csv").status_code == 500


def test_who_has_a_file_already_is_told_so(client):
    ForumFactory()
    tag = client.get("/data/forums.csv").headers["ETag"]

    same = client.get("/data/forums.csv", headers={"If-None-Match": tag})
    ForumFactory()
    other = client.get("/data/forums.csv", headers={"If-None-Match": tag})

    assert (same.status_code, other.status_code) == (304, 200)
