"""The factories themselves: one for each model, and each state is legal."""

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

from alongside.replies.domain.life import ReplyState
from tests import factories
from tests.factories import EnquiryFactory, ReplyFactory, line

FACTORIES = {
    made._meta.model: made
    for made in vars(factories).values()
    if isinstance(made, type) and issubclass(made, DjangoModelFactory) and made._meta.model
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("alongside.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
@pytest.mark.django_db
def test_every_model_has_a_factory_whose_smallest_object_is_legal(model):
    made = FACTORIES[model]()

    assert made.pk
    assert str(made)


@pytest.mark.parametrize("state", sorted(set(ReplyState) - {ReplyState.DRAFT}))
@pytest.mark.django_db
def test_a_reply_can_be_made_in_every_state(state):
    reply = ReplyFactory(**{state.value: True})

    assert reply.state == state
    assert reply.state_words


@pytest.mark.parametrize("state", ["claimed", "left_to_peers", "answered"])
@pytest.mark.django_db
def test_an_enquiry_can_be_made_in_its_states(state):
    assert EnquiryFactory(**{state: True}).state == state


@pytest.mark.django_db
def test_a_line_is_one_body_one_forum_and_all_between_them():
    whole = line()

    assert whole.enquiry.claimed_by == whole.adviser.user
    assert whole.plan.number == 1
    assert {whole.account.body, whole.agreement.body, whole.plan.body} == {whole.body}
    assert {whole.account.forum, whole.agreement.forum, whole.board.forum} == {whole.forum}
