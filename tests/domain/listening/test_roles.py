"""Who speaks in a thread, told apart without names (law 4)."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from alongside.connectors.port import Post
from alongside.listening.domain.roles import ThreadFacts, facts_of, role_keys

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
OFFICIALS = frozenset({"practiceofficial"})


def post(author, *, is_hidden=False):
    return Post(
        external_id="1", address="", author=author, posted_at=NOON, text="…", is_hidden=is_hidden
    )


def facts(*authors):
    return facts_of([post(author) for author in authors], official_handles=OFFICIALS)


def test_a_question_alone_has_no_replies():
    assert facts("Nell") == ThreadFacts(replies=0, members_who_replied=0, has_official_reply=False)


def test_the_asker_writing_again_is_no_member_who_replied():
    assert facts("Nell", "Owen", "Nell", "Owen", "Dan") == ThreadFacts(
        replies=4, members_who_replied=2, has_official_reply=False
    )


def test_an_official_is_known_by_any_spelling_of_the_handle():
    assert facts("Nell", "PracticeOfficial") == ThreadFacts(
        replies=1, members_who_replied=0, has_official_reply=True
    )


def test_an_officials_own_question_is_no_official_reply():
    assert not facts("PracticeOfficial", "Nell").has_official_reply


def test_hidden_posts_do_not_count():
    thread = [post("Nell"), post("Owen", is_hidden=True), post("Dan")]

    assert facts_of(thread, official_handles=OFFICIALS).members_who_replied == 1


def test_a_thread_of_hidden_posts_only_has_no_facts():
    thread = [post("Nell", is_hidden=True)]

    assert facts_of(thread, official_handles=OFFICIALS) == ThreadFacts(0, 0, False)


@given(st.lists(st.sampled_from(["Nell", "Owen", "Dan"]), min_size=1), st.binary(min_size=16))
def test_law_4_keys_tell_authors_apart_and_hold_no_name(authors, salt):
    keys = role_keys([post(author) for author in authors], salt=salt)

    assert len(set(keys)) == len(set(authors))
    assert dict(zip(authors, keys, strict=True)).keys() == set(authors)
    assert all(author.lower() not in key for author in authors for key in keys)


def test_law_4_the_same_member_has_another_key_in_another_reading():
    thread = [post("Nell")]

    assert role_keys(thread, salt=b"one reading") != role_keys(thread, salt=b"another reading")


def test_law_4_the_facts_of_a_thread_name_nobody():
    assert set(ThreadFacts.__dataclass_fields__) == {
        "replies",
        "members_who_replied",
        "has_official_reply",
    }


def test_law_4_a_post_does_not_show_its_author_when_it_is_printed():
    assert "Nell" not in repr(post("Nell"))
