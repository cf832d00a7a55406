"""Two texts as one, with what was removed and added."""

import time

from hypothesis import given
from hypothesis import strategies as st

from alongside.publishing.domain.differences import (
    CONTEXT,
    LONGEST,
    How,
    Items,
    Piece,
    items_of,
    pieces_of,
)

TEXTS = st.lists(st.sampled_from(["sick", "pay", "fit", "note", "a"]), max_size=10).map(" ".join)


def read(pieces, without):
    return " ".join(piece.text for piece in pieces if piece.how is not without).split()


def test_words_that_were_changed_stand_beside_those_that_stayed():
    pieces = pieces_of("We answer in two days.", "We answer in one day.")

    assert pieces == [
        Piece(How.SAME, "We answer in"),
        Piece(How.REMOVED, "two days."),
        Piece(How.ADDED, "one day."),
    ]


def test_a_change_of_spaces_alone_is_no_change():
    pieces = pieces_of("Fit  note", "Fit note")

    assert [piece.how for piece in pieces] == [How.SAME]


def test_words_far_from_any_change_give_way_to_an_ellipsis():
    far = " ".join(f"w{number}" for number in range(60))

    pieces = pieces_of(f"old {far} end", f"new {far} fin")

    kept = next(piece.text for piece in pieces if piece.how is How.SAME)
    assert "…" in kept
    assert len(kept.split()) == 2 * CONTEXT + 1
    assert kept.split()[0] == "w0"
    assert kept.split()[-1] == "w59"


@given(TEXTS, TEXTS)
def test_without_what_was_added_it_reads_as_before_and_without_the_removed_as_after(before, after):
    pieces = pieces_of(before, after)

    assert read(pieces, How.ADDED) == before.split()
    assert read(pieces, How.REMOVED) == after.split()


def test_lists_are_compared_item_by_item_in_whatever_order_they_stand():
    before = ["Sick pay help", "Pay help", "Rights"]

    assert items_of(before, ["Rights", "Pay and leave", "Pay help"]) == Items(
        removed=["Sick pay help"], added=["Pay and leave"], stayed=2
    )
    assert items_of(before, before[::-1]) == Items([], [], 3)


def test_an_item_that_stands_twice_counts_twice():
    assert items_of(["a", "a", "b"], ["a"]) == Items(removed=["a", "b"], added=[], stayed=1)


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_what_stayed_with_what_was_added_is_the_list_as_it_stands(before, after):
    items = items_of(before, after)

    assert items.stayed + len(items.added) == len(after)
    assert items.stayed + len(items.removed) == len(before)
    assert sorted([*before, *items.added]) == sorted([*after, *items.removed])


def test_a_text_too_long_to_compare_is_shown_whole_before_and_after():
    before, after = "old " * LONGEST, "new"

    assert [piece.how for piece in pieces_of(before, after)] == [How.REMOVED, How.ADDED]


def test_a_text_of_one_word_repeated_costs_no_time():
    before, after = "a " * (LONGEST // 2), "a b " * (LONGEST // 4)
    start = time.process_time()

    pieces_of(before, after)

    assert time.process_time() - start < 1
