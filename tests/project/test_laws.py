"""The laws of the design: each has tests that carry its number, and what code can show is shown.

A test belongs to a law when its name or its docstring says so: `test_law_1_…`.
"""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "alongside"

LAWS = {
    1: "Consent first",
    2: "The published plan is the policy in force",
    3: "Peers first",
    4: "No person object for the public",
    5: "A human presses send",
    6: "Rather late than twice, and never claimed unseen",
    7: "Every public figure can be recomputed",
    10: "Bad input gets a clear error, and nothing is lost",
}


def named_by_law():
    """Names of tests by the numbers of the laws that they name."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
                continue
            words = f"{node.name} {ast.get_docstring(node) or ''}".lower().replace("_", " ")
            for numbers in re.findall(r"\blaws? (\d+(?:(?: and |, )\d+)*)", words):
                for number in re.findall(r"\d+", numbers):
                    found.setdefault(int(number), []).append(node.name)
    return found


@pytest.mark.parametrize("number", LAWS, ids=LAWS.get)
def test_each_law_has_tests_that_name_it(number):
    assert named_by_law().get(number)


def callers_of(method):
    """Modules that call a connector's method, without the connectors themselves."""
    return {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "connectors" not in path.parts
        and any(
            isinstance(node, ast.Call)
            and method == getattr(node.func, "attr", getattr(node.func, "id", None))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    }


def test_law_1_members_posts_are_read_where_the_policy_is_asked_and_nowhere_else():
    assert callers_of("read_thread") == {"enquiries/jobs.py", "enquiries/rereading.py"}
    # What lists a board's threads asks nothing itself, and is called in one place.
    assert callers_of("read_new_threads") == {"listening/listing.py"}
    assert callers_of("read_board_list") == {"enquiries/jobs.py"}


@pytest.mark.parametrize("method", ["read_list_page", "read_to_first_answer"])
def test_law_1_a_forums_past_is_read_in_one_place_that_asks_the_policy(method):
    assert callers_of(method) == {"matching/surveying.py"}


def test_law_5_one_place_posts_and_it_takes_only_what_was_claimed():
    assert callers_of("post_reply") == {"replies/jobs.py"}
    assert callers_of("claim_next_reply") == {"replies/jobs.py"}


def test_law_6_one_place_looks_for_replies():
    assert callers_of("find_reply") == {"replies/jobs.py"}


def fields_of_ours():
    return [
        (model, field)
        for model in apps.get_models()
        if model.__module__.startswith("alongside.")
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    ]


# Officials and bodies of ours, and a count: nobody of the public.
OUR_OWN = {
    "User.username",
    "OfficialAccount.handle",
    "OfficialAccount.profile_address",
    "Reply.author",
    "Enquiry.members_who_replied",
    "ThreadReading.members_who_replied",
}


def test_law_4_no_table_has_a_place_for_a_member_of_the_public():
    personal = re.compile(
        r"member|author|asker|poster|nickname|username|handle|avatar|profile|ip_address"
    )

    named = {
        f"{model.__name__}.{field.name}"
        for model, field in fields_of_ours()
        if personal.search(field.name)
    }

    assert named <= OUR_OWN


def test_law_4_what_members_wrote_is_kept_in_two_fields_that_both_have_an_end():
    kept = {
        f"{model.__name__}.{field.name}"
        for model, field in fields_of_ours()
        if field.name in ("title", "excerpt", "question", "posts", "body_text")
        and model.__name__ not in ("Source", "ApprovedLine", "PlanVersion", "Goal")
    }

    assert kept == {"Enquiry.title", "Enquiry.excerpt"}
    assert any(field.name == "excerpt_until" for _model, field in fields_of_ours())
