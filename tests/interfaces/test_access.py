"""Who may open which address: one table over every address of the service.

An address that is missing from the table fails, so nobody adds a page without saying who sees it.
"""

import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from alongside.accounts.domain.roles import Role
from alongside.accounts.models import User
from alongside.agreements.evidence_files import keep_letter
from alongside.agreements.models import Objection
from alongside.core.logs import RefusalsInOneLine
from alongside.plans import draft_actions
from alongside.publishing.models import Release
from alongside.replies.models import Reply
from tests import factories

pytestmark = pytest.mark.django_db

NOBODY, OTHERS = "nobody", "adviser of another body"
EVERYBODY = [NOBODY, *Role, OTHERS]

A, S, L = Role.ADVISER, Role.SECOND_READER, Role.ENGAGEMENT_LEAD
C, X = Role.CENTRAL_TEAM, Role.ADMINISTRATOR

OPEN, SIGN_IN, FORBIDDEN, MISSING, NOT_ALLOWED = 200, 302, 403, 404, 405

PUBLIC = dict.fromkeys(EVERYBODY, OPEN)
STAFF = dict.fromkeys(EVERYBODY, OPEN) | {NOBODY: SIGN_IN}
# Of one body: colleagues and the central roles see it; to others it is as if it never was.
OF_A_BODY = STAFF | {OTHERS: MISSING}
ANSWER = OF_A_BODY | {A: "post", S: "post", L: "post", C: FORBIDDEN, X: FORBIDDEN}
SECOND_READ = ANSWER | {A: FORBIDDEN, OTHERS: FORBIDDEN}
LEAD = SECOND_READ | {S: FORBIDDEN}
ADMINISTER = dict.fromkeys(EVERYBODY, FORBIDDEN) | {NOBODY: SIGN_IN, X: OPEN}
KEEP_REGISTER = ADMINISTER | {C: OPEN}
KEEP_FORUMS = KEEP_REGISTER | {L: OPEN}
# The central team alone says what bodies have committed to.
COMMIT = ADMINISTER | {C: OPEN, X: FORBIDDEN}
# Who answers proposed corrections: leads of the entry's body, and the central roles for all.
REGISTER_KEEPERS = SECOND_READ | {S: FORBIDDEN, L: OPEN, C: OPEN, X: OPEN}
# django-allauth's own pages: for whoever is signed in, whatever the role.
OWN_SIGN_IN = STAFF
LEADS_ON = dict.fromkeys(EVERYBODY, SIGN_IN)
NOTHING_YET = dict.fromkeys(EVERYBODY, MISSING) | {NOBODY: SIGN_IN}

TABLE: dict[str, dict[str, int | str]] = {
    **dict.fromkeys(
        [
            "register:home",
            "register:forum-list",
            "register:forum-list-page",
            "register:forum",
            "register:body-list",
            "register:body-list-page",
            "register:body",
            "register:plan",
            "register:plan-version",
            "register:plan-document",
            "register:plan-differences",
            "register:plan-stratml",
            "register:plan-stratml-version",
            "register:consultation",
            "register:consultation-document",
            "register:consultation-list",
            "visitors:comment",
            "visitors:comment-sent",
            "register:changes",
            "register:import",
            "register:forum-history",
            "register:body-history",
            "register:forum-chart",
            "register:coverage",
            "register:coverage-chart",
            "register:coverage-topic",
            "register:coverage-kind",
            "register:coverage-kind-page",
            "register:official",
            "register:official-data",
            "register:account",
            "register:account-badge",
            "register:proposal-list",
            "register:proposal-list-page",
            "register:proposal",
            "visitors:correct-forum",
            "visitors:correct-body",
            "visitors:missing-forum",
            "visitors:missing-body",
            "visitors:proposal-sent",
            "register:lists",
            "register:lists-page",
            "register:lists-criteria",
            "register:lists-without",
            "register:lists-without-page",
            "register:duplicate-check",
            "register:duplicate-check-list",
            "register:duplicate-check-list-page",
            "register:duplicate-check-record",
            "register:figures",
            "register:period-list",
            "register:period",
            "register:data",
            "register:data-file",
            "register:data-set",
            "register:data-description",
            "register:release-list",
            "register:release",
            "register:release-file",
            "register:releases-feed",
            "register:changes-feed",
            "register:forum-feed",
            "register:body-feed",
            "register:search-index",
            "register:about",
            "register:accessibility",
            "register:privacy",
            "register:robots",
            "register:security",
            "register:sitemap",
            "register:sitemap-part",
            "health",
            "register:across",
            "register:across-chart",
            "register:across-kind",
            "register:across-kind-page",
            "register:commitments",
            "register:commitments-feed",
            "register:commitment",
            "register:commitment-page",
            "register:commitment-chart",
            "register:forum-reading",
        ],
        PUBLIC,
    ),
    **dict.fromkeys(
        [
            "workspace:queue",
            "workspace:second-reading",
            "workspace:reply-list",
            "workspace:agreement-list",
            "workspace:plan-list",
            "workspace:watch-list",
            "workspace:duplicate-check-board",
            "workspace:duplicate-check-add",
            "workspace:account-list",
            "workspace:forum-list",
            "workspace:forum",
            "workspace:period-list",
            "workspace:period",
        ],
        STAFF,
    ),
    **dict.fromkeys(
        ["workspace:enquiry", "workspace:reply", "workspace:agreement", "workspace:account"],
        OF_A_BODY,
    ),
    "workspace:referrals": OF_A_BODY,
    **dict.fromkeys(
        [
            "workspace:referral-hook-make",
            "workspace:referral-hook-end",
            "workspace:referral-again",
        ],
        LEAD,
    ),
    # For forum software, which sends something signed: see test_hooks.
    "hooks:hear": dict.fromkeys(EVERYBODY, NOT_ALLOWED),
    **dict.fromkeys(
        [
            "workspace:enquiry-claim",
            "workspace:enquiry-release",
            "workspace:enquiry-set-aside",
            "workspace:reply-save",
            "workspace:reply-check",
            "workspace:reply-redraft",
            "workspace:reply-withdraw",
            "workspace:reply-begin-by-hand",
            "workspace:reply-leave-by-hand",
            "workspace:reply-give-link",
            "workspace:reply-look",
            "workspace:reply-turned-down",
        ],
        ANSWER,
    ),
    **dict.fromkeys(
        ["workspace:reply-approve", "workspace:reply-return", "workspace:reply-send-again"],
        SECOND_READ,
    ),
    **dict.fromkeys(
        [
            "workspace:agreement-hold",
            "workspace:agreement-resume",
            "workspace:agreement-withdraw",
            "workspace:plan-begin",
            "workspace:plan-publish",
            "workspace:plan-discard",
            "workspace:plan-forum-take-out",
            "workspace:plan-forum-baseline",
            "workspace:consultation-more-time",
            "workspace:consultation-close",
            "workspace:consultation-call-off",
            "workspace:consultation-letter-again",
            "workspace:watch-end",
            "workspace:account-retire",
            "workspace:account-look",
            "workspace:account-look-again",
            "workspace:account-secret",
        ],
        LEAD,
    ),
    # Accounts of bodies that have closed alone; this one's is open.
    "workspace:account-settle": dict.fromkeys(EVERYBODY, FORBIDDEN)
    | {NOBODY: SIGN_IN, OTHERS: MISSING, L: "post"},
    **dict.fromkeys(
        [
            "workspace:list-review",
            "workspace:list-take-off",
            "workspace:list-lead",
            "workspace:list-stop-leading",
            "workspace:duplicate-check-consulted",
            "workspace:duplicate-check-decide",
        ],
        LEAD,
    ),
    # Leads on to two versions, for everybody.
    "register:plan-differences-choose": dict.fromkeys(EVERYBODY, SIGN_IN),
    # Whoever works for one body is led on to its list; the central roles see the board.
    "workspace:list-board": STAFF | dict.fromkeys([A, S, L, OTHERS], SIGN_IN),
    **dict.fromkeys(
        ["workspace:list", "workspace:list-entry", "workspace:duplicate-check"], OF_A_BODY
    ),
    **dict.fromkeys(
        ["workspace:list-choose", "workspace:list-add", "workspace:list-none-found"],
        LEAD | {L: OPEN},
    ),
    **dict.fromkeys(
        [
            "workspace:plan-edit",
            "workspace:plan-import",
            "workspace:plan-step",
            "workspace:plan-forum",
            "workspace:plan-forum-add",
            "workspace:plan-preview",
            "workspace:consultation",
            "workspace:consultation-comment",
        ],
        LEAD | {L: OPEN},
    ),
    "workspace:plan-import-save": LEAD,
    **dict.fromkeys(
        [
            "workspace:forum-add",
            "workspace:forum-edit",
            "workspace:forum-merge",
            "workspace:measure-add",
            "workspace:measure-withdraw",
        ],
        KEEP_FORUMS,
    ),
    **dict.fromkeys(
        [
            "workspace:forum-follow",
            "workspace:alias-add",
            "workspace:alias-remove",
            "workspace:board-add",
        ],
        KEEP_FORUMS | dict.fromkeys([L, C, X], "post"),
    ),
    # A page of nobody's body yet: whoever answers for any body may add a question of it.
    "workspace:enquiry-add": ANSWER | {A: OPEN, S: OPEN, L: OPEN, OTHERS: OPEN},
    **dict.fromkeys(["workspace:proposal-list", "workspace:proposal"], REGISTER_KEEPERS),
    **dict.fromkeys(
        ["workspace:proposal-again", "workspace:proposal-withhold"],
        REGISTER_KEEPERS | {L: "post", C: "post", X: "post"},
    ),
    **dict.fromkeys(
        [
            "workspace:body-list",
            "workspace:body-add",
            "workspace:body-edit",
            "workspace:body-merge",
        ],
        KEEP_REGISTER,
    ),
    # What a closed body left: its lead too, for it may be nobody else's to know.
    "workspace:body-left": KEEP_REGISTER | {L: OPEN},
    "workspace:period-add": KEEP_REGISTER,
    **dict.fromkeys(
        ["workspace:period-end", "workspace:period-withdraw"],
        KEEP_REGISTER | {C: "post", X: "post"},
    ),
    "workspace:person-list": ADMINISTER,
    **dict.fromkeys(
        ["workspace:central-board", "workspace:central-file", "workspace:commitment"],
        KEEP_REGISTER,
    ),
    **dict.fromkeys(["workspace:commitment-add", "workspace:commitment-change"], COMMIT),
    "workspace:commitment-end": COMMIT | {C: "post"},
    **dict.fromkeys(
        ["workspace:role-end", "workspace:person-stop", "workspace:person-allow"],
        ADMINISTER | {X: "post"},
    ),
    "account_inactive": PUBLIC,
    "account_login": dict.fromkeys(EVERYBODY, SIGN_IN) | {NOBODY: OPEN},
    **dict.fromkeys(["account_logout", "account_change_password", "mfa_index"], OWN_SIGN_IN),
    "account_reauthenticate": OWN_SIGN_IN,
    # These ask for the password again first, or have nothing to do without a half-done sign-in.
    **dict.fromkeys(
        [
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_generate_recovery_codes",
        ],
        LEADS_ON,
    ),
    # There is nothing to show to people who have no second factor.
    **dict.fromkeys(
        ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"],
        NOTHING_YET,
    ),
    **dict.fromkeys(
        [
            "api:openapi-json",
            "api:index",
            "api:proposals",
            "api:no_forum_found",
            "api:coverage",
            "api:surveys",
            "api:boards",
            "api:listing_criteria",
            "api:forum_aliases",
            "api:merged_forums",
            "api:merged_bodies",
            "api:measures_withdrawn",
            "api:enquiries",
            "api:replies",
            "api:plan_goals",
            "api:plan_indicators",
            "api:plan_consultations",
            "api:plan_consulted",
            "api:plan_comments",
            "api:restricted_periods",
            "api:bodies",
            "api:body",
            "api:forums",
            "api:forum",
            "api:plan",
            "api:figures",
            "api:forum_measures",
            "api:forum_reading",
            "api:lookup",
            "api:find",
            "api:official",
            "api:measures",
            "api:listings",
            "api:accounts",
            "api:agreements",
            "api:plans",
            "api:changes",
            "api:duplicate_checks",
            "api:topics",
            "api:release_list",
            "api:release",
            "api:who_has_what",
            "api:commitment_list",
            "api:commitment_bodies",
            "api:commitment_results",
        ],
        PUBLIC,
    ),
    "interface:about": PUBLIC,
    **dict.fromkeys(
        ["workspace:asking", "workspace:objection", "workspace:sentence"],
        LEAD | {L: OPEN},
    ),
    "workspace:agreement-letter": OF_A_BODY,
    **dict.fromkeys(
        [
            "workspace:contact-add",
            "workspace:contact-end",
            "workspace:contact-end-links",
            "workspace:request-remind",
            "workspace:request-call-off",
            "workspace:letter-again",
        ],
        LEAD,
    ),
    # Pages of an operator open with the cookie that a private link was exchanged for, and with
    # nothing else: whoever has none, signed in or not, gets the one calm page.
    **dict.fromkeys(
        [
            "operators:home",
            "operators:enter",
            "operators:forum",
            "operators:in-public",
            "operators:post",
            "operators:answer",
            "operators:consultation",
            "operators:end",
            "operators:end-links",
            "operators:pass-on",
        ],
        dict.fromkeys(EVERYBODY, FORBIDDEN),
    ),
    **dict.fromkeys(
        ["operators:leave", "operators:hold", "operators:end-hold"],
        dict.fromkeys(EVERYBODY, NOT_ALLOWED),
    ),
    "operators:fresh-link": PUBLIC,
    "workspace:site-list": KEEP_FORUMS,
    "workspace:site-try-again": KEEP_FORUMS | dict.fromkeys([L, C, X], "post"),
    # Below its version the interface has no front page; its description is openapi.json.
    # The index answers there.
    "api:api-root": PUBLIC,
}


def an_import(slug: str) -> int:
    """The number of an import that changed two names of a body, and added one."""
    said = {"source": "govuk", "file": "https://lists.example/bodies"}
    at, told = factories.NOON, {"name": "govuk", "entries": 2, "added": 1, "changed": 1}
    whole = factories.EventFactory(
        kind="bodies.imported", subject="import:govuk", at=at, is_public=True, details=told | said
    )
    changes = {
        "other_names": [["One", "Two"], ["Two", "Three"]],
        "website": [None, "https://b.example"],
    }
    for kind, changed in (("body.updated", changes), ("body.added", {})):
        factories.EventFactory(
            kind=kind,
            subject=f"body:{slug}",
            at=at,
            is_public=True,
            part_of=whole.pk,
            details={"name": "Body", "changes": changed} | said,
        )
    return whole.pk


@pytest.fixture
def things() -> dict[str, dict[str, object]]:
    """Something to look at for every address that names a thing."""
    line = factories.line()
    factories.publish_plan(line.body, [line.forum], response_hours=24)  # what differs is shown
    draft_actions.begin_draft(body=line.body, by="lead", at=factories.NOON)
    reply: Reply = line.reply(in_review=True)
    enquiry = line.enquiry
    watch = factories.WatchFactory(body=enquiry.body)
    released = factories.ReleaseFileFactory()
    Release.objects.update(published_at=factories.NOON)
    proposal = factories.ProposalFactory(of_body=True, body=enquiry.body)
    factories.ListingFactory(body=enquiry.body, forum=enquiry.forum)
    check = factories.DuplicateCheckFactory(body=enquiry.body)
    factories.RemitTopicFactory(body=enquiry.body)
    factories.BodyFactory(kind="ministerial_department")  # one that should have a plan
    commitment = factories.CommitmentFactory()
    # Two dates: from there on there is a picture.
    factories.MeasureFactory(forum=enquiry.forum, kind="posts", dated="2009")
    slugs = {"body_slug": enquiry.body.slug, "forum_slug": enquiry.forum.slug}
    contact = factories.operators.contact(body=enquiry.body, forums=[enquiry.forum])
    request = factories.operators.ask(contact, sent=False)
    letter = request.letters.get()
    letter.ended_at, letter.problem = factories.NOON, "The mail server refuses this address."
    letter.save()
    ours = {"forum": enquiry.forum, "body": enquiry.body}
    kept = keep_letter(**ours, content=b"We agree.", by="lead", at=factories.NOON)
    objection = Objection.objects.create(
        **ours,
        reply_id=reply.public_id,
        wish="object",
        words="It is about another country.",
        contact_role="Owner",
        made_at=factories.NOON,
    )
    consultation = factories.ask_about_draft(enquiry.body, [contact])
    of_consultation = {"body_slug": enquiry.body.slug, "consultation_id": consultation.public_id}
    told = factories.LetterFactory(contact=contact, kind="notice", notice=consultation.notice)
    comment = factories.CommentFactory(consultation=consultation)
    period = factories.PeriodFactory()
    referral = factories.ReferralFactory(**ours, given_up=True)
    return {
        "consultation": {"slug": enquiry.body.slug, "public_id": consultation.public_id},
        "consultation_id": of_consultation,
        "comment_id": of_consultation | {"comment_id": comment.public_id},
        "consultation-letter-again": of_consultation | {"letter_id": told.public_id},
        "enquiry_id": {"enquiry_id": enquiry.public_id},
        "reply_id": {"reply_id": reply.public_id},
        "body_slug": slugs,
        # One that stands on the list leads on to its entry.
        "list-add": slugs | {"forum_slug": factories.ForumFactory().slug},
        "watch_id": {"watch_id": watch.public_id},
        "contact_id": slugs | {"contact_id": contact.public_id},
        "request_id": slugs | {"request_id": request.public_id},
        "objection_id": slugs | {"objection_id": objection.public_id},
        "agreement-letter": slugs | {"letter_id": kept.public_id},
        "referral_id": slugs | {"referral_id": referral.public_id},
        "letter-again": slugs | {"letter_id": letter.public_id},
        "account_id": {"account_id": reply.account_id},
        "account": {"public_id": reply.account.public_id},
        "proposal_id": {"proposal_id": proposal.public_id},
        "membership_id": {"membership_id": factories.MembershipFactory().pk},
        "user_id": {"user_id": factories.UserFactory().pk},
        "release": {"version": released.release.version},
        "release-file": {"version": released.release.version, "name": released.name},
        "check_id": {"check_id": check.public_id},
        "commitment_id": {"commitment_id": commitment.public_id},
        "alias_id": {
            "slug": enquiry.forum.slug,
            "alias_id": factories.ForumAliasFactory(forum=enquiry.forum).pk,
        },
        "measure_id": {
            "slug": enquiry.forum.slug,
            "measure_id": factories.MeasureFactory(forum=enquiry.forum).pk,
        },
        "forum": {"slug": enquiry.forum.slug},
        "address": {"address": enquiry.forum.address},
        "period": {"public_id": period.public_id},
        "import": {"number": an_import(enquiry.body.slug)},
        "period_id": {"period_id": period.public_id},
        "body": {"slug": enquiry.body.slug},
        "_body": {"body": enquiry.body},
        "site-try-again": {"host": factories.PaceFactory(left_alone=True).name},
    }


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + space)
        elif pattern.name:
            yield prefix + pattern.name


def address_of(name: str, things: dict[str, dict[str, object]]) -> str:
    if name == "register:data-file":
        return reverse(name, kwargs={"name": "forums", "form": "csv"})
    if name == "register:data-set":
        return reverse(name, kwargs={"name": "forums"})
    if name == "register:data-description":
        return reverse(name, kwargs={"name": "datapackage.json"})
    if name in ("register:release", "register:release-file"):
        return reverse(name, kwargs=things[name.removeprefix("register:")])
    if name in ("register:forum-feed", "register:body-feed"):
        return reverse(name, kwargs=things[name.removeprefix("register:").removesuffix("-feed")])
    if name == "workspace:list-add":
        return reverse(name, kwargs=things["list-add"])
    if name == "register:forum-reading":
        return reverse(name, kwargs=things["forum"])
    if name in ("register:forum-history", "register:body-history"):
        return reverse(name, kwargs=things[name.removeprefix("register:").removesuffix("-history")])
    if name == "register:forum-chart":
        return reverse(name, kwargs=things["forum"] | {"key": "posts"})
    if name == "register:across-kind":
        return reverse(name, kwargs={"kind": "ministerial_department"})
    if name == "register:across-kind-page":
        return reverse(name, kwargs={"kind": "ministerial_department", "number": 1})
    if name in ("register:commitment", "register:commitment-chart", "register:commitment-page"):
        number = {"number": 1} if name.endswith("-page") else {}
        public_id = things["commitment_id"]["commitment_id"]
        return reverse(name, kwargs={"public_id": public_id} | number)
    if name.startswith("workspace:commitment") and name != "workspace:commitment-add":
        return reverse(name, kwargs=things["commitment_id"])
    if name == "register:coverage-topic":
        return reverse(name, kwargs={"code": "work"})
    if name == "register:coverage-kind":
        return reverse(name, kwargs={"kind": "other"})
    if name == "register:coverage-kind-page":
        return reverse(name, kwargs={"kind": "other", "number": 1})
    if name == "register:sitemap-part":
        return reverse(name, kwargs={"kind": "forums", "number": 1})
    if name == "register:search-index":
        return reverse(name, kwargs={"kind": "forums"})
    if name == "register:proposal-list-page":
        return reverse(name, kwargs={"number": 1})
    if name in ("register:proposal", "visitors:proposal-sent"):
        return reverse(name, kwargs={"public_id": things["proposal_id"]["proposal_id"]})
    if name in ("visitors:correct-forum", "visitors:correct-body"):
        return reverse(name, kwargs=things[name.removeprefix("visitors:correct-")])
    if name in ("workspace:forum", "workspace:alias-add", "workspace:board-add"):
        return reverse(name, kwargs=things["forum"])
    if name.removeprefix("workspace:") in ("forum-edit", "forum-merge", "forum-follow"):
        return reverse(name, kwargs=things["forum"])
    if name == "workspace:measure-add":
        return reverse(name, kwargs=things["forum"])
    if name in ("api:find", "api:official", "register:official-data"):
        return f"{reverse(name)}?q=well"
    if name == "api:lookup":
        return f"{reverse(name)}?address={things['address']['address']}"
    if name == "api:release":
        return reverse(name, kwargs={"version": things["release"]["version"]})
    if name in ("api:forum", "api:forum_measures", "api:forum_reading"):
        return reverse(name, kwargs=things["forum"])
    if name in ("api:body", "api:plan"):
        return reverse(name, kwargs=things["body"])
    if name in ("register:account", "register:account-badge"):
        return reverse(name, kwargs=things["account"])
    if name == "register:forum":
        return reverse(name, kwargs=things["forum"])
    if name == "register:import":
        return reverse(name, kwargs=things["import"])
    if name == "register:period":
        return reverse(name, kwargs=things["period"])
    if name.startswith("register:plan-differences"):
        numbers = {"before": 1, "after": 2} if name == "register:plan-differences" else {}
        return reverse(name, kwargs=things["body"] | numbers)
    if name == "register:plan-stratml":
        return reverse(name, kwargs=things["body"])
    if name.startswith("register:plan-"):
        return reverse(name, kwargs=things["body"] | {"number": 1})
    if name in ("register:consultation", "register:consultation-document") or name.startswith(
        "visitors:comment"
    ):
        return reverse(name, kwargs=things["consultation"])
    if name == "workspace:consultation":
        return reverse(name, kwargs={"body_slug": things["body_slug"]["body_slug"]})
    if name == "workspace:consultation-comment":
        return reverse(name, kwargs=things["comment_id"])
    if name == "workspace:consultation-letter-again":
        return reverse(name, kwargs=things["consultation-letter-again"])
    if name.startswith("workspace:consultation-"):
        return reverse(name, kwargs=things["consultation_id"])
    if name == "operators:consultation":
        place = {"forum_slug": things["body_slug"]["forum_slug"]}
        return reverse(name, kwargs=place | {"public_id": things["consultation"]["public_id"]})
    if name in ("register:body", "register:plan") or name in (
        *("workspace:body-edit", "workspace:body-left", "workspace:body-merge"),
    ):
        return reverse(name, kwargs=things["body"])
    if name.startswith("workspace:plan-forum") and name != "workspace:plan-forum-add":
        return reverse(name, kwargs=things["body_slug"])
    if name.startswith("workspace:plan-") and name != "workspace:plan-list":
        step = {"step": "goals"} if name == "workspace:plan-step" else {}
        return reverse(name, kwargs={"body_slug": things["body_slug"]["body_slug"]} | step)
    if name in ("workspace:agreement-letter", "workspace:letter-again", "workspace:site-try-again"):
        return reverse(name, kwargs=things[name.removeprefix("workspace:")])
    if name == "hooks:hear":
        return reverse(name, kwargs={"key": "a-key"})
    if name == "workspace:referral-again":
        return reverse(name, kwargs=things["referral_id"])
    if name.startswith("workspace:referral"):
        return reverse(name, kwargs=things["body_slug"])
    if name in ("workspace:asking", "workspace:contact-add", "workspace:sentence"):
        return reverse(name, kwargs=things["body_slug"])
    if name in ("workspace:request-remind", "workspace:request-call-off"):
        return reverse(name, kwargs=things["request_id"])
    if name in ("workspace:contact-end", "workspace:contact-end-links", "workspace:objection"):
        key = "objection_id" if name.endswith("objection") else "contact_id"
        return reverse(name, kwargs=things[key])
    if name == "operators:post":
        place = {"forum_slug": things["body_slug"]["forum_slug"]}
        return reverse(name, kwargs=place | things["reply_id"])
    if name in ("operators:answer", "operators:end"):
        return reverse(name, kwargs=things["body_slug"])
    if name.removeprefix("operators:") in (
        *("forum", "hold", "end-hold", "in-public"),
        "pass-on",
    ):
        return reverse(name, kwargs={"forum_slug": things["body_slug"]["forum_slug"]})
    if name.startswith("workspace:agreement") and name != "workspace:agreement-list":
        return reverse(name, kwargs=things["body_slug"])
    if name.startswith("register:") and name.endswith("-page"):
        return reverse(name, kwargs={"number": 1})
    if name == "register:duplicate-check-record":
        return reverse(name, kwargs={"public_id": things["check_id"]["check_id"]})
    if name in ("workspace:list", "workspace:list-choose", "workspace:list-none-found"):
        return reverse(name, kwargs={"body_slug": things["body_slug"]["body_slug"]})
    if name.startswith("workspace:list-") and name != "workspace:list-board":
        return reverse(name, kwargs=things["body_slug"])
    if name.startswith("workspace:duplicate-check"):
        kwargs = {} if name.endswith(("-board", "-add")) else things["check_id"]
        return reverse(name, kwargs=kwargs)
    for key in (
        "enquiry_id",
        "reply_id",
        "proposal_id",
        "watch_id",
        "account_id",
        "membership_id",
        "user_id",
        "alias_id",
        "measure_id",
        "period_id",
    ):
        try:
            return reverse(name, kwargs=things[key])
        except NoReverseMatch:
            continue  # another key names it
    return reverse(name)


def signed_in(role: str, body: object) -> Client:
    client = Client()
    if role == NOBODY:
        return client
    user: User = factories.UserFactory()
    if role == OTHERS:
        factories.MembershipFactory(user=user, role=Role.ADVISER.value)
    elif role in (C, X):
        factories.MembershipFactory(user=user, body=None, role=role)
    else:
        factories.MembershipFactory(user=user, body=body, role=role)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_the_table_names_every_address() -> None:
    assert set(names(get_resolver().url_patterns)) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_every_role_gets_its_answer_at(name: str, things: dict[str, dict[str, object]]) -> None:
    address = address_of(name, things)

    answers = {}
    for role, expected in TABLE[name].items():
        client = signed_in(role, things["_body"]["body"])
        is_act = "post" in TABLE[name].values()
        with transaction.atomic():  # what one of them does is undone before the next one comes
            status = (client.post if is_act else client.get)(address).status_code
            transaction.set_rollback(True)
        # An act that is allowed leads on, or says what is missing: it is neither refused nor lost.
        answers[role] = "post" if expected == "post" and status in (200, 302, 409, 422) else status

    assert answers == TABLE[name]


def test_a_refused_page_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    adviser = signed_in(A, factories.BodyFactory())

    assert adviser.get(reverse("workspace:person-list")).status_code == FORBIDDEN

    (record,) = (each for each in caplog.records if each.name == "django.request")
    assert record.exc_info is None
    assert reverse("workspace:person-list") in record.getMessage()
    assert len(caplog.text.splitlines()) == 1


def test_a_fault_of_ours_keeps_where_it_was_raised_in_the_log() -> None:
    fault = logging.LogRecord(
        "django.request", logging.ERROR, "", 1, "x", None, (ValueError, ValueError(), None)
    )
    fault.status_code = 500

    assert RefusalsInOneLine().filter(fault)
    assert fault.exc_info is not None
