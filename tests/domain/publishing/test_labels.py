"""Numbers in a picture stand where they can be read."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.publishing.domain.labels import Label, Mark, placed, steps

WIDTH, HEIGHT = 400, 170


def labels_of(*marks):
    return placed(marks, range(len(marks)), width=WIDTH, height=HEIGHT)


def box_of(label, said):
    half = len(said) * 7.8 / 2
    return (label.x - half, label.y - 13, label.x + half, label.y + 2)


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_label_stands_above_its_point_where_nothing_else_does():
    assert labels_of(Mark(200, 100, "1,000")) == [Label(0, 200, 88)]


def test_a_label_gives_way_to_a_point_above_it():
    marks = [Mark(200, 100, "1,000", must=True), Mark(210, 85, "1,200", may=False)]

    [label] = labels_of(*marks)

    assert not meet(box_of(label, "1,000"), (203, 78, 217, 92))


def test_near_the_upper_edge_a_label_stands_below():
    [label] = labels_of(Mark(200, -4, "1,000"))

    assert label.y > 0


@given(
    st.lists(
        st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT), st.integers(0, 9_999_999)),
        min_size=2,
        max_size=40,
    )
)
def test_no_label_that_need_not_be_there_lies_over_a_point_or_another_label(found):
    marks = [Mark(x, y, f"{value:,}") for x, y, value in sorted(found)]
    first, *others = labels_of(*marks) or [None]

    boxes = {
        label.mark: box_of(label, marks[label.mark].said) for label in (first, *others) if label
    }
    for one, other in itertools.combinations(boxes.values(), 2):
        assert not meet(one, other)
    for box in boxes.values():
        assert not any(
            meet(box, (mark.x - 5, mark.y - 5, mark.x + 5, mark.y + 5)) for mark in marks
        )


@pytest.mark.parametrize(
    ("most", "last"),
    [(0, 1), (1, 1), (2, 2), (7, 8), (42_000, 60_000), (131_002, 150_000), (0.4, 0.4)],
)
def test_an_axis_has_few_round_numbers_that_hold_every_figure(most, last):
    found = steps(most)

    assert (found[0], found[-1]) == (0, pytest.approx(last))
    assert len(found) <= 6
