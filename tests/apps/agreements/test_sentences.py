"""What an operator says in public, and withholding it with a reason."""

import pytest
from django.db import DatabaseError, transaction

from alongside.agreements import sentences
from alongside.agreements.actions import AgreementError
from alongside.agreements.models import StatementRuling
from alongside.audit.models import Event
from tests.factories import HOUR, NOON, AgreementFactory, BodyFactory, ForumFactory
from tests.factories import operators as of

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    return of.StatementFactory(forum=AgreementFactory(welcome=True).forum, words="Ask for Zoe.")


def withhold(said, **values):
    body = values.pop("body", None) or AgreementFactory(forum=said.forum, welcome=True).body
    return sentences.withhold_sentence(
        **{
            "forum": said.forum,
            "body": body,
            "statement_id": said.pk,
            "reason": "It names a member of the forum.",
            "by": "lead",
            "at": NOON,
            **values,
        }
    )


def test_a_sentence_is_withheld_with_a_reason_and_shown_again_and_both_stay_on_record(said):
    ruling = withhold(said)
    withheld = sentences.sentence_in(said.forum_id)
    sentences.show_sentence_again(
        forum=said.forum,
        body=ruling.body,
        statement_id=said.pk,
        reason="Zoe is the operator.",
        by="lead",
        at=NOON + HOUR,
    )
    shown = sentences.sentence_in(said.forum_id)

    assert withheld.withheld == ruling
    assert shown.withheld is None
    assert [one.reason for one in shown.rulings] == [
        "Zoe is the operator.",
        "It names a member of the forum.",
    ]
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == [
        "statement.withheld",
        "statement.shown",
    ]


@pytest.mark.parametrize(("reason", "words"), [(" ", "Say why"), ("x" * 301, "shorter")])
def test_a_ruling_needs_a_reason_that_fits(said, reason, words):
    with pytest.raises(AgreementError, match=words):
        withhold(said, reason=reason)

    assert not StatementRuling.objects.exists()


def test_a_body_that_never_asked_here_rules_on_nothing(said):
    with pytest.raises(AgreementError, match="Only a body that takes part here"):
        withhold(said, body=BodyFactory())


def test_a_body_that_has_asked_and_waits_for_an_answer_may_rule(said):
    who = of.contact(forums=[said.forum])

    assert withhold(said, body=who.body).is_withheld


def test_what_is_withheld_is_not_withheld_twice(said):
    body = withhold(said).body

    with pytest.raises(AgreementError, match="withheld already"):
        withhold(said, body=body)


def test_a_sentence_that_was_changed_meanwhile_is_read_first(said):
    of.StatementFactory(forum=said.forum, words="We are glad.")

    with pytest.raises(sentences.SaidAnew):
        withhold(said)

    assert sentences.sentence_in(said.forum_id).withheld is None


def test_what_the_operator_says_anew_is_shown_and_the_ruling_stays_with_the_old_words(said):
    withhold(said)

    new = of.StatementFactory(forum=said.forum, words="We are glad.")

    assert sentences.sentence_in(said.forum_id).statement == new
    assert sentences.sentence_in(said.forum_id).withheld is None
    assert [len(one.rulings) for one in sentences.sentences_in(said.forum_id)] == [0, 1]


def test_a_sentence_that_was_taken_back_is_none(said):
    of.StatementFactory(forum=said.forum, words="")

    assert sentences.sentence_in(said.forum_id) is None
    assert [one.statement for one in sentences.sentences_in(said.forum_id)] == [said]


def test_a_ruling_changes_for_nobody(said):
    ruling = withhold(said)
    ruling.reason = "Other"

    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        ruling.save()


def test_sentences_of_other_forums_stay(said):
    withhold(said)
    other = of.StatementFactory(forum=ForumFactory())

    assert sentences.sentence_in(other.forum_id).withheld is None
