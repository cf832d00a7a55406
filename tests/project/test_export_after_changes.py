"""After any change, an export that goes on from the last is, file by file, one made anew."""

import json
import re

import pytest
from django.core.handlers.base import BaseHandler

from alongside.bodies import actions as bodies
from alongside.bodies.domain.kinds import ClosedHow
from alongside.core import clock
from alongside.forums import actions as forums
from alongside.publishing.export import MANIFEST, export_site
from tests.factories import (
    HOUR,
    NOON,
    AgreementFactory,
    BodyFactory,
    CommitmentFactory,
    ConsultationFactory,
    DuplicateCheckFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    MeasureFactory,
    NoForumFoundFactory,
    OfficialAccountFactory,
    PeriodFactory,
    ProposalFactory,
    RemitTopicFactory,
    ReplyFactory,
    SurveyFactory,
    VerificationFactory,
    publish_plan,
)

pytestmark = pytest.mark.django_db


class Register:
    """A small register, and what may be changed in it, one thing after the other."""

    def __init__(self) -> None:
        self.parent = BodyFactory(slug="parent", name="Ministry of Work")
        self.body = BodyFactory(slug="aps", parent=self.parent)
        self.other_body = BodyFactory(slug="closing")
        self.forum = ForumFactory(slug="well")
        self.other_forum = ForumFactory(slug="bridge")
        ListingFactory(forum=self.forum, body=self.body)
        MeasureFactory(forum=self.forum)
        self.account = OfficialAccountFactory(forum=self.forum, body=self.body)

    def a_figure_is_added(self):
        MeasureFactory(forum=self.forum, dated="2026-01-02")

    def a_figure_is_gone(self):
        self.forum.measures.all().delete()

    def a_forum_is_renamed(self):
        forums.record_forum(slug="well", name="The Old Well", by="lead", at=NOON)

    def a_body_is_renamed(self):
        self.parent.name = "Ministry of Work and Rest"
        self.parent.save()

    def a_forum_is_entered(self):
        ForumFactory(slug="newer")

    def a_forum_is_listed(self):
        ListingFactory(forum=self.other_forum, body=self.body)

    def an_operator_agrees(self):
        AgreementFactory(forum=self.forum, body=self.body, welcome=True)

    def a_plan_is_published(self):
        publish_plan(self.body, [self.forum])

    def a_second_plan_is_published(self):
        publish_plan(self.body, [self.forum])

    def a_reply_is_live(self):
        ReplyFactory(
            live=True,
            account=self.account,
            enquiry__body=self.body,
            enquiry__forum=self.forum,
        )

    def an_account_is_verified(self):
        VerificationFactory(account=self.account)

    def an_account_is_retired(self):
        self.account.retired_at = NOON
        self.account.save()

    def a_correction_is_proposed(self):
        self.proposal = ProposalFactory(forum=self.forum)

    def topics_are_given(self):
        RemitTopicFactory(body=self.other_body)
        ForumTopicFactory(forum=self.other_forum)

    def a_body_found_no_forum(self):
        NoForumFoundFactory(body=self.other_body)

    def a_body_looked_before_it_built(self):
        DuplicateCheckFactory(body=self.body)

    def a_commitment_is_made(self):
        CommitmentFactory()

    def a_period_begins(self):
        PeriodFactory()

    def people_are_consulted(self):
        ConsultationFactory(body=self.other_body)

    def a_survey_is_made(self):
        SurveyFactory()

    def a_body_is_closed(self):
        bodies.close_body(
            slug="closing", how=ClosedHow.MERGED, successors=[self.body], by="central", at=NOON
        )

    def forums_are_merged(self):
        self.other_forum.merged_into = self.forum
        self.other_forum.save()


# What was written in the moment of an export might be that moment, and would be made anew.
LATER = NOON + HOUR
CHANGES = [name for name in vars(Register) if not name.startswith("_")]


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def memory(settings, tmp_path):
    """Where exports keep what was asked."""
    settings.ALONGSIDE_EXPORTS_FOLDER = tmp_path / "exports"
    return settings.ALONGSIDE_EXPORTS_FOLDER


def whole(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def different(one, other):
    return sorted(path for path in one.keys() | other if one.get(path) != other.get(path))


def test_after_any_change_an_export_again_is_the_same_as_one_made_anew(tmp_path):
    register = Register()
    export_site(tmp_path / "again", at=LATER)

    faults = {}
    for change in CHANGES:
        getattr(register, change)()
        export_site(tmp_path / "again", at=LATER)
        export_site(tmp_path / "anew", at=LATER, anew=True)
        faults[change] = different(whole(tmp_path / "again"), whole(tmp_path / "anew"))

    assert {change: files for change, files in faults.items() if files} == {}


def test_an_hour_later_what_is_taken_over_is_what_would_be_made(tmp_path, monkeypatch):
    register = Register()
    export_site(tmp_path / "again", at=LATER)
    register.a_forum_is_renamed()
    monkeypatch.setattr(clock, "now", lambda: LATER + HOUR)

    report = export_site(tmp_path / "again", at=LATER + HOUR)
    export_site(tmp_path / "anew", at=LATER + HOUR, anew=True)

    # The feed of an entry in which nothing has ever changed is of the moment when it was made.
    of_entries = re.compile(r"(forums|bodies)/[^/]+/changes\.atom|export\.json")
    found = different(whole(tmp_path / "again"), whole(tmp_path / "anew"))
    assert [path for path in found if not of_entries.fullmatch(path)] == []
    assert report.kept > 50


def test_a_list_that_would_say_the_same_is_not_made_again(tmp_path):
    register = Register()
    export_site(tmp_path / "site", at=LATER)
    before = stamps_by_path(tmp_path / "site")
    asked = []
    register.forum.house_rules_address = "https://well.example/rules"
    register.forum.save()

    with pytest.MonkeyPatch.context() as patch:
        note_what_is_asked_for(patch, asked)
        export_site(tmp_path / "site", at=LATER)

    assert "/forums/well/" in asked
    assert "/data/forums.csv" in asked
    assert "/data/measures.csv" not in asked
    assert "/data/bodies.csv" not in asked
    assert "/coverage/" not in asked
    assert "/forums/bridge/" not in asked
    # What was taken over is known to be of today.
    assert stamps_by_path(tmp_path / "site")["lists/index.html"] != before["lists/index.html"]


@pytest.mark.parametrize("harm", ["lost", "broken", "of another export"])
def test_without_what_was_asked_lists_are_made_anew(tmp_path, memory, harm):
    register = Register()
    export_site(tmp_path / "again", at=LATER)
    [file] = memory.iterdir()
    if harm == "lost":
        file.unlink()
    elif harm == "broken":
        file.write_bytes(file.read_bytes()[:50])
    else:
        manifest = tmp_path / "again" / MANIFEST
        manifest.write_text(json.dumps(json.loads(manifest.read_text())))
    asked = []
    register.a_forum_is_renamed()

    with pytest.MonkeyPatch.context() as patch:
        note_what_is_asked_for(patch, asked)
        export_site(tmp_path / "again", at=LATER)

    assert "/data/bodies.csv" in asked


def test_an_export_is_made_though_nothing_can_be_kept_of_it(tmp_path, memory):
    memory.write_text("in the way")

    export_site(tmp_path / "site", at=LATER)

    assert (tmp_path / "site/index.html").is_file()


def note_what_is_asked_for(patch, asked):
    answer = BaseHandler.get_response

    def noted(self, request):
        asked.append(request.path)
        return answer(self, request)

    patch.setattr(BaseHandler, "get_response", noted)


def stamps_by_path(folder):
    document = json.loads((folder / MANIFEST).read_text())
    return {entry["path"]: entry.get("stamp") for entry in document["files"]}
