"""What forum software tells by itself: whether it is genuine, and at which number to look."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.connectors.port import ForumSite
from alongside.connectors.referrers import REFERRERS, referrer_for
from alongside.connectors.referring import Delivery, NotUnderstood, Pointer
from tests.factories.referrals import (
    GROUP,
    SECRET,
    assigned,
    changed,
    discourse_headers,
    escalated,
    vanilla_headers,
    xenforo_headers,
)

SITE = ForumSite(address="https://forum.example")
BOARD = "12"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)


def delivery(headers: dict[str, str], body: bytes) -> Delivery:
    return Delivery(headers={name.lower(): said for name, said in headers.items()}, body=body)


def of_discourse(body: bytes, **values: str) -> Delivery:
    return delivery(discourse_headers(body, **values), body)


def of_vanilla(body: bytes, **values: str) -> Delivery:
    return delivery(vanilla_headers(body, **values), body)


def of_xenforo(body: bytes, **values: str) -> Delivery:
    return delivery(xenforo_headers(**values), body)


GENUINE = {
    "discourse": (of_discourse(assigned()), GROUP),
    "vanilla": (of_vanilla(escalated()), "4021"),
    "xenforo": (of_xenforo(changed()), BOARD),
}


@pytest.mark.parametrize("kind", REFERRERS)
def test_each_engine_points_at_a_thread_by_its_number_alone(kind):
    referrer = REFERRERS[kind]
    sent, addressee = GENUINE[kind]

    assert referrer.is_genuine(sent, secret=SECRET)
    assert referrer.pointer(sent, addressee=addressee) == Pointer("41")


@pytest.mark.parametrize(
    ("kind", "pointer", "address"),
    [
        ("discourse", Pointer("41"), "https://forum.example/t/41"),
        ("vanilla", Pointer("41"), "https://forum.example/discussion/41/x"),
        (
            "vanilla",
            Pointer("41", is_post=True),
            "https://forum.example/discussion/comment/41",
        ),
        ("xenforo", Pointer("41"), "https://forum.example/threads/41/"),
        ("xenforo", Pointer("41", is_post=True), "https://forum.example/posts/41/"),
    ],
)
def test_the_address_is_built_of_the_forums_own_and_the_number(kind, pointer, address):
    assert REFERRERS[kind].address(SITE, pointer, like="") == address


@pytest.mark.parametrize(
    ("board", "address"),
    [
        ("https://forum.example/index.php?forums/tax.3/", "/index.php?threads/41/"),
        ("https://forum.example/forums/tax.3/", "/threads/41/"),
    ],
)
def test_a_xenforo_address_is_written_as_the_forum_writes_its_boards(board, address):
    written = REFERRERS["xenforo"].address(SITE, Pointer("41"), like=board)

    assert written == f"https://forum.example{address}"


@pytest.mark.parametrize("kind", REFERRERS)
def test_what_is_asked_for_at_set_up_is_said_in_sentences(kind):
    referrer = REFERRERS[kind]

    assert referrer.kind == kind
    assert len(referrer.steps) >= 3
    assert all(step.endswith(".") for step in (*referrer.steps, referrer.addressee.ask))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("discourse", "labour-department", "labour-department"),
        ("discourse", "https://forum.example/g/labour-department", "labour-department"),
        ("discourse", "/g/labour-department/assigned/everyone", "labour-department"),
        ("discourse", "Labour Department", ""),
        ("vanilla", " 4021 ", "4021"),
        ("vanilla", "https://forum.example/dashboard/user/edit/4021", "4021"),
        ("vanilla", "Labour Department", ""),
        ("vanilla", "0", ""),
        ("xenforo", "12", "12"),
        ("xenforo", "012", "12"),
        ("xenforo", "/forums/questions-for-the-department.12/", "12"),
        ("xenforo", "https://forum.example/forums/12/", "12"),
        ("xenforo", "questions-for-the-department", ""),
        ("xenforo", "-4", ""),
    ],
)
def test_whom_questions_are_passed_to_is_taken_as_deliveries_hold_it(kind, typed, kept):
    """Nobody would see a wrong one: all that came would be meant for somebody else."""
    assert REFERRERS[kind].addressee.understood(typed) == kept
    assert REFERRERS[kind].addressee.wrong.endswith(".")


def test_software_without_webhooks_has_none():
    assert referrer_for("phpbb") is None


@pytest.mark.parametrize("kind", ["discourse", "vanilla"])
def test_one_altered_byte_makes_a_signed_delivery_false(kind):
    sent, _ = GENUINE[kind]
    for place in range(len(sent.body)):
        altered = bytearray(sent.body)
        altered[place] ^= 1

        assert not REFERRERS[kind].is_genuine(
            Delivery(headers=sent.headers, body=bytes(altered)), secret=SECRET
        )


@pytest.mark.parametrize("kind", REFERRERS)
def test_another_secret_makes_a_delivery_false(kind):
    sent, _ = GENUINE[kind]

    assert not REFERRERS[kind].is_genuine(sent, secret=f"{SECRET}x")


@pytest.mark.parametrize("kind", REFERRERS)
@given(header=st.text(max_size=90))
def test_whatever_stands_in_place_of_the_signature_is_false(kind, header):
    sent, _ = GENUINE[kind]
    headers = {
        name: header if "signature" in name or "secret" in name else said
        for name, said in sent.headers.items()
    }

    assert not REFERRERS[kind].is_genuine(Delivery(headers=headers, body=sent.body), secret=SECRET)


@pytest.mark.parametrize("kind", REFERRERS)
def test_a_delivery_without_headers_is_false_and_points_at_nothing(kind):
    bare = Delivery(headers={}, body=GENUINE[kind][0].body)

    assert not REFERRERS[kind].is_genuine(bare, secret=SECRET)
    assert REFERRERS[kind].pointer(bare, addressee=GENUINE[kind][1]) is None


# Whom it is meant for


@pytest.mark.parametrize("group", ["moderators", "", None, 44, ["labour-department"], GROUP + "s"])
def test_a_topic_that_is_assigned_to_another_group_is_not_for_us(group):
    sent = of_discourse(assigned(group=group))

    assert REFERRERS["discourse"].pointer(sent, addressee=GROUP) is None


def test_a_groups_capitals_do_not_matter():
    sent = of_discourse(assigned(group="Labour-Department"))

    assert REFERRERS["discourse"].pointer(sent, addressee=GROUP) == Pointer("41")


def test_a_topic_that_is_unassigned_is_not_for_us_whatever_the_unsigned_headers_say():
    sent = of_discourse(assigned(type="unassigned"))

    assert REFERRERS["discourse"].pointer(sent, addressee=GROUP) is None


def test_an_administrator_who_tries_the_address_passes_nothing_on():
    body = json.dumps({"ping": "OK"}).encode()
    sent = delivery(discourse_headers(body) | {"X-Discourse-Event-Type": "ping"}, body)

    assert REFERRERS["discourse"].is_genuine(sent, secret=SECRET)
    assert REFERRERS["discourse"].pointer(sent, addressee=GROUP) is None


@pytest.mark.parametrize(
    "values",
    [
        {"account": 1},
        {"account": None},
        {"account": True},
        {"status": "done"},
    ],
)
def test_an_escalation_to_somebody_else_or_one_that_is_done_is_not_for_us(values):
    sent = of_vanilla(escalated(**values))

    assert REFERRERS["vanilla"].pointer(sent, addressee="4021") is None


def test_the_official_account_may_be_named_where_vanilla_sends_it_whole():
    sent = of_vanilla(escalated(assignedUser={"userID": 4021, "name": "Labour Department"}))

    assert REFERRERS["vanilla"].pointer(sent, addressee="labour department") == Pointer("41")


def test_an_escalated_comment_is_a_post():
    sent = of_vanilla(escalated(recordType="comment"))

    assert REFERRERS["vanilla"].pointer(sent, addressee="4021") == Pointer("41", is_post=True)


@pytest.mark.parametrize("happened", ["insert", "add", "update", "assign", "assigned"])
@pytest.mark.parametrize("name", ["escalation", "cmdEscalation"])
def test_an_escalation_is_understood_by_both_names_that_vanilla_has_for_it(name, happened):
    sent = of_vanilla(escalated(name=name, happened=happened), event=name)

    assert REFERRERS["vanilla"].is_genuine(sent, secret=SECRET)
    assert REFERRERS["vanilla"].pointer(sent, addressee="4021") == Pointer("41")


@pytest.mark.parametrize(
    ("event", "values"),
    [
        ("escalation", {"happened": "delete"}),
        ("ticketEscalation", {"name": "escalation"}),
        ("escalation", {"name": "ticketEscalation"}),
        ("ping", {"name": "ping", "happened": "add"}),
    ],
)
def test_what_is_no_escalation_to_the_body_is_not_for_us(event, values):
    sent = of_vanilla(escalated(**values), event=event)

    assert REFERRERS["vanilla"].pointer(sent, addressee="4021") is None


def test_an_escalation_of_something_else_is_named():
    with pytest.raises(NotUnderstood, match="neither of a discussion"):
        REFERRERS["vanilla"].pointer(of_vanilla(escalated(recordType="user")), addressee="4021")


@pytest.mark.parametrize("values", [{"event": "delete"}, {"kind": "user"}])
def test_xenforo_is_heard_about_threads_and_posts_that_stand(values):
    sent = of_xenforo(changed(), **values)

    assert REFERRERS["xenforo"].pointer(sent, addressee=BOARD) is None


def test_of_xenforos_payload_no_number_is_believed_but_that_of_the_content():
    sent = of_xenforo(changed(7, thread_id=999))

    assert REFERRERS["xenforo"].pointer(sent, addressee=BOARD) == Pointer("7")


@pytest.mark.parametrize(
    "values",
    [
        {"board": 3},
        {"board": None},
        {"board": [12]},
        {"discussion_state": "deleted"},
        {"discussion_state": "moderated"},
        {"discussion_type": "redirect"},
    ],
)
def test_law_1_a_thread_that_xenforo_itself_places_elsewhere_is_not_looked_at(values):
    """Without criteria the webhook tells of every reply in the forum, in boards left out too."""
    sent = of_xenforo(changed(**values))

    assert REFERRERS["xenforo"].pointer(sent, addressee=BOARD) is None


@pytest.mark.parametrize("data", [None, [], "text", {}])
def test_law_1_a_thread_of_which_xenforo_names_no_board_is_not_looked_at(data):
    sent = of_xenforo(json.dumps({"content_id": 7, "data": data}).encode())

    assert REFERRERS["xenforo"].pointer(sent, addressee=BOARD) is None


def test_a_post_is_passed_on_with_its_thread():
    def of_a_post(board, **values):
        data = {"post_id": 7, "thread_id": 41, "Thread": {"node_id": board}, **values}
        content = {"content_type": "post", "content_id": 7, "data": data}
        return of_xenforo(json.dumps(content).encode(), kind="post")

    referrer = REFERRERS["xenforo"]
    assert referrer.pointer(of_a_post(12), addressee=BOARD) == Pointer("7", is_post=True)
    assert referrer.pointer(of_a_post(3), addressee=BOARD) is None
    for state in ("moderated", "deleted"):
        assert referrer.pointer(of_a_post(12, message_state=state), addressee=BOARD) is None


# What comes again


@pytest.mark.parametrize("kind", ["discourse", "vanilla"])
def test_a_delivery_is_known_again_by_its_bytes_and_by_its_number(kind):
    sent, _ = GENUINE[kind]
    number = {"discourse": "x-discourse-event-id", "vanilla": "x-vanilla-id"}[kind]
    renumbered = Delivery(headers={**sent.headers, number: "other"}, body=sent.body)
    changed_body = Delivery(headers=sent.headers, body=sent.body + b" ")
    referrer = REFERRERS[kind]

    assert set(referrer.keys(sent)) & set(referrer.keys(renumbered))
    assert set(referrer.keys(sent)) & set(referrer.keys(changed_body))


def test_xenforo_numbers_nothing_so_content_event_and_number_tell_it_again():
    referrer = REFERRERS["xenforo"]

    assert referrer.keys(of_xenforo(changed(41))) == referrer.keys(of_xenforo(changed("41")))
    others = [of_xenforo(changed(42)), of_xenforo(changed(41), event="insert")]
    assert not any(
        set(referrer.keys(of_xenforo(changed(41)))) & set(referrer.keys(other)) for other in others
    )


# What cannot be understood


WRONG_NUMBERS = [
    0, -1, 1.5, True, None, "", "x", "1e3", "٣", [], {}, 2**53, 10**30, "9" * 17, float("nan"),
]  # fmt: skip


@pytest.mark.parametrize("number", WRONG_NUMBERS)
def test_a_number_that_no_forum_gives_is_named(number):
    for kind, made in (
        ("discourse", of_discourse(assigned(number))),
        ("vanilla", of_vanilla(escalated(number))),
        ("xenforo", of_xenforo(changed(number))),
    ):
        with pytest.raises(NotUnderstood, match="has no number"):
            REFERRERS[kind].pointer(made, addressee=GENUINE[kind][1])


WRONG_BODIES = [
    b"", b"{", b"[]", b'"text"', b"null", b"1", b"\xff\xfe", b"{}", b'{"assign": []}',
    b"[" * 100_000, b'{"assign":' * 20_000, b'{"content_id":' + b"9" * 5_000 + b"}",
]  # fmt: skip


@pytest.mark.parametrize("body", WRONG_BODIES, ids=lambda body: repr(body[:12]))
def test_a_body_of_the_wrong_shape_is_named_without_its_words(body):
    for kind, made in (
        ("discourse", of_discourse(body)),
        ("xenforo", of_xenforo(body)),
    ):
        with pytest.raises(NotUnderstood) as caught:
            REFERRERS[kind].pointer(made, addressee=GENUINE[kind][1])
        assert "9999" not in str(caught.value)


@given(content=ANYTHING, raw=st.binary(max_size=60))
def test_any_json_and_any_bytes_are_a_pointer_nothing_or_a_named_fault(content, raw):
    for body in (json.dumps(content).encode(), json.dumps({"assign": content}).encode(), raw):
        for kind, made in (
            ("discourse", of_discourse(body)),
            ("vanilla", of_vanilla(body)),
            ("xenforo", of_xenforo(body)),
        ):
            check_bounded(kind, made)


@given(values=st.dictionaries(st.sampled_from(["type", "topic_id", "recordID"]), ANYTHING))
def test_wrong_types_in_the_right_places_are_named(values):
    check_bounded("discourse", of_discourse(assigned(**values)))
    check_bounded("vanilla", of_vanilla(escalated(**values)))


def check_bounded(kind: str, made: Delivery) -> None:
    try:
        pointer = REFERRERS[kind].pointer(made, addressee=GENUINE[kind][1])
    except NotUnderstood:
        return
    if pointer is not None:
        assert set(pointer.number) <= set(string.digits)
        assert 0 < int(pointer.number) < 2**53
        assert len(REFERRERS[kind].keys(made)) in (1, 2)


@pytest.mark.parametrize("kind", REFERRERS)
def test_law_4_no_delivery_shows_its_words_when_it_is_printed(kind):
    assert "Nell" not in repr(GENUINE[kind][0])
    assert SECRET not in repr(GENUINE[kind][0])
