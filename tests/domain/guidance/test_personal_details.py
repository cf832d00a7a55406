"""What is kept of a question points to nobody (law 4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.guidance.domain.personal_details import masked, personal_details


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("My number is QQ 12 34 56 C.", "My number is [National Insurance number left out]."),
        ("Ring me: 07700 900123 please", "Ring me: [telephone number left out] please"),
        ("I live at SW1A 2AA.", "I live at [postcode left out]."),
        ("Write to jo@forum.example", "Write to [e-mail address left out]"),
        ("It was £1,250 in 2026.", "It was £1,250 in 2026."),
    ],
)
def test_personal_details_are_left_out_of_what_is_kept(text: str, kept: str) -> None:
    """Law 4: no person object for the public."""
    assert masked(text) == kept


@given(st.text(max_size=200))
def test_a_masked_text_holds_no_detail_that_was_found(text: str) -> None:
    found = {detail.words for detail in personal_details(text)}

    kept = masked(text)

    assert not [words for words in found if words in kept]
