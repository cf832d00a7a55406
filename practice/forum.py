"""The practice forum from the command line: prepare, serve, ask, answer, reset.

Run it with the practice forum's own environment: .venv-practice/bin/python practice/forum.py

Modules that hold models are imported inside the commands, because Django must be set up first.
"""

import argparse
import json
import os
import shutil
import sys
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import django
from django.core.management import call_command
from forum_content import read_content
from forum_database import check_prepared, create_if_missing, drop
from forum_environment import PracticeEnvironment, read_environment
from forum_problem import PracticeProblem

DEFAULT_ASKER = "quietkettle"
DEFAULT_ANSWERER = "brambleby"


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the result is the exit status of the process."""
    options = _parser().parse_args(arguments)
    try:
        environment = read_environment(os.environ)
        os.environ["DJANGO_SETTINGS_MODULE"] = "forum_settings"
        return int(options.command(environment, options))
    except PracticeProblem as problem:
        print(f"practice forum: {problem}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="forum.py", description=__doc__)
    commands = parser.add_subparsers(required=True)

    prepare = commands.add_parser("prepare", help="create, migrate and fill what is missing")
    prepare.set_defaults(command=_prepare)

    serve = commands.add_parser("serve", help="serve until SIGTERM or SIGINT")
    serve.set_defaults(command=_serve)

    ask = commands.add_parser("ask", help="a member asks a question")
    ask.add_argument("--board", required=True, metavar="SLUG")
    ask.add_argument("--title", required=True)
    ask.add_argument("--text", required=True)
    ask.add_argument("--member", default=DEFAULT_ASKER, metavar="NAME")
    ask.set_defaults(command=_ask)

    answer = commands.add_parser("answer", help="a member answers in a thread")
    answer.add_argument("--thread", required=True, type=int, metavar="ID")
    answer.add_argument("--text", required=True)
    answer.add_argument("--member", default=DEFAULT_ANSWERER, metavar="NAME")
    answer.set_defaults(command=_answer)

    reset = commands.add_parser("reset", help="drop everything and go back to the first state")
    reset.add_argument("--yes", action="store_true", help="I know that all posts are lost")
    reset.set_defaults(command=_reset)
    return parser


def _prepare(environment: PracticeEnvironment, options: argparse.Namespace) -> int:
    began = time.monotonic()
    content = read_content()
    is_new = create_if_missing(environment.database)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    import forum_writing

    forum_writing.apply_settings(content, environment.address)
    if not forum_writing.is_seeded():
        forum_writing.seed(content, host=_host(environment), at=datetime.now(UTC))
    forum_writing.apply_official_password(content, os.environ.get("PRACTICE_OFFICIAL_PASSWORD"))
    done = "made" if is_new else "kept"
    print(f"Practice forum {done}, {time.monotonic() - began:.1f} s.")
    return 0


def _serve(environment: PracticeEnvironment, options: argparse.Namespace) -> int:
    import forum_serving

    check_prepared(environment.database)
    forum_serving.serve(environment)
    return 0


def _ask(environment: PracticeEnvironment, options: argparse.Namespace) -> int:
    check_prepared(environment.database)
    django.setup()
    import forum_writing

    thread = forum_writing.ask(
        board_slug=options.board,
        title=options.title,
        text=options.text,
        member=options.member,
        host=_host(environment),
        at=datetime.now(UTC),
    )
    address = f"{environment.address}{thread.get_absolute_url()}"
    print(json.dumps({"thread_id": thread.pk, "address": address}))
    return 0


def _answer(environment: PracticeEnvironment, options: argparse.Namespace) -> int:
    check_prepared(environment.database)
    django.setup()
    import forum_writing

    post = forum_writing.answer(
        thread_id=options.thread,
        text=options.text,
        member=options.member,
        host=_host(environment),
        at=datetime.now(UTC),
    )
    address = f"{environment.address}{post.get_absolute_url()}"
    print(json.dumps({"post_id": post.pk, "address": address}))
    return 0


def _reset(environment: PracticeEnvironment, options: argparse.Namespace) -> int:
    if not options.yes:
        print(
            "practice forum: this deletes every post in "
            f"{environment.database['dbname']}. Say --yes if that is what you want.",
            file=sys.stderr,
        )
        return 2
    drop(environment.database)
    shutil.rmtree(environment.state_dir / "media", ignore_errors=True)
    return _prepare(environment, options)


def _host(environment: PracticeEnvironment) -> str:
    return urlsplit(environment.address).netloc


if __name__ == "__main__":
    sys.exit(main())
