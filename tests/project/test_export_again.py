"""An export made again writes only what has changed, and says the same as one made anew."""

import json
from datetime import timedelta

import pytest

from alongside.core import clock
from alongside.forums import actions as forums
from alongside.publishing import stamps
from alongside.publishing.export import MANIFEST, export_site
from tests.factories import (
    NOON,
    TODAY,
    AgreementFactory,
    BoardFactory,
    BodyFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    MeasureFactory,
    MergedBodyFactory,
    NoForumFoundFactory,
    OfficialAccountFactory,
    PaceFactory,
    RemitTopicFactory,
    ReplyFactory,
    UserFactory,
    VerificationFactory,
    publish_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _public_pages(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


def stamps_today():
    return stamps.entry_stamps(on=TODAY)


def whole(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda forum, body: MeasureFactory(forum=forum),
        lambda forum, body: BoardFactory(forum=forum),
        lambda forum, body: ForumTopicFactory(forum=forum),
        lambda forum, body: AgreementFactory(forum=forum, body=body),
        lambda forum, body: VerificationFactory(account__forum=forum),
        lambda forum, body: ReplyFactory(live=True, enquiry__forum=forum, account__forum=forum),
        lambda forum, body: publish_plan(body, [forum]),
        lambda forum, body: ForumFactory(merged_into=forum),
    ],
)
def test_whatever_hangs_on_a_forum_changes_its_stamp_and_no_other(change):
    forum, other = ForumFactory(slug="well"), ForumFactory(slug="bridge")
    body = BodyFactory()
    before = stamps_today()

    change(forum, body)

    after = stamps_today()
    assert after.forums["well"] != before.forums["well"]
    assert after.forums[other.slug] == before.forums[other.slug]


@pytest.mark.parametrize(
    "change",
    [
        lambda body: RemitTopicFactory(body=body),
        lambda body: NoForumFoundFactory(body=body),
        lambda body: BodyFactory(parent=body),
        lambda body: body.successors.add(BodyFactory()),
        lambda body: ListingFactory(body=body),
        lambda body: OfficialAccountFactory(body=body),
    ],
)
def test_whatever_hangs_on_a_body_changes_its_stamp(change):
    body = BodyFactory(slug="aps")
    before = stamps_today()

    change(body)

    assert stamps_today().bodies["aps"] != before.bodies["aps"]


def test_a_name_that_another_page_shows_changes_the_stamp_of_that_page():
    listing = ListingFactory(forum__slug="well", body__slug="aps")
    publish_plan(BodyFactory(slug="planner"), [listing.forum])
    child = BodyFactory(slug="child", parent=listing.body)
    before = stamps_today()

    listing.body.name = "Aldmere Pensions"
    listing.body.save()
    listing.forum.name = "The Deep Well"
    listing.forum.save()

    after = stamps_today()
    assert after.forums["well"] != before.forums["well"]
    assert after.bodies["aps"] != before.bodies["aps"]
    assert after.bodies["planner"] != before.bodies["planner"]
    assert after.bodies[child.slug] != before.bodies[child.slug]


def test_a_day_later_only_entries_with_terms_or_reviews_have_another_stamp():
    ForumFactory(slug="alone")
    ListingFactory(forum__slug="listed")
    today = stamps_today()

    tomorrow = stamps.entry_stamps(on=TODAY + timedelta(days=1))

    assert tomorrow.forums["alone"] == today.forums["alone"]
    assert tomorrow.forums["listed"] != today.forums["listed"]


def test_an_export_made_again_is_the_same_as_one_made_anew(tmp_path):
    forum = ForumFactory(slug="well", name="The Well")
    ListingFactory(forum=forum, body__slug="aps")
    export_site(tmp_path / "again", at=NOON)
    forums.record_forum(slug="well", name="The Old Well", by="lead", at=NOON)
    ForumFactory(slug="newer")

    report = export_site(tmp_path / "again", at=NOON)
    export_site(tmp_path / "anew", at=NOON, anew=True)

    assert whole(tmp_path / "again") == whole(tmp_path / "anew")
    assert "The Old Well" in (tmp_path / "again/bodies/aps/index.html").read_text()
    assert report.kept == 0  # both entries have changed


def test_pages_of_entries_that_stayed_the_same_are_not_asked_for_again(tmp_path, monkeypatch):
    for number in range(3):
        ForumFactory(slug=f"forum-{number}")
    export_site(tmp_path / "site", at=NOON)
    monkeypatch.setattr(
        "alongside.publishing.entries.forum_entry", lambda *_args, **_kwargs: pytest.fail("asked")
    )

    report = export_site(tmp_path / "site", at=NOON)

    assert report.kept >= 3
    assert "unchanged" in str(report)


def test_a_file_that_somebody_changed_or_lost_is_written_again(tmp_path):
    ForumFactory(slug="well")
    ForumFactory(slug="bridge")
    site = tmp_path / "site"
    export_site(site, at=NOON)
    before = whole(site)
    (site / "forums/well/index.html").write_text("changed")
    (site / "forums/bridge/index.html").unlink()

    export_site(site, at=NOON)

    assert whole(site) == before


def test_other_code_or_settings_make_every_page_anew(tmp_path, settings):
    ForumFactory(slug="well")
    export_site(tmp_path / "site", at=NOON)
    settings.ALONGSIDE_CONTACT = "https://other.example/contact"

    assert export_site(tmp_path / "site", at=NOON).kept == 0


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"files": [1]}', '{"files": [{"path": 3}]}'])
def test_a_manifest_that_cannot_be_understood_only_means_more_work(tmp_path, manifest):
    ForumFactory(slug="well")
    export_site(tmp_path / "site", at=NOON)
    (tmp_path / "site" / MANIFEST).write_text(manifest)

    assert export_site(tmp_path / "site", at=NOON).kept == 0
    assert json.loads((tmp_path / "site" / MANIFEST).read_text())["files"]


def test_progress_is_told_and_reaches_its_end(tmp_path):
    told = []

    export_site(tmp_path / "site", at=NOON, progress=lambda done, known: told.append((done, known)))

    done, known = told[-1]
    assert done == known == len(told)


def test_where_nothing_changed_nothing_is_made_again(tmp_path, monkeypatch):
    account = OfficialAccountFactory(forum__slug="well", body__slug="aps")
    MergedBodyFactory(slug="old", body=account.body)
    export_site(tmp_path / "site", at=NOON)
    before = whole(tmp_path / "site")
    monkeypatch.setattr(
        "django.core.handlers.base.BaseHandler.get_response", lambda *_: pytest.fail("asked")
    )

    report = export_site(tmp_path / "site", at=NOON)

    assert whole(tmp_path / "site") == before
    assert report.kept >= report.pages - 1  # that of addresses that lead nowhere is always made


def test_what_only_machinery_writes_makes_no_page_anew(tmp_path):
    UserFactory()
    before = stamps_today().whole

    UserFactory()
    PaceFactory()

    assert stamps_today().whole == before
    ForumFactory()
    assert stamps_today().whole != before
