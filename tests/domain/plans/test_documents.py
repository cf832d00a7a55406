"""The published form of a plan: one text, one fingerprint."""

import hashlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.plans.domain.documents import canonical, fingerprint

VALUES = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_the_same_plan_gives_the_same_text_whatever_the_order_of_its_keys():
    assert canonical({"title": "Ours", "body": "APS"}) == canonical(
        {"body": "APS", "title": "Ours"}
    )


def test_the_text_has_no_white_space_to_disagree_about_and_keeps_letters_as_they_are():
    assert canonical({"b": [1, None], "a": "Llŷn"}) == '{"a":"Llŷn","b":[1,null]}'


def test_anyone_can_check_the_fingerprint_with_a_common_tool():
    text = canonical({"title": "Cynllun"})

    assert fingerprint(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


@settings(max_examples=40)
@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_nothing_is_lost_between_document_and_text(document):
    assert json.loads(canonical(document)) == document


@settings(max_examples=40)
@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_reading_and_writing_again_changes_no_character(document):
    text = canonical(document)

    assert canonical(json.loads(text)) == text
