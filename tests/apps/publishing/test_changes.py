"""The public changes: what they say, in which order, and what they never say."""

import pytest

from alongside.agreements.actions import hold_agreement
from alongside.publishing import changes
from alongside.publishing.domain.changes import ChangeGroup
from alongside.publishing.formats import atom
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    AgreementFactory,
    BodyFactory,
    EventFactory,
    ForumFactory,
    publish_plan,
)

pytestmark = pytest.mark.django_db


def public(of_kind="forum.updated", subject="forum:well", at=NOON, **details):
    details = {"name": "The Well", **details}
    return EventFactory(kind=of_kind, subject=subject, at=at, is_public=True, details=details)


def test_a_change_says_what_happened_and_leads_to_its_entry():
    ForumFactory(slug="well", name="The Well today")
    public("forum.added")

    [change] = changes.changes()

    assert change.sentence == "The Well was added to the register."
    assert change.title == "Forum added"
    assert change.address == "/forums/well/"


def test_nobodys_name_is_told():
    EventFactory(kind="forum.added", subject="forum:well", actor="jo.bloggs", is_public=True)

    [change] = changes.changes()

    assert "jo.bloggs" not in repr(change)


def test_what_is_not_public_is_not_told():
    EventFactory(kind="forum.added", subject="forum:well")

    assert changes.changes() == []
    assert changes.changes_of("forum:well") == []


def test_a_body_that_a_change_concerns_is_named():
    BodyFactory(slug="aps", name="Aldmere Public Services")
    ForumFactory(slug="well")
    public("forum.listed", body="aps")

    [change] = changes.changes()

    assert change.sentence == "Aldmere Public Services listed The Well as major for its work."
    assert (change.body_slug, change.body_name) == ("aps", "Aldmere Public Services")


def test_a_body_that_is_gone_is_not_named():
    public("forum.listed", body="gone")

    [change] = changes.changes()

    assert change.sentence == "The Well was listed as major by a public body."
    assert change.body_slug == ""


def test_the_sentence_comes_in_parts_that_lead_to_the_entry_and_the_body():
    BodyFactory(slug="aps", name="Aldmere Public Services")
    ForumFactory(slug="well")
    public("forum.listed", body="aps")

    [change] = changes.changes()

    assert [(part.text, part.href) for part in change.parts] == [
        ("Aldmere Public Services", "/bodies/aps/"),
        (" listed ", ""),
        ("The Well", "/forums/well/"),
        (" as major for its work.", ""),
    ]


def test_an_answered_correction_says_the_verdict_and_leads_to_the_answer():
    ForumFactory(slug="well")
    public("proposal.answered", proposal="q7c2", field="address", answer="accepted_in_part")

    [change] = changes.changes()

    assert change.sentence == ("A proposed correction for The Well was answered: accepted in part.")
    assert [(part.text, part.href) for part in change.parts if part.href] == [
        ("A proposed correction", "/proposals/q7c2/"),
        ("The Well", "/forums/well/"),
    ]
    feed = atom.change_entry(change)
    assert feed.address == "/proposals/q7c2/"
    assert 'href="http://testserver/proposals/q7c2/"' in feed.content


def test_an_answered_proposal_of_a_missing_entry_is_said_as_one():
    public(
        "proposal.answered", "proposal:q7c2", proposal="q7c2", field="missing", answer="declined"
    )

    [change] = changes.changes()

    assert change.sentence == "A proposed entry for The Well was answered: declined."


def test_details_of_the_event_stand_in_the_sentence():
    figure = {"kind": [None, "members"], "value": [None, 42000], "bound": [None, "over"]}
    public("measure.recorded", kind="members", dated="2009-02", changes=figure)
    public("forum.merged", merged_name="The Spring", at=NOON - HOUR)

    said = [change.sentence for change in changes.changes()]

    assert said == [
        "A figure about The Well was recorded: over 42,000 members, February 2009.",
        "The Spring and The Well were found to be one forum, and joined.",
    ]


def test_a_figure_that_cannot_be_told_is_told_without_its_value():
    public("measure.recorded", kind="members", dated="2009-02", changes={"kind": "members"})

    [change] = changes.changes()

    assert change.sentence == "A figure about The Well was recorded."


def test_a_published_plan_leads_to_its_version():
    BodyFactory(slug="aps")
    public("plan.published", subject="body:aps", version=2)
    public("plan.published", subject="body:aps", version="two", at=NOON - HOUR)

    assert [change.address for change in changes.changes()] == [
        "/bodies/aps/plan/2/",
        "/bodies/aps/",
    ]


def test_a_practice_body_in_a_real_forum_is_nobodys_business():
    BodyFactory(slug="practice", practice=True)
    public("forum.listed", body="practice")

    assert changes.changes() == []


def test_a_practice_entry_has_no_page():
    ForumFactory(slug="well", practice=True)
    public()

    [change] = changes.changes()

    assert change.address == ""


def test_a_merged_forum_leads_to_the_one_that_was_kept():
    kept = ForumFactory(slug="kept")
    ForumFactory(slug="well", merged_into=kept)
    public()

    [change] = changes.changes()

    assert change.address == "/forums/kept/"


def test_the_newest_comes_first_and_pages_follow_each_other():
    events = [public(at=NOON - number * HOUR) for number in range(3)]
    events += [public(at=NOON - 3 * HOUR), public(at=NOON - 3 * HOUR)]
    # Of one moment, the one recorded later is the newer.
    order = [event.pk for event in (*events[:3], events[4], events[3])]

    first = changes.page_of(changes.changes(limit=3), limit=2)
    second = changes.page_of(changes.changes(limit=3, before=first.older), limit=2)
    third = changes.page_of(changes.changes(limit=3, before=second.older), limit=2)

    shown = [change.id for page in (first, second, third) for change in page.changes]
    assert shown == order
    assert third.older is None


def test_before_a_change_that_never_was_there_is_nothing():
    public()

    assert changes.changes(before=2**40) == []


def test_changes_are_narrowed_to_a_group_and_a_body():
    BodyFactory(slug="aps")
    BodyFactory(slug="other")
    public("forum.listed", body="aps")
    public("forum.listed", body="other")
    public("body.updated", subject="body:aps")
    public("forum.added")

    of_body = changes.changes(body_slug="aps")
    of_lists = changes.changes(group=ChangeGroup.LISTS)
    of_both = changes.changes(group=ChangeGroup.LISTS, body_slug="aps")

    assert {change.kind for change in of_body} == {"forum.listed", "body.updated"}
    assert len(of_lists) == 2
    assert [change.body_slug for change in of_both] == ["aps"]


def test_the_changes_of_an_entry_hold_those_of_entries_merged_into_it():
    public(subject="forum:well")
    public(subject="forum:spring")
    public(subject="forum:other")

    found = changes.changes_of("forum:well", "forum:spring")

    assert {change.subject for change in found} == {"forum:well", "forum:spring"}


def test_a_difference_is_said_in_words():
    public(changes={"life": ["active", "closed"], "area": [None, "Aldmere"]})

    [change] = changes.changes()

    said = [(found.field, found.before, found.after) for found in change.differences]
    assert said == [("area", "", "Aldmere"), ("state", "Active", "Closed")]
    assert not any(found.pieces for found in change.differences)


def test_long_texts_are_compared_word_by_word():
    public(changes={"remit": ["Sick pay and fit notes " * 5, "Sick pay and fit letters " * 5]})

    [change] = changes.changes()

    assert [piece.how for piece in change.differences[0].pieces][:3] == ["same", "removed", "added"]


def test_names_of_a_list_are_compared_one_by_one_and_never_word_by_word():
    before = ["Job Centre forum", "Work and pay talk", "Talk about work"]
    public(changes={"other_names": [before, ["Talk about work", "Work and pay talk", "Job talk"]]})

    [change] = changes.changes()

    [found] = change.differences
    assert (found.items.removed, found.items.added) == (["Job Centre forum"], ["Job talk"])
    assert (found.items.stayed, found.pieces) == (2, ())
    assert "<del>Job Centre forum</del> <ins>Job talk</ins>" in atom.change_entry(change).content


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"address": ["https://a.example", "https://b.example"], "engine": ["phpbb", "flarum"]},
            "Address and software of The Well changed.",
        ),
        (
            {"engine": ["phpbb", "discourse"]},
            "Software of The Well changed: “phpBB” became “Discourse”.",
        ),
        ({"area": [None, "Aldmere"]}, "Area of The Well changed: added “Aldmere”."),
        ({"operator_name": ["Jo", ""]}, "Operator of The Well changed: removed “Jo”."),
        (
            {"topics": [["work", "money"], ["money", "welfare", "education"]]},
            "Topics of The Well changed: added “Welfare”, “Education, training and skills”, "
            "removed “Work”.",
        ),
        ({"description": ["Short.", "Long. " * 40]}, "Description of The Well changed."),
        (
            {name: [None, "new"] for name in ("area", "subject", "kind", "name", "slug", "life")},
            "Name, kind, area, state and 2 other fields of The Well changed.",
        ),
        ({}, "The entry of The Well was changed."),
    ],
)
def test_a_change_of_an_entry_says_what_of_it_changed(changed, said):
    public(changes=changed)

    [change] = changes.changes()

    assert change.sentence == said


def test_a_change_of_an_account_says_what_of_it_changed():
    BodyFactory(slug="aps", name="Aldmere Services")
    public("account.updated", body="aps", handle="aps_help", changes={"language": ["en", "cy"]})

    [change] = changes.changes()

    assert change.sentence == (
        "Language of the account aps_help of Aldmere Services in The Well changed: "
        "“en” became “cy”."
    )


def test_an_import_is_one_change_in_the_list_of_all_and_each_entry_keeps_its_own():
    whole = public(
        "bodies.imported",
        "import:govuk",
        name="govuk",
        source="govuk",
        file="orgs.json",
        entries=1200,
        added=1190,
        changed=8,
        closed=2,
    )
    for slug in ("mint", "treasury"):
        BodyFactory(slug=slug)
        EventFactory(
            kind="body.added",
            subject=f"body:{slug}",
            at=NOON,
            is_public=True,
            part_of=whole.pk,
            details={"name": slug, "source": "govuk", "file": "orgs.json"},
        )

    [change] = changes.changes(gathered=True)
    [own] = changes.changes_of("body:mint", body_slug="mint")
    told, within = changes.imported(whole.pk)

    assert change.sentence == (
        "1,200 public bodies came from GOV.UK’s list of organisations by import: "
        "1,190 added, 8 changed, 2 closed."
    )
    assert (change.page, change.address) == (f"/changes/imports/{whole.pk}/", "")
    assert own.sentence == "mint was added to the register."
    assert (own.source.words, own.source.file) == ("GOV.UK’s list of organisations", "orgs.json")
    assert own.import_page == change.page
    assert (told, [one.name for one in within]) == (change, ["treasury", "mint"])
    assert len(changes.changes()) == 3
    assert len(changes.changes(gathered=True, body_slug="mint")) == 1


def test_what_is_no_import_cannot_be_opened_as_one():
    event = public("forum.added")

    for number in (event.pk, event.pk + 1):
        with pytest.raises(changes.NoSuchImport):
            changes.imported(number)


@pytest.mark.parametrize(
    "details",
    [
        {"changes": None},
        {"changes": ["name"]},
        {"changes": {"name": "new"}},
        {"changes": {"name": ["only one"]}},
        {"changes": {"name": [["same"], ["same"]]}},
        {"name": None},
        {"name": 3, "body": 7},
        {"name": "100 %(x)s %d"},
    ],
)
def test_odd_details_are_no_fault(details):
    public(**details)

    [change] = changes.changes()

    assert change.differences == []
    assert str(details.get("name") or "well") in change.sentence or "The Well" in change.sentence


def test_a_page_of_changes_is_one_query_and_of_a_body_one_more_for_what_was_merged_into_it(
    django_assert_num_queries,
):
    BodyFactory(slug="aps")
    for number in range(5):
        public("forum.listed", body="aps", at=NOON - number * DAY)

    with django_assert_num_queries(1):
        changes.changes()
    with django_assert_num_queries(1):
        changes.changes_of("forum:well", before=1)
    with django_assert_num_queries(2):
        changes.changes_of("forum:well", body_slug="aps", before=1)


def test_bodies_with_changes_are_real_ones_that_a_change_concerns():
    BodyFactory(slug="aps", name="Aldmere Public Services")
    BodyFactory(slug="quiet")
    BodyFactory(slug="practice", practice=True)
    public(body="aps")
    public(body="practice")

    assert [(body.slug, body.name) for body in changes.bodies_with_changes()] == [
        ("aps", "Aldmere Public Services")
    ]


def test_a_published_plan_leaves_a_public_trail_of_a_real_body_alone():
    body = BodyFactory(slug="aps", name="Aldmere Services")
    publish_plan(body, [ForumFactory()])
    publish_plan(BodyFactory(practice=True), [ForumFactory(practice=True)])

    [change] = changes.changes()

    assert change.sentence == "Aldmere Services published version 1 of its plan."
    assert change.address == "/bodies/aps/plan/1/"


def test_an_operators_hold_leaves_a_public_trail_with_what_it_was_before():
    agreement = AgreementFactory(
        welcome=True, forum__name="The Well", body__name="Aldmere Services"
    )
    practice = AgreementFactory(welcome=True, forum__practice=True, body__practice=True)
    for held in (agreement, practice):
        hold_agreement(forum=held.forum, body=held.body, reason="A quarrel.", by="lead", at=NOON)

    [change] = changes.changes()

    assert change.sentence == (
        "The answer of the operator of The Well to Aldmere Services was recorded."
    )
    said = [(found.field, found.before, found.after) for found in change.differences]
    assert said == [("answer", "Welcome", "On hold")]


def test_a_page_ends_sooner_where_much_differs_and_goes_on_from_there():
    for _ in range(5):
        public(changes={"description": ["x" * 9_000, "y" * 9_000]})

    page = changes.page_of(changes.changes(limit=6), limit=5)

    assert len(page.changes) == 2
    assert page.older == page.changes[-1].id
    rest = changes.changes(limit=6, before=page.older)
    assert len(rest) == 3
