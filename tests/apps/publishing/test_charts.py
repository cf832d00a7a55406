"""Pictures of figures: what is in them, and what is not."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

from alongside.publishing import charts
from alongside.publishing.domain.series import Point


def point(year, value, *, bound="exact", on_line=True):
    return Point(date(year, 7, 1), Decimal(value), bound, str(year), "shown", on_line)


def texts(svg):
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.text]


def test_a_picture_says_its_figures_at_their_marks_and_begins_at_zero():
    svg = charts.over_time(
        [point(2009, 42_000, bound="over"), point(2026, 131_002)], practice=False
    )

    said = texts(svg)
    assert {"over 42,000", "131,002", "0"} <= set(said)
    assert not any("ractice" in text for text in said)


def test_a_picture_of_practice_says_so():
    assert any(
        "Practice" in text
        for text in texts(charts.over_time([point(2009, 1), point(2026, 2)], practice=True))
    )
    assert any(
        "Practice" in text
        for text in texts(charts.shares([charts.Bar("Work", 1, 2)], practice=True))
    )


def test_bars_say_how_many_of_how_many():
    said = texts(
        charts.shares([charts.Bar("Work", 1, 3), charts.Bar("Money", 0, 0)], practice=False)
    )

    assert {"Work", "1 of 3", "Money", "0 of 0"} <= set(said)


def test_a_picture_obeys_the_content_security_policy_and_loads_nothing():
    svg = charts.over_time([point(2009, 1), point(2026, 2)], practice=False)

    elements = list(ElementTree.fromstring(svg).iter())
    assert not any(element.tag.endswith(("script", "style", "image")) for element in elements)
    assert not any("style" in element.attrib for element in elements)
    assert not any(name.endswith("href") for element in elements for name in element.attrib)


def test_words_in_a_picture_are_never_markup():
    svg = charts.shares([charts.Bar("<script>alert(1)</script> & more", 1, 2)], practice=False)

    assert "<script" not in svg
    assert "<script>alert(1)</script> & more" in texts(svg)


def test_the_same_figures_make_the_same_picture():
    bars = [charts.Bar("Only here", 1, 2)]

    assert charts.shares(bars, practice=False) == charts.shares(bars, practice=False)
    assert charts.shares(bars, practice=False) != charts.shares(bars, practice=True)


def test_all_that_is_said_stands_inside_the_picture():
    many = [charts.Bar("A topic", 1_000_000, 2_000_000), charts.Bar("Another", 0, 1)]
    long_ago = [point(1999, 3_000_000_000), point(2026, 4_000_000_000, bound="about")]
    new = [
        Point(date(2026, 1, day), Decimal(7), "exact", f"2026-01-{day:02}", "shown", True)
        for day in (3, 31)
    ]

    for svg in (
        charts.shares(many, practice=True),
        charts.parts([charts.Part("Late", 1_000_000, "late")], practice=False),
        charts.over_time(long_ago, practice=False),
        charts.over_time(new, practice=True),
    ):
        root = ElementTree.fromstring(svg)
        width, height = float(root.get("width")), float(root.get("height"))
        [group] = (node for node in root if node.tag.endswith("}g"))
        left, top = map(float, group.get("transform")[len("translate(") : -1].split(","))
        for node in group.iter():
            if node.tag.endswith("text"):
                length = 7.8 * len(node.text)
                before = {"middle": length / 2, "end": length}.get(node.get("text-anchor"), 0)
                begins = left + float(node.get("x")) - before
                assert begins >= 0, node.text
                assert begins + length <= width, node.text
                assert 10 <= top + float(node.get("y")) <= height - 2, node.text


def test_no_two_dates_of_an_axis_run_into_one_another():
    for years in (0, 1, 2, 3, 5, 8, 13, 30, 60):
        svg = charts.over_time([point(1960, 1), point(1960 + years, 2)], practice=False)
        axis = [
            (float(node.get("x")), len(node.text) * 7.8)
            for node in ElementTree.fromstring(svg).iter()
            if node.tag.endswith("text") and node.text[-4:].isdigit() and node.get("y") == "190"
        ]
        assert axis, years
        assert all(
            second - first >= (length + other) / 2
            for (first, length), (second, other) in pairwise(axis)
        ), years


def test_labels_that_would_lie_over_one_another_are_left_to_the_table():
    points = [point(2000 + number, 1_000 + number) for number in range(26)]

    said = {text for text in texts(charts.over_time(points, practice=False)) if text[:2] == "1,"}

    assert 2 <= len(said) <= 7
    assert {"1,000", "1,025"} <= set(said)


def test_the_newest_and_the_first_figure_are_always_told_and_each_at_its_own_place():
    points = [point(2009, 42_000), point(2010, 42_100), point(2011, 42_050), point(2012, 42_100)]

    root = ElementTree.fromstring(charts.over_time(points, practice=False))

    at = {}
    for node in root.iter():
        if node.text in ("42,000", "42,100", "42,050"):
            at.setdefault(node.text, set()).add((node.attrib["x"], node.attrib["y"]))
    assert {"42,000", "42,100"} <= set(at)
    assert len({place for places in at.values() for place in places}) >= len(at)


def test_of_many_figures_the_highest_and_the_lowest_are_told_and_no_chance_ones():
    values = [300, 340, 420, 520, 610, 696, 706, 690, 640, 590, 610, 578]
    points = [point(2010 + number, value) for number, value in enumerate(values)]

    said = texts(charts.over_time(points, practice=False))

    assert {"300", "706", "578"} <= set(said)
    assert not {"696", "690", "520", "640"} & set(said)


def test_figures_of_one_year_are_dated_by_months():
    months = [
        Point(date(2026, month, 1), Decimal(month), "exact", f"2026-{month:02}", "shown", True)
        for month in (3, 5)
    ]

    assert "May 2026" in texts(charts.over_time(months, practice=False))


def test_a_kind_of_figure_has_an_address_whatever_its_letters():
    assert charts.key_of("Registered users") == "registered-users"
    assert charts.key_of("участники").isalnum()
    assert charts.key_of("участники") != charts.key_of("сообщения")
