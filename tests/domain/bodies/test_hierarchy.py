"""Circles of parents and of successors."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.bodies.domain.hierarchy import (
    loop_through,
    loops_in,
    parent_loop_sentence,
    successor_loop_sentence,
)


@pytest.mark.parametrize(
    ("edges", "loop"),
    [
        ({}, None),
        ({"a": ["b"], "b": ["c"]}, None),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, None),  # two ways up are no circle
        ({"a": ["a"]}, ["a", "a"]),
        ({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, ["a", "b", "c", "a"]),
    ],
)
def test_a_way_that_comes_back_is_found(edges, loop):
    assert loops_in(edges) == ([loop] if loop else [])


def test_every_circle_is_found():
    edges = {"a": ["b"], "b": ["a"], "c": ["d"], "d": ["e"], "e": ["c"], "f": ["f"], "g": ["a"]}

    assert loops_in(edges) == [["a", "b", "a"], ["c", "d", "e", "c"], ["f", "f"]]


@pytest.mark.parametrize(
    ("edges", "loop"),
    [
        ({"a": ["b"], "b": ["c"]}, None),
        ({"x": ["b"], "b": ["x"], "a": ["b"]}, None),  # somebody else's circle
        ({"a": ["a"]}, ["a", "a"]),
        ({"a": ["d", "b"], "b": ["c"], "c": ["a"]}, ["a", "b", "c", "a"]),
    ],
)
def test_a_way_back_to_one_body_is_found(edges, loop):
    assert loop_through("a", edges) == loop


def test_a_hierarchy_of_any_depth_is_walked():
    chain = {str(n): [str(n + 1)] for n in range(20_000)}

    assert loops_in(chain) == []
    assert [len(loop) for loop in loops_in({**chain, "20000": ["0"]})] == [20_002]


@given(st.dictionaries(st.integers(0, 8).map(str), st.sets(st.integers(0, 8).map(str))))
def test_what_is_found_is_a_circle_and_one_is_found_where_there_is_one(edges):
    loops = loops_in(edges)

    through = [body for body in edges if loop_through(body, edges)]
    assert bool(loops) == bool(through)
    for loop in loops:
        assert loop[0] == loop[-1]
        assert all(above in edges[below] for below, above in pairwise(loop))


def test_the_sentence_names_the_whole_circle():
    assert parent_loop_sentence(["Tax", "Treasury", "Tax"]).startswith(
        "This would run in a circle: Tax is a part of Treasury, which is a part of Tax."
    )
    assert successor_loop_sentence(["Old", "New", "Old"]).startswith(
        "This would run in a circle: Old was followed by New, which was followed by Old."
    )
    assert parent_loop_sentence(["Tax", "Tax"]).startswith("Tax cannot be a part of itself.")


def test_the_sentence_about_a_long_circle_stays_short():
    names = [f"Body {n}" for n in range(200)]

    sentence = parent_loop_sentence([*names, names[0]])

    assert "196 more" in sentence
    assert len(sentence) < 300
