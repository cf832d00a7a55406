"""What may be kept of a question's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.enquiries.domain.words import MEMBER, kept_words


@pytest.mark.parametrize(
    ("text", "names", "kept"),
    [
        ("Thanks, NightShiftNell", {"NightShiftNell"}, f"Thanks, {MEMBER}"),
        ("thanks nightshiftnell!", {"NightShiftNell"}, f"thanks {MEMBER}!"),
        ("@NightShiftNell wrote", {"NightShiftNell"}, f"{MEMBER} wrote"),
        ("Ask @somebody.else about it", set(), f"Ask {MEMBER} about it"),
        ("See mastodon.example/@somebody", set(), f"See mastodon.example/{MEMBER}"),
        ("Jo  Bloggs here", {"Jo Bloggs"}, f"{MEMBER} here"),
        ("Zoë ✿ asks", {"Zoë ✿"}, f"{MEMBER} asks"),
        ("名無しのマリナー です", {"名無しのマリナー"}, f"{MEMBER} です"),
        ("A (b) c", {"(b)", "A"}, f"A {MEMBER} c"),
        ("Nelly is no Nell", {"Nell"}, f"Nelly is no {MEMBER}"),
        ("May I ask?", {"May"}, f"{MEMBER} I ask?"),
        ("Rates may rise", {"May"}, "Rates may rise"),
        ("I am Al", {"Al"}, "I am Al"),
        ("Mail me: nell@example.org", {"Nell"}, "Mail me: [e-mail address left out]"),
    ],
)
def test_names_of_whoever_wrote_in_the_thread_are_left_out(text, names, kept):
    assert kept_words(text, names=names) == kept


def test_a_name_within_another_is_left_out_with_it():
    assert kept_words("Hello NellTwo", names={"Nell", "NellTwo"}) == f"Hello {MEMBER}"


@given(st.text(max_size=60), st.sets(st.text(min_size=1, max_size=12), max_size=4))
def test_no_name_however_odd_makes_it_fail(text, names):
    assert isinstance(kept_words(text, names=names), str)
