"""Entries of forums: adding and editing them, and the places at which they are recognised."""

from dataclasses import replace

import pytest

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.audit.queries import public_events
from alongside.bodies.queries import duty_of
from alongside.forums import access, actions, queries
from alongside.forums.domain.facts import ForumFacts
from alongside.forums.domain.kinds import AliasKind, ForumKind, ForumLife
from alongside.forums.models import Forum, ForumAlias, ForumTopic
from tests.factories import (
    HOUR,
    NOON,
    TODAY,
    ForumAliasFactory,
    ForumFactory,
    ForumTopicFactory,
    MeasureFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db

FACTS = ForumFacts(
    name="Ferry Corner",
    address="https://Talk.Ferry.example/",
    other_names=("Ferry Talk", "ferry talk", "Ferry Corner"),
    kind=ForumKind.BOARD,
    operator_name="Ferry Association",
    subject="Work and health",
    description="Shift workers help one another.",
    topics=("work", "money"),
    area="Aldmere",
    languages=("EN", "cy"),
    engine="phpbb",
    life=ForumLife.ACTIVE,
    house_rules_address="https://talk.ferry.example/rules",
    house_rules_read_on=TODAY,
    report_address="https://talk.ferry.example/report",
)


@pytest.fixture
def lead():
    return duty_of(MembershipFactory(role=Role.ENGAGEMENT_LEAD.value).user)


@pytest.fixture
def adviser():
    return duty_of(MembershipFactory(role=Role.ADVISER.value).user)


def add(lead, **changes):
    return actions.add_forum(facts=replace(FACTS, **changes), is_another=True, by=lead, at=NOON)


def edit(lead, forum, **changes):
    facts = replace(queries.facts_of(Forum.objects.get(pk=forum.pk)), **changes)
    return actions.edit_forum(forum_id=forum.pk, facts=facts, by=lead, at=NOON + HOUR)


def places(forum):
    return {alias.place: alias.kind for alias in ForumAlias.objects.filter(forum=forum)}


def test_all_that_is_stated_is_kept_in_its_usual_form(lead):
    forum = add(lead)

    kept = queries.facts_of(Forum.objects.get(pk=forum.pk))
    assert kept == replace(
        FACTS,
        address="https://talk.ferry.example",
        other_names=("Ferry Talk",),
        topics=("money", "work"),
        languages=("en", "cy"),
    )
    assert forum.slug == "ferry-corner"
    assert places(forum) == {"talk.ferry.example": "own"}


def test_an_added_forum_is_a_public_change_without_its_author(lead):
    add(lead, area="")

    event = public_events().get()
    assert (event.kind, event.subject) == ("forum.added", "forum:ferry-corner")
    assert event.details["name"] == "Ferry Corner"
    assert event.details["changes"]["address"] == [None, "https://talk.ferry.example"]
    assert "area" not in event.details["changes"]


def test_an_edit_tells_what_differs_and_nothing_else(lead):
    forum = add(lead)

    edit(lead, forum, subject="Work", topics=("work",))

    event = public_events().first()
    assert (event.kind, event.details["name"]) == ("forum.updated", "Ferry Corner")
    assert event.details["changes"]["subject"] == ["Work and health", "Work"]
    assert set(event.details["changes"]) == {"subject", "topics"}


def test_an_edit_that_changes_nothing_is_no_event(lead):
    forum = add(lead)

    edit(lead, forum)

    assert Event.objects.count() == 1


def test_practice_entries_are_no_public_change():
    actions.record_forum(
        slug="p", name="P", address="http://127.0.0.1:8123", is_practice=True, by="x", at=NOON
    )

    assert not public_events().exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"languages": ("Welsh",)}, "languages"),
        ({"engine": "phpBB3"}, "engine"),
        ({"topics": ("moon",)}, "topics"),
        ({"languages": ("xx-yyyy-zz",)}, "languages"),
        ({"languages": ("tlx",)}, "languages"),
        ({"name": "=cmd|' /C calc'!A0"}, "name"),
        ({"other_names": ("Ferry Talk", "@SUM(1)")}, "other_names"),
        ({"subject": "+1+1"}, "subject"),
        ({"address": "http://localhost"}, "address"),
        ({"address": "https://10.0.0.1"}, "address"),
        ({"address": "https://talk.ferry.example:8443"}, "address"),
        ({"address": "https://u:p@talk.ferry.example"}, "address"),
        ({"address": "https://talk.ferry.example/?board=1"}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"house_rules_address": "javascript:alert(1)"}, "house_rules_address"),
        ({"report_address": "mailto:someone@ferry.example"}, "report_address"),
        ({"house_rules_address": "https://localhost/rules"}, "house_rules_address"),
    ],
)
def test_what_cannot_be_recorded_is_said_by_field_and_nothing_is_kept(lead, changes, field):
    with pytest.raises(actions.FactsRefused) as refused:
        add(lead, **changes)

    assert list(refused.value.faults) == [field]
    assert not Forum.objects.exists()


def test_only_a_lead_changes_the_register(lead, adviser):
    forum = add(lead)

    for write in (
        lambda: add(adviser, address="https://other.example"),
        lambda: edit(adviser, forum, name="Mine"),
        lambda: actions.add_board(forum_id=forum.pk, name="A", by=adviser, at=NOON),
        lambda: actions.add_alias(
            forum_id=forum.pk,
            address="https://a.example",
            kind=AliasKind.MOVED,
            by=adviser,
            at=NOON,
        ),
        lambda: actions.follow_forum(forum_id=forum.pk, by=adviser, at=NOON),
    ):
        with pytest.raises(actions.NotAllowed):
            write()


@pytest.mark.parametrize(
    "spelling",
    [
        "https://talk.ferry.example",
        "https://WWW.talk.ferry.example/",
        "https://talk.ferry.example/index.php",
        "https://talk.ferry.example:443//",
    ],
)
def test_a_forum_is_recognised_however_its_address_is_spelled(lead, spelling):
    forum = add(lead)

    with pytest.raises(actions.AddressTaken, match="Ferry Corner") as taken:
        add(lead, name="Another", address=spelling)

    assert taken.value.forum == forum
    assert queries.forum_at(spelling) == forum


@pytest.mark.parametrize("kind", ["moved", "redirect", "merged", "spelling"])
def test_a_forum_is_recognised_at_every_address_that_leads_to_it(lead, kind):
    alias = ForumAliasFactory(kind=kind)

    with pytest.raises(actions.AddressTaken) as taken:
        add(lead, address=alias.address)

    assert taken.value.forum == alias.forum


@pytest.mark.parametrize(
    "name", ["ferry corner", "The Ferry-Corner", "FerryCorner", "Férry Corner!"]
)
def test_a_forum_of_a_known_name_is_added_only_when_somebody_says_that_it_is_another(lead, name):
    known = add(lead, address="")
    facts = replace(FACTS, name=name, address="https://other.example")

    with pytest.raises(actions.NamedAlike) as refused:
        actions.add_forum(facts=facts, by=lead, at=NOON)
    another = actions.add_forum(facts=facts, is_another=True, by=lead, at=NOON)

    assert refused.value.forums == (known,)
    assert another != known


def test_a_forum_may_stand_where_there_is_no_https_and_is_the_same_place_by_both(lead):
    old = add(lead, address="http://Old.example/", report_address="http://old.example/report")

    assert old.address == "http://old.example"
    with pytest.raises(actions.AddressTaken):
        add(lead, address="https://www.old.example")
    assert edit(lead, old, address="https://old.example").address == "https://old.example"
    assert [alias.address for alias in old.aliases.all()] == ["https://old.example"]


def test_a_text_that_stands_already_may_begin_like_a_formula(lead):
    forum = ForumFactory(name="=Ferry", address="https://ferry.example")

    assert edit(lead, forum, subject="Work").subject == "Work"


def test_parts_of_one_host_are_forums_of_their_own(lead):
    one = add(lead, address="https://large.example/money")

    other = add(lead, address="https://large.example/health")

    assert one.pk != other.pk
    assert queries.forum_at("https://large.example") is None


def test_a_host_in_other_letters_is_one_place(lead):
    add(lead, address="https://bücher.example")

    with pytest.raises(actions.AddressTaken):
        add(lead, address="https://xn--bcher-kva.example/")


def test_a_moved_forum_is_recognised_where_it_stood_before(lead):
    forum = add(lead)

    edit(lead, forum, address="https://new.example")

    assert places(forum) == {"talk.ferry.example": "moved", "new.example": "own"}
    with pytest.raises(actions.AddressTaken):
        add(lead, address="https://talk.ferry.example")


def test_a_forum_that_moves_back_has_its_first_place_as_its_own(lead):
    forum = add(lead)
    edit(lead, forum, address="https://new.example")

    edit(lead, forum, address="https://talk.ferry.example")

    assert places(forum) == {"talk.ferry.example": "own", "new.example": "moved"}


def test_a_forum_does_not_move_to_where_another_stands(lead):
    forum, other = add(lead), ForumFactory()

    with pytest.raises(actions.AddressTaken):
        edit(lead, forum, address=other.address, subject="Never kept")

    assert Forum.objects.get(pk=forum.pk).subject == "Work and health"
    assert places(forum) == {"talk.ferry.example": "own"}


def test_a_new_address_was_never_visited(lead):
    forum = add(lead)
    Forum.objects.update(visited_at=NOON, visit_problem="Gone.", leads_to="https://x.example/a")

    edit(lead, forum, address="https://new.example")

    forum.refresh_from_db()
    assert (forum.visited_at, forum.visit_problem, forum.leads_to) == (None, "", "")


def test_a_forum_follows_where_its_front_page_leads(lead):
    forum = add(lead)
    Forum.objects.update(leads_to="https://new.example")

    actions.follow_forum(forum_id=forum.pk, by=lead, at=NOON)

    assert places(forum) == {"talk.ferry.example": "moved", "new.example": "own"}


def test_a_forum_that_leads_nowhere_else_is_not_followed(lead):
    with pytest.raises(actions.ForumError, match="does not lead"):
        actions.follow_forum(forum_id=add(lead).pk, by=lead, at=NOON)


def test_the_practice_forums_port_leaves_no_trail_of_addresses():
    for port in (8101, 8102, 8103):
        forum = actions.record_forum(
            slug="p",
            name="P",
            address=f"http://127.0.0.1:{port}",
            is_practice=True,
            by="x",
            at=NOON,
        )

    assert places(forum) == {"127.0.0.1:8103": "own"}


def test_of_two_people_who_edit_the_second_is_told(lead):
    forum = add(lead)
    seen = queries.facts_of(forum).fingerprint
    edit(lead, forum, subject="Changed by the first")

    with pytest.raises(actions.ChangedMeanwhile):
        actions.edit_forum(forum_id=forum.pk, facts=FACTS, seen=seen, by=lead, at=NOON)

    assert Forum.objects.get().subject == "Changed by the first"


def test_topics_of_other_lists_stand_beside_ours_and_are_told(lead):
    forum = add(lead)
    ForumTopicFactory(forum=forum, scheme="LGSL", code="57", label="Noise")
    ForumTopicFactory(forum=forum, scheme="IPSV", code="1", label="Dogs")

    edit(
        lead, forum, other_topics=(("LGSL", "57", "Noise at night"), ("GOVUK-TOPIC", "money", "?"))
    )

    assert set(ForumTopic.objects.values_list("scheme", "code", "label")) == {
        ("LGSL", "57", "Noise at night"),
        ("GOVUK-TOPIC", "money", "Money"),
        ("GOVUK-TOPIC", "work", "Work"),
    }
    change = Event.objects.get(kind="forum.updated").details["changes"]
    assert [topic["label"] for topic in change["topics"][1]] == ["Money", "Work", "Noise at night"]


@pytest.mark.parametrize(
    ("topic", "fault"),
    [
        (("no list", "1", "Dogs"), "is no name of a list of topics"),
        (("IPSV", "", "Dogs"), "Give all three"),
        (("IPSV", "1", "x" * 300), "200 is the most"),
        (("IPSV", "1", "Do\x00gs"), "control characters"),
    ],
)
def test_a_topic_of_another_list_is_asked_for_all_its_parts(lead, topic, fault):
    with pytest.raises(actions.FactsRefused) as refused:
        add(lead, other_topics=(topic,))

    assert fault in refused.value.faults["other_topics"]


def test_topics_of_other_lists_stay_where_nobody_speaks_of_them(lead):
    forum = add(lead)
    ForumTopicFactory(forum=forum, scheme="LGSL", code="57", label="Noise")

    edit(lead, forum, topics=("education",))

    assert set(ForumTopic.objects.values_list("scheme", "code")) == {
        ("LGSL", "57"),
        ("GOVUK-TOPIC", "education"),
    }


def test_what_the_starter_does_not_speak_of_stays(lead):
    forum = add(lead)

    actions.record_forum(
        slug=forum.slug, name=forum.name, address=forum.address, by="starter", at=NOON
    )

    kept = queries.facts_of(Forum.objects.get())
    assert (kept.topics, kept.description) == (("money", "work"), FACTS.description)


def test_addresses_and_boards_are_recorded_by_hand_and_told(lead):
    forum = add(lead)

    actions.add_alias(
        forum_id=forum.pk, address="https://old.example", kind=AliasKind.MOVED, by=lead, at=NOON
    )
    actions.add_board(forum_id=forum.pk, name="Sick pay", by=lead, at=NOON)

    changes = [event.details["changes"] for event in public_events()[:2]]
    assert changes == [{"boards": [[], ["Sick pay"]]}, {"aliases": [[], ["https://old.example"]]}]


def test_an_address_that_was_wrong_is_taken_back_but_never_the_forums_own(lead):
    forum = add(lead)
    alias = ForumAliasFactory(forum=forum)

    actions.remove_alias(alias_id=alias.pk, by=lead, at=NOON)

    assert places(forum) == {"talk.ferry.example": "own"}
    with pytest.raises(actions.ForumError, match="editing"):
        actions.remove_alias(alias_id=forum.aliases.get().pk, by=lead, at=NOON)


def test_a_board_is_recorded_once(lead):
    forum = add(lead)
    actions.add_board(forum_id=forum.pk, name="Sick pay", by=lead, at=NOON)

    with pytest.raises(actions.FactsRefused, match="already"):
        actions.add_board(forum_id=forum.pk, name=" Sick  pay ", by=lead, at=NOON)


def test_a_joined_entry_is_changed_no_more(lead):
    forum = add(lead)
    kept = ForumFactory(name="Kept")
    Forum.objects.filter(pk=forum.pk).update(merged_into=kept)

    for write in (
        lambda: edit(lead, forum, name="Again"),
        lambda: actions.add_board(forum_id=forum.pk, name="A", by=lead, at=NOON),
        lambda: actions.record_forum(slug=forum.slug, name="Again", by="x", at=NOON),
    ):
        with pytest.raises(actions.EntryMerged, match="Kept"):
            write()


def test_what_was_written_is_found_by_its_words(lead):
    from alongside.forums.search import find_forums

    forum = add(lead)
    edit(lead, forum, subject="Lighthouse keepers")

    assert [found.slug for found in find_forums("lighthouse", limit=5)] == [forum.slug]


def test_software_without_a_connector_is_left_to_people():
    assert access.connector_of(ForumFactory(engine="bbpress")).kind == access.BY_HAND
    assert access.connector_of(ForumFactory(engine="")).kind == access.BY_HAND
    assert access.connector_of(ForumFactory(engine="misago")).kind == "misago"


@pytest.mark.parametrize(
    ("gap", "changes"),
    [
        (queries.Gap.RULES, {"house_rules_read_on": None}),
        (queries.Gap.LIFE, {"life": ForumLife.UNKNOWN}),
        (queries.Gap.TOPIC, {"topics": ()}),
    ],
)
def test_staff_find_entries_with_a_gap(lead, gap, changes):
    add(lead)
    wanting = add(lead, address="https://wanting.example", **changes)

    assert [forum.pk for forum in queries.forums_for_staff(gap=gap)] == [wanting.pk]


def test_staff_find_entries_without_a_figure_or_with_trouble(lead):
    known = add(lead)
    MeasureFactory(forum=known)
    unknown = ForumFactory(visit_problem="Its front page answered with status 404.")
    MeasureFactory(forum=unknown, withdrawn_at=NOON, withdrawn_reason="Another forum’s.")

    for gap in (queries.Gap.MEASURE, queries.Gap.TROUBLE):
        assert [forum.pk for forum in queries.forums_for_staff(gap=gap)] == [unknown.pk]


def test_staff_find_entries_by_former_addresses_and_names(lead):
    forum = add(lead)
    ForumAliasFactory(forum=forum, address="https://harbour-talk.example")
    ForumFactory()

    for text in ("ferry assoc", "FERRY TALK", "harbour-talk"):
        assert [found.pk for found in queries.forums_for_staff(text=text)] == [forum.pk]


def test_joined_entries_stand_in_no_list():
    gone = ForumFactory(merged_into=ForumFactory())

    assert gone not in queries.forums()
    assert gone not in queries.forums_for_staff()
    with pytest.raises(Forum.DoesNotExist):
        queries.get_forum(gone.slug)


def test_a_renamed_forum_keeps_its_former_name_among_its_others(lead):
    forum = add(lead)

    edit(lead, forum, name="Ferry Quay")
    facts = queries.facts_of(Forum.objects.get(pk=forum.pk))

    assert facts.other_names == ("Ferry Talk", "Ferry Corner")
    edit(lead, forum, name="The Ferry Quay!")  # the same name, spelled in another way
    facts = queries.facts_of(Forum.objects.get(pk=forum.pk))
    assert facts.other_names == ("Ferry Talk", "Ferry Corner")
    # A person may take it out: it was a slip of the pen.
    edit(lead, forum, other_names=())
    assert queries.facts_of(Forum.objects.get(pk=forum.pk)).other_names == ()


def test_a_renamed_forum_is_found_by_its_former_name(lead):
    forum = add(lead, other_names=())

    edit(lead, forum, name="Harbour Talk")

    assert [found.pk for found in queries.forums_for_staff(text="Ferry Corner")] == [forum.pk]
