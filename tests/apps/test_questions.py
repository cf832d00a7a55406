"""What is asked of the database is heard, and whether it would be answered the same is known."""

import pytest

from alongside.audit.models import Event
from alongside.bodies.models import Body
from alongside.core.questions import Answers, listening
from alongside.core.unchanged import kept_while_unchanged
from tests.factories import NOON, BodyFactory, ForumFactory


@pytest.mark.django_db
def test_the_same_rows_are_the_same_answer_whatever_else_is_written():
    BodyFactory(slug="aps")

    with listening(Answers()) as heard:
        list(Body.objects.filter(slug="aps").values_list("name"))
    ForumFactory()
    BodyFactory(slug="other")

    assert heard.is_whole
    assert len(heard.asked) == 1
    assert Answers().are_the_same(heard.asked)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda body: Body.objects.filter(pk=body.pk).update(name="Another name"),
        lambda body: body.delete(),
        lambda body: BodyFactory(acronym="APS"),
    ],
)
def test_rows_that_change_come_or_go_are_another_answer(change):
    body = BodyFactory(acronym="APS", name="100 % ours")

    with listening(Answers()) as heard:
        list(Body.objects.filter(acronym="APS").order_by("pk").values_list("name"))
    change(body)

    assert not Answers().are_the_same(heard.asked)


@pytest.mark.django_db
def test_rows_that_come_one_by_one_are_heard_too():
    BodyFactory(name="100 % ours")

    with listening(Answers()) as heard:
        names = list(Body.objects.filter(name__contains="%").values_list("name").iterator())

    assert names == [("100 % ours",)]
    assert len(heard.asked) == 1
    assert Answers().are_the_same(heard.asked)


@pytest.mark.django_db(transaction=True)
def test_what_was_kept_is_asked_again_for_everybody_who_uses_it():
    BodyFactory()
    answers = Answers()

    def count():
        return kept_while_unchanged(
            ("test questions",), lambda: kept_while_unchanged(("inner",), Body.objects.count)
        )

    count()  # by somebody to whom nobody listened
    heard = []
    for _ in range(2):
        with listening(answers) as each:
            count()
        heard.append(each)

    assert heard[0].asked == heard[1].asked
    assert len(heard[0].asked) == 1
    BodyFactory()
    assert not Answers().are_the_same(heard[1].asked)


@pytest.mark.django_db
def test_work_that_writes_cannot_be_asked_again():
    with listening(Answers()) as heard:
        BodyFactory()

    assert not heard.is_whole


@pytest.mark.django_db
def test_a_question_with_a_moment_in_it_is_another_one_tomorrow():
    with listening(Answers()) as heard:
        Event.objects.filter(at__lte=NOON).count()

    assert not heard.is_whole
