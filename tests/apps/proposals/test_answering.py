"""Answering: who may, what it says, and what everybody then sees."""

import pytest
from django.utils import timezone

from alongside.accounts.domain.roles import Role
from alongside.audit import actions as audit
from alongside.audit.models import Event
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.proposals import actions, queries
from alongside.proposals.domain.fields import About, Field
from alongside.proposals.domain.life import NotChanged, ProposalState, Unfounded
from alongside.proposals.models import Proposal
from alongside.proposals.summaries import summary_of
from tests.factories import (
    DAY,
    NOON,
    BodyFactory,
    ForumAliasFactory,
    ForumFactory,
    ListingFactory,
    ProposalFactory,
    on_duty,
)

pytestmark = pytest.mark.django_db

LEAD, CENTRAL = Role.ENGAGEMENT_LEAD, Role.CENTRAL_TEAM


@pytest.fixture
def body():
    return BodyFactory()


@pytest.fixture
def lead(body):
    return on_duty(LEAD, body=body)


@pytest.fixture
def central():
    return on_duty(CENTRAL)


def answer(
    proposal,
    by,
    *,
    state=ProposalState.ACCEPTED,
    changed="The address.",
    reason="The source shows it.",
    **more,
):
    return actions.answer(
        public_id=proposal.public_id,
        state=state,
        changed=changed,
        reason=reason,
        by=by,
        at=NOON,
        **more,
    )


def test_a_lead_answers_for_the_own_body_for_forums_it_lists_and_for_what_is_nobodys(body, lead):
    own = ProposalFactory(of_body=True, body=body)
    listed = ProposalFactory(forum=ListingFactory(body=body).forum)
    nobodys = ProposalFactory()
    missing = ProposalFactory(missing=True)
    ProposalFactory(of_body=True)
    ProposalFactory(forum=ListingFactory().forum)
    ProposalFactory(missing=True, about="body")
    ended = ListingFactory(body=body, delisted_on=NOON.date(), delisted_reason="Quiet.").forum
    ListingFactory(forum=ended)
    ProposalFactory(forum=ended)

    assert set(queries.waiting_for(lead)) == {own, listed, nobodys, missing}


def test_a_forum_that_was_merged_is_answered_for_by_whoever_lists_the_one_that_stands(body, lead):
    standing = ListingFactory(body=body).forum
    merged = ProposalFactory(forum=ForumFactory(merged_into=standing))
    ProposalFactory(forum=ForumFactory(merged_into=ListingFactory().forum))

    assert list(queries.waiting_for(lead)) == [merged]


def test_the_central_team_answers_for_all_and_an_adviser_for_none(body, central):
    proposals = {ProposalFactory(), ProposalFactory(of_body=True)}
    adviser = on_duty(Role.ADVISER, body=body)

    assert set(queries.waiting_for(central)) == proposals
    assert not queries.may_answer_some(adviser)
    assert list(queries.waiting_for(adviser)) == []


def test_the_oldest_waits_first(central):
    young = ProposalFactory(proposed_at=NOON - DAY)
    old = ProposalFactory(proposed_at=NOON - 9 * DAY)

    assert list(queries.waiting_for(central)) == [old, young]


def test_somebody_elses_entry_is_not_answered_for(lead):
    proposal = ProposalFactory(of_body=True)

    with pytest.raises(actions.NotAllowed):
        answer(proposal, lead)

    proposal.refresh_from_db()
    assert proposal.is_waiting


def test_an_answer_is_published_with_a_public_event_that_names_nobody(central):
    proposal = ProposalFactory(forum__name="The Well", forum__slug="well")

    answer(proposal, central, state=ProposalState.IN_PART, reason="Not the words.")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_at) == ("accepted_in_part", NOON)
    event = Event.objects.get(kind="proposal.answered")
    assert event.is_public
    assert event.subject == "forum:well"
    assert event.details == {
        "name": "The Well",
        "proposal": proposal.public_id,
        "field": "address",
        "answer": "accepted_in_part",
    }
    assert event.actor == central.user.username


@pytest.mark.parametrize(
    "made", [{"forum__practice": True}, {"forum__is_practice": True, "forum__name": "P"}]
)
def test_the_event_of_practice_is_not_public(central, made):
    answer(ProposalFactory(**made), central)

    assert not Event.objects.get(kind="proposal.answered").is_public


def test_a_rejection_makes_no_public_event(central):
    answer(ProposalFactory(), central, state=ProposalState.REJECTED, changed="")

    assert not Event.objects.get(kind="proposal.answered").is_public


def test_an_answer_that_does_not_say_why_changes_nothing(central):
    proposal = ProposalFactory()

    with pytest.raises(Unfounded):
        answer(proposal, central, state=ProposalState.DECLINED, changed="", reason="")

    proposal.refresh_from_db()
    assert proposal.is_waiting
    assert not Event.objects.exists()


@pytest.mark.parametrize("state", [ProposalState.ACCEPTED, ProposalState.IN_PART])
def test_nothing_is_accepted_while_the_entry_says_what_it_said(central, state):
    proposal = ProposalFactory(forum__address="https://old.example")

    with pytest.raises(NotChanged):
        answer(proposal, central, state=state)
    proposal.refresh_from_db()
    assert proposal.is_waiting

    Forum.objects.filter(pk=proposal.forum_id).update(address="https://new.example")
    answer(proposal, central, state=state)
    proposal.refresh_from_db()
    assert proposal.state == state


def test_of_a_merged_forum_the_entry_that_stands_must_have_changed(central):
    standing = ForumFactory(address="https://old.example")
    proposal = ProposalFactory(forum=ForumFactory(merged_into=standing))

    with pytest.raises(NotChanged):
        answer(proposal, central)


def test_what_is_right_in_part_may_have_been_changed_elsewhere_in_the_entry(central):
    proposal = ProposalFactory(forum__address="https://old.example")
    audit.record(
        kind="forum.updated",
        actor="kim",
        subject=f"forum:{proposal.forum.slug}",
        at=NOON,
        details={"changes": {"other_names": [[], ["Wellers"]]}},
    )

    answer(proposal, central, state=ProposalState.IN_PART)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.IN_PART


@pytest.mark.parametrize("state", [ProposalState.DECLINED, ProposalState.REJECTED])
def test_what_is_not_accepted_needs_no_change(central, state):
    proposal = ProposalFactory(forum__address="https://old.example")

    answer(proposal, central, state=state, changed="")

    proposal.refresh_from_db()
    assert proposal.state == state


def test_of_what_is_no_short_text_nobody_can_tell_whether_it_was_changed(central):
    answer(ProposalFactory(field=Field.FIGURES, said=""), central)


def test_a_proposal_is_answered_once(central):
    proposal = ProposalFactory(declined=True)

    with pytest.raises(actions.AnsweredAlready):
        answer(proposal, central)


def test_nobody_answers_that_it_waits(central):
    with pytest.raises(actions.AnsweredAlready):
        answer(ProposalFactory(), central, state=ProposalState.WAITING)


def test_law_4_words_about_a_person_are_deleted_and_the_answer_stands(central):
    missing = ProposalFactory(missing=True, name="The site of Zephyrine")
    later = ProposalFactory(accepted=True)

    answer(missing, central, withhold=True)
    actions.withhold_words(public_id=later.public_id, by=central, at=NOON)

    for proposal in (missing, later):
        proposal.refresh_from_db()
        assert proposal.is_withheld
        assert {proposal.said, proposal.proposed, proposal.source, proposal.words} == {""}
        assert proposal.changed
    assert missing.name == ""
    assert "Zephyrine" not in str(list(Event.objects.values_list("details", flat=True)))


def test_words_of_a_waiting_proposal_are_withheld_with_the_answer_only(central):
    with pytest.raises(actions.AnsweredAlready):
        actions.withhold_words(public_id=ProposalFactory().public_id, by=central, at=NOON)


def test_what_was_rejected_by_mistake_waits_again_as_long_as_it_has_words(central):
    proposal = ProposalFactory(rejected=True, reason="Advertising.")
    emptied = ProposalFactory(rejected=True, answered_at=NOON - 31 * DAY)
    actions.empty_rejected(at=NOON)

    actions.take_up_again(public_id=proposal.public_id, by=central, at=NOON)

    proposal.refresh_from_db()
    assert proposal.is_waiting
    assert proposal.reason == ""
    with pytest.raises(actions.NothingLeft):
        actions.take_up_again(public_id=emptied.public_id, by=central, at=NOON)
    with pytest.raises(actions.AnsweredAlready):
        actions.take_up_again(
            public_id=ProposalFactory(accepted=True).public_id, by=central, at=NOON
        )


# In public

SECRET = ("said", "proposed", "source", "source_address", "words", "changed", "reason")


@pytest.mark.parametrize("state", [{}, {"rejected": True, "reason": "Advertising."}])
@pytest.mark.parametrize("kind", [{}, {"missing": True, "name": "Buy pills"}])
def test_nothing_that_no_person_has_looked_at_is_public(state, kind):
    seen = queries.public_view(ProposalFactory(**state, **kind))

    assert {getattr(seen, name) for name in SECRET} == {""}
    assert "pills" not in repr(seen)


def test_an_answered_proposal_is_public_with_its_words():
    seen = queries.public_view(
        ProposalFactory(accepted=True, words="It moved.", proposed_at=NOON - 3 * DAY)
    )

    assert (seen.words, seen.changed, seen.days) == ("It moved.", "The address.", 3)
    assert seen.source_address == "https://old.example/we-have-moved"


def test_proposals_of_a_forum_are_those_of_merged_entries_too_without_rejected_ones(
    django_assert_num_queries,
):
    forum = ForumFactory()
    old = ProposalFactory(forum=ForumFactory(merged_into=forum), proposed_at=NOON - 9 * DAY)
    new = ProposalFactory(forum=forum, declined=True, proposed_at=NOON - DAY)
    ProposalFactory(forum=forum, rejected=True)
    ProposalFactory()
    ProposalFactory(of_body=True)

    with django_assert_num_queries(1):
        found = queries.public_proposals_of(forum)

    # What waits comes first.
    assert [seen.public_id for seen in found] == [old.public_id, new.public_id]


def test_the_page_of_an_entry_counts_what_waits_by_field_and_shows_the_newest_answer():
    forum = ForumFactory()
    for number, field in enumerate([*[Field.NAME] * 3, "address", "subject", "area", "operator"]):
        ProposalFactory(forum=forum, field=field, proposed_at=NOON - number * DAY)
    ProposalFactory(forum=forum, declined=True, answered_at=NOON - DAY)
    newest = ProposalFactory(forum=forum, accepted=True)

    seen = summary_of(queries.public_proposals_of(forum))

    assert [(line.field_words, len(line.proposals)) for line in seen.waiting] == [
        ("Its name", 3),
        ("Its address", 1),
        ("What it is about", 1),
    ]
    assert seen.waiting[0].first.proposed_on == NOON - 2 * DAY
    assert seen.answered.public_id == newest.public_id
    assert seen.left_out == 3
    assert not seen.is_cut


def test_proposals_of_a_body_are_its_own():
    proposal = ProposalFactory(of_body=True)
    ProposalFactory(of_body=True)

    [rows] = (
        Body.objects.filter(pk=proposal.body_id)
        .annotate(rows=queries.rows_about_bodies())
        .values_list("rows", flat=True)
    )

    assert queries.public_proposals_in(rows, about=proposal.body) == [
        queries.public_view(Proposal.objects.get(pk=proposal.pk))
    ]


def test_law_7_the_median_can_be_counted_again_from_the_published_rows():
    """And practice, waiting and rejected ones are in neither."""
    for days in (1, 2, 9):
        ProposalFactory(accepted=True, answered_at=NOON, proposed_at=NOON - days * DAY)
    ProposalFactory(declined=True, answered_at=NOON, proposed_at=NOON)
    ProposalFactory(rejected=True, proposed_at=NOON - 99 * DAY)
    ProposalFactory()
    ProposalFactory(accepted=True, forum__practice=True, proposed_at=NOON - 99 * DAY)

    figures = queries.figures(practice=False)

    rows = queries.answered_proposals(practice=False)
    lengths = sorted(
        (timezone.localdate(row.answered_at) - timezone.localdate(row.proposed_at)).days
        for row in rows
    )
    assert lengths == [0, 1, 2, 9]
    assert figures.median_days == (lengths[1] + lengths[2]) / 2 == 1.5
    assert (figures.waiting, figures.answered, figures.accepted) == (1, 4, 3)


def test_law_7_without_an_answer_there_is_no_median():
    ProposalFactory()

    assert queries.figures(practice=False).median_days is None


def test_days_are_those_of_the_sites_calendar():
    """23:30 UTC on 5 May is half past midnight on 6 May in London."""
    proposal = ProposalFactory(
        accepted=True,
        proposed_at=NOON.replace(day=5, hour=23, minute=30),
        answered_at=NOON.replace(hour=0),
    )

    assert proposal.days_to_answer == 0
    assert queries.figures(practice=False).median_days == 0


def test_the_file_holds_what_was_answered_oldest_answer_first(django_assert_num_queries):
    second = ProposalFactory(declined=True, answered_at=NOON)
    first = ProposalFactory(accepted=True, answered_at=NOON - DAY, of_body=True)
    ProposalFactory()
    ProposalFactory(rejected=True)

    with django_assert_num_queries(1):
        rows = list(queries.answered_proposals(practice=False))
        assert [row.entry.slug for row in rows]

    assert rows == [first, second]
    assert list(queries.answered_proposals(practice=True)) == []


# The entry


def test_a_merged_entry_leads_to_the_one_that_stands():
    forum = ForumFactory()
    ForumFactory(slug="old", merged_into=forum)

    assert queries.get_entry(About.FORUM, "old", practice_too=False) == forum


def test_an_entry_of_practice_is_not_found_unless_shown():
    forum = ForumFactory(practice=True)

    with pytest.raises(Forum.DoesNotExist):
        queries.get_entry(About.FORUM, forum.slug, practice_too=False)
    assert queries.get_entry(About.FORUM, forum.slug, practice_too=True) == forum


def test_what_the_register_says_is_said_for_both_kinds():
    body = BodyFactory(acronym="APS", parent=BodyFactory(name="Office"), other_names=["Old one"])
    forum = ForumFactory(languages=["en", "cy"])

    assert queries.said_by(body)[Field.NAME] == "Aldmere Public Services (APS)"
    assert queries.said_by(body)[Field.PARENT] == "Office"
    assert queries.said_by(body)[Field.OTHER_NAMES] == "Old one"
    assert queries.said_by(forum)[Field.LANGUAGES] == "en, cy"
    assert queries.said_by(forum)[Field.ADDRESS] == forum.address


@pytest.mark.parametrize(
    "address", ["https://old.example", "HTTP://www.OLD.example/", "https://old.example:443/?x=1"]
)
def test_a_forum_is_known_by_any_spelling_of_any_of_its_addresses(address):
    alias = ForumAliasFactory(address="https://old.example")

    assert queries.forum_at(address) == alias.forum


@pytest.mark.parametrize("address", ["", "https://", "https://new.example", "nonsense"])
def test_an_address_that_nobody_entered_is_no_forums(address):
    ForumAliasFactory(address="https://old.example")

    assert queries.forum_at(address) is None


def test_a_proposal_says_itself_by_field():
    assert str(ProposalFactory.build(forum=None, missing=True)).endswith(
        "A forum that the register does not have"
    )
    assert Proposal._meta.verbose_name_plural == "proposals"
