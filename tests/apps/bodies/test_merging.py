"""Two entries of one body become one: nothing is lost, and what never changes is left alone."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from factory.django import DjangoModelFactory

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.audit.queries import public_events
from alongside.bodies import actions, merge_tables, queries
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.merge_actions import CannotMerge, NotAllowed, merge_bodies, what_would_merge
from alongside.bodies.models import Body, BodyIdentifier, MergedBody, SourceRecord
from alongside.forums.models import Listing
from alongside.guidance.models import ApprovedLine, Source
from alongside.proposals.models import Proposal
from tests import factories
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    AgreementFactory,
    ApprovedLineFactory,
    BodyFactory,
    BodyIdentifierFactory,
    CommitmentFactory,
    EnquiryFactory,
    ForumFactory,
    ListingFactory,
    MembershipFactory,
    OfficialAccountFactory,
    PlanVersionFactory,
    RemitTopicFactory,
    SourceFactory,
    SourceRecordFactory,
    on_duty,
    publish_plan,
)

pytestmark = pytest.mark.django_db
FACTORIES = {
    made._meta.model: made
    for made in vars(factories).values()
    if isinstance(made, type) and issubclass(made, DjangoModelFactory) and made._meta.model
}
POINTING = [
    (model, field.name)
    for model in apps.get_models()
    for field in model._meta.local_fields
    if isinstance(field, models.ForeignKey) and field.related_model is Body and model is not Body
]


@pytest.fixture
def central():
    return on_duty(Role.CENTRAL_TEAM)


@pytest.fixture
def kept():
    return BodyFactory(slug="aldmere-council", name="Aldmere Council")


@pytest.fixture
def twin():
    return BodyFactory(slug="aldmere-borough", name="Aldmere Borough Council")


def merge(kept, twin, by, **values):
    return merge_bodies(
        **{
            "kept_id": kept.pk,
            "merged_id": twin.pk,
            "reason": "Both lists give the same address.",
            "by": by,
            "at": NOON,
            **values,
        }
    )


def test_every_model_that_points_to_a_body_says_what_becomes_of_its_rows():
    told = {(table.model, table.column) for table in merge_tables.tables() if table.column}

    assert told == set(POINTING)


def test_a_model_that_does_not_say_its_rule_stops_every_merge(monkeypatch, kept, twin, central):
    monkeypatch.delattr(Listing, merge_tables.RULE)

    with pytest.raises(merge_tables.NoRule, match=r"forums\.Listing"):
        merge(kept, twin, central)


@pytest.mark.parametrize(
    ("model", "column"), POINTING, ids=[f"{model.__name__}.{name}" for model, name in POINTING]
)
def test_what_points_to_the_merged_body_points_to_the_other_or_keeps_it(
    kept, twin, central, model, column
):
    about = {"about": "body", "forum": None} if model is Proposal else {}
    row = FACTORIES[model](**{column: twin}, **about)
    table = next(each for each in merge_tables.tables() if each.model is model)
    never_changes = table.frozen(twin).exists()

    if never_changes:
        with pytest.raises(CannotMerge, match="Keep Aldmere Borough Council instead"):
            merge(kept, twin, central)
        assert Body.objects.count() == 2
    else:
        merge(kept, twin, central)
        row.refresh_from_db()
        assert getattr(row, column) == kept
        assert not Body.objects.filter(pk=twin.pk).exists()


def test_every_constraint_that_lets_a_body_have_one_is_told_in_words_or_settled():
    for table in merge_tables.tables():
        is_limited = any(
            isinstance(constraint, models.UniqueConstraint) and table.column in constraint.fields
            for constraint in table.model._meta.constraints
        )
        rule = table.rule
        is_answered = rule.clash or rule.settle or rule.alike_goes or rule.frozen == {}
        assert is_answered or not is_limited, table.model


def test_the_address_of_the_merged_entry_and_what_was_said_of_it_are_kept(kept, twin, central):
    BodyIdentifierFactory(body=twin, scheme="GSS", value="E07000001")
    statement = queries.statement_of(twin)

    merge(kept, twin, central)

    entry = MergedBody.objects.get(slug="aldmere-borough")
    assert (entry.body, entry.name, entry.said) == (kept, "Aldmere Borough Council", statement)
    assert queries.standing_slug("aldmere-borough") == "aldmere-council"
    assert queries.bodies_called("aldmere-borough") == [kept]
    assert queries.free_slug("Aldmere borough") == "aldmere-borough-2"


def test_an_address_that_leads_on_is_never_given_to_another_body(kept, twin, central):
    merge(kept, twin, central)

    with pytest.raises(actions.BodyRefused, match="leads to aldmere-council for good"):
        actions.record_body(
            slug="aldmere-borough", name="Another", kind=BodyKind.OTHER, by="central", at=NOON
        )


def test_the_entry_that_stays_is_filled_from_the_other_and_known_by_its_names(kept, central):
    twin = BodyFactory(
        slug="twin",
        name="Aldmere Borough Council",
        acronym="ABC",
        kind=BodyKind.LOCAL_AUTHORITY.value,
        other_names=["Aldmere Corporation"],
        website="https://www.aldmere.example",
        remit="Housing",
        founded_on=TODAY,
    )
    Body.objects.filter(pk=kept.pk).update(remit="Parks")
    RemitTopicFactory(body=kept, code="work", label="Work")
    RemitTopicFactory(body=twin, code="work", label="Employment")
    RemitTopicFactory(body=twin, code="money", label="Money")

    merged = merge(kept, twin, central)

    assert (merged.name, merged.acronym, merged.kind) == (
        "Aldmere Council",
        "ABC",
        BodyKind.LOCAL_AUTHORITY.value,
    )
    assert (merged.remit, merged.website) == ("Parks", "https://www.aldmere.example")
    assert merged.founded_on == TODAY
    assert merged.other_names == ["Aldmere Borough Council", "Aldmere Corporation"]
    assert {topic.label for topic in merged.topics.all()} == {"Work", "Money"}


def test_whoever_decides_is_told_of_identifiers_of_one_register_that_differ(kept, twin):
    BodyIdentifierFactory(body=kept, scheme="GSS", value="E07000001")
    BodyIdentifierFactory(body=kept, scheme="GB-COH", value="7")
    BodyIdentifierFactory(body=twin, scheme="GSS", value="E07000002")

    found = what_would_merge(kept=kept, merged=twin)

    assert found.doubts == [
        "Both have an identifier of GSS, and not the same one: E07000001 and E07000002."
    ]
    assert found.in_the_way == []


def test_what_is_shown_beforehand_is_what_comes_of_it(kept, twin, central):
    Body.objects.filter(pk=kept.pk).update(acronym="AC", kind="other", remit="Parks")
    Body.objects.filter(pk=twin.pk).update(
        acronym="ABC", kind="tribunal", website="https://a.example", parent=BodyFactory(name="P")
    )
    twin.other_parents.add(BodyFactory(name="Q"))
    kept.other_parents.add(Body.objects.get(name="P"))
    for body, code in ((kept, "work"), (twin, "money")):
        RemitTopicFactory(body=body, code=code, label=code)
        BodyIdentifierFactory(body=body)
    kept.refresh_from_db()
    twin.refresh_from_db()

    shown = what_would_merge(kept=kept, merged=twin).joined_says

    assert queries.statement_of(merge(kept, twin, central)) == shown


def test_relatives_of_the_merged_entry_are_those_of_the_other(kept, twin, central):
    ministry, sponsor = BodyFactory(name="Ministry"), BodyFactory(name="Sponsor")
    Body.objects.filter(pk=twin.pk).update(parent=ministry)
    twin.other_parents.add(sponsor)
    twin.successors.add(heir := BodyFactory(name="Heir"))
    (before := BodyFactory(name="Before")).successors.add(twin)
    child = BodyFactory(name="Child", parent=twin)
    (sponsored := BodyFactory(name="Sponsored", parent=kept)).other_parents.add(twin)

    merge(kept, twin, central)

    family = queries.family_of(kept.slug)
    assert family.body.parent == ministry
    assert [other.name for other in family.other_parents] == ["Sponsor"]
    assert [other.name for other in family.children] == ["Child", "Sponsored"]
    assert [other.slug for other in family.successors] == [heir.slug]
    assert [other.slug for other in family.predecessors] == [before.slug]
    assert family.merged_slugs == ["aldmere-borough"]
    child.refresh_from_db()
    assert (child.parent, list(sponsored.other_parents.all())) == (kept, [])


def test_whoever_belongs_to_the_other_or_followed_it_is_not_its_twin(kept, twin, central):
    Body.objects.filter(pk=twin.pk).update(parent=kept)
    with pytest.raises(CannotMerge, match="Aldmere Borough Council is a part of Aldmere Council"):
        merge(kept, twin, central)

    Body.objects.filter(pk=twin.pk).update(parent=None)
    kept.successors.add(twin)
    with pytest.raises(CannotMerge, match="Aldmere Council was followed by Aldmere Borough"):
        merge(kept, twin, central)


def test_a_merge_that_would_close_a_circle_of_parents_is_refused(kept, twin, central):
    between = BodyFactory(name="Between", parent=kept)
    Body.objects.filter(pk=twin.pk).update(parent=between)

    with pytest.raises(CannotMerge, match="circle"):
        merge(kept, twin, central)


def test_where_both_have_what_never_changes_both_stay(kept, twin, central):
    AgreementFactory(body=kept)
    publish_plan(twin, [ForumFactory()])

    found = what_would_merge(kept=kept, merged=twin)

    assert not found.other_way
    with pytest.raises(CannotMerge, match="Keep both entries, and close the one"):
        merge(kept, twin, central)
    assert Body.objects.count() == 2


def test_an_entry_with_agreements_can_take_in_one_without(kept, twin, central):
    agreement = AgreementFactory(body=kept)
    EnquiryFactory(body=twin)

    merge(kept, twin, central)

    agreement.refresh_from_db()
    assert agreement.body == kept


def test_an_entry_that_a_commitment_names_is_the_one_to_keep(kept, twin, central):
    CommitmentFactory(bodies=["aldmere-borough"])

    with pytest.raises(CannotMerge, match="commitments that name it, which never change"):
        merge(kept, twin, central)
    assert merge(twin, kept, central).slug == "aldmere-borough"


def test_of_two_listings_of_one_forum_the_older_stands_and_leads(kept, twin, central):
    forum = ForumFactory()
    newer = ListingFactory(body=kept, forum=forum, listed_on=TODAY - DAY, leads=True)
    older = ListingFactory(body=twin, forum=forum, listed_on=TODAY - 30 * DAY)

    merge(kept, twin, central)

    newer.refresh_from_db()
    older.refresh_from_db()
    assert (older.body, older.delisted_on, older.leads) == (kept, None, True)
    assert (newer.body, newer.delisted_on, newer.leads) == (kept, TODAY, False)
    assert "stood in the register twice" in newer.delisted_reason


@pytest.mark.parametrize(
    ("factory", "values", "sentence"),
    [
        (OfficialAccountFactory, {}, "Retire one of the two first"),
        (SourceRecordFactory, {"source": "govuk"}, "Have the list corrected first"),
        (PlanVersionFactory, {}, "Discard one of the two first"),
        (EnquiryFactory, {"thread_id": "7"}, "asked in the same thread"),
    ],
    ids=["account", "list", "draft", "thread"],
)
def test_what_a_body_has_once_must_be_settled_first(kept, twin, central, factory, values, sentence):
    if factory in (OfficialAccountFactory, EnquiryFactory):
        values = {**values, "forum": ForumFactory()}
    ours, theirs = factory(body=kept, **values), factory(body=twin, **values)

    assert any(sentence in each for each in what_would_merge(kept=kept, merged=twin).in_the_way)
    with pytest.raises(CannotMerge, match=sentence):
        merge(kept, twin, central)
    for row, body in ((ours, kept), (theirs, twin)):
        row.refresh_from_db()
        assert row.body == body


def test_lines_that_rest_on_the_same_page_rest_on_one_source(kept, twin, central):
    address = "https://www.aldmere.example/tax"
    ours = SourceFactory(body=kept, address=address)
    line = ApprovedLineFactory(body=twin, source=SourceFactory(body=twin, address=address))

    merge(kept, twin, central)

    assert Source.objects.get() == ours
    assert ApprovedLine.objects.get() == line
    line.refresh_from_db()
    assert (line.body, line.source) == (kept, ours)


def test_a_colleague_of_both_keeps_one_role(kept, twin, central):
    ours = MembershipFactory(body=kept, role=Role.ADVISER.value)
    MembershipFactory(body=twin, user=ours.user, role=Role.ADVISER.value)
    other = MembershipFactory(body=twin, user=ours.user, role=Role.ENGAGEMENT_LEAD.value)

    merge(kept, twin, central)

    assert {row.pk for row in kept.memberships.all()} == {ours.pk, other.pk}


def test_the_public_trail_says_what_was_joined_and_why_and_never_by_whom(kept, twin, central):
    merge(kept, twin, central)

    event = public_events().get(kind="body.merged")
    assert event.subject == "body:aldmere-council"
    assert event.details["merged_name"] == "Aldmere Borough Council"
    assert event.details["changes"]["reason"] == [None, "Both lists give the same address."]
    assert event.details["changes"]["other_names"] == [[], ["Aldmere Borough Council"]]
    inside = Event.objects.get(subject="body:aldmere-borough")
    assert (inside.is_public, inside.actor) == (False, central.user.username)


def test_practice_is_not_joined_with_real_bodies_and_leaves_no_public_trail(kept, central):
    one, other = BodyFactory(practice=True), BodyFactory(practice=True)

    with pytest.raises(CannotMerge, match="Practice never mixes"):
        merge(kept, one, central)
    merge(one, other, central)

    assert not public_events().exists()


@pytest.mark.parametrize("role", [Role.ADVISER, Role.SECOND_READER, Role.ENGAGEMENT_LEAD])
def test_only_who_keeps_the_register_may_join_bodies(kept, twin, role):
    with pytest.raises(NotAllowed):
        merge(kept, twin, on_duty(role, body=kept))


def test_joining_needs_a_reason_and_another_entry_that_stands(kept, twin, central):
    with pytest.raises(CannotMerge, match="Say how you know"):
        merge(kept, twin, central, reason=" \x00 ")
    with pytest.raises(CannotMerge, match="Choose another entry"):
        merge(kept, kept, central)
    with pytest.raises(Body.DoesNotExist):
        merge(kept, twin, central, merged_id=0)


def test_who_read_an_older_state_looks_again(kept, twin, central):
    seen = what_would_merge(kept=kept, merged=twin).seen
    Body.objects.filter(pk=twin.pk).update(remit="Housing")

    with pytest.raises(CannotMerge, match="Look at both again"):
        merge(kept, twin, central, seen=seen)


def test_an_entry_that_took_in_others_hands_them_on(kept, twin, central):
    third = BodyFactory(slug="third", name="Third")

    merge(twin, third, central)
    merge(kept, twin, central)

    assert set(MergedBody.objects.values_list("slug", "body__slug")) == {
        ("third", "aldmere-council"),
        ("aldmere-borough", "aldmere-council"),
    }


def test_what_lists_said_of_relatives_names_the_entry_that_stands(kept, twin, central):
    record = SourceRecordFactory(
        said={"parent": "aldmere-borough", "successors": ["aldmere-borough", "b"]}
    )

    merge(kept, twin, central)

    record.refresh_from_db()
    assert record.said == {"parent": "aldmere-council", "successors": ["aldmere-council", "b"]}


def test_identifiers_of_both_stay_known(kept, twin, central):
    BodyIdentifierFactory(body=kept, scheme="GSS", value="E07000001")
    BodyIdentifierFactory(body=twin, scheme="local", value="ABC")

    merge(kept, twin, central)

    assert set(kept.identifiers.values_list("scheme", "value")) == {
        ("GSS", "E07000001"),
        ("local", "ABC"),
    }
    assert BodyIdentifier.objects.count() == 2
    assert not SourceRecord.objects.exists()
    assert NOON - timedelta(0) == MergedBody.objects.get().merged_at
