"""Writes boards, people and posts into Misago, as its own pages would have written them.

Import this only after `django.setup()`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from forum_content import PINS, Content, Person
from forum_problem import PracticeProblem
from misago.acl.cache import clear_acl_cache  # type: ignore[import-not-found]
from misago.cache.versions import invalidate_all_caches  # type: ignore[import-not-found]
from misago.categories.models import (  # type: ignore[import-not-found]
    Category,
    RoleCategoryACL,
)
from misago.conf.models import Setting  # type: ignore[import-not-found]
from misago.conf.shortcuts import get_dynamic_settings  # type: ignore[import-not-found]
from misago.markup import common_flavour  # type: ignore[import-not-found]
from misago.notifications.threads import (  # type: ignore[import-not-found]
    ThreadNotifications,
    watch_started_thread,
)
from misago.threads.checksums import update_post_checksum  # type: ignore[import-not-found]
from misago.threads.models import Post, Thread  # type: ignore[import-not-found]
from misago.threads.validators import (  # type: ignore[import-not-found]
    validate_post_length,
    validate_thread_title,
)
from misago.users.models import Rank, User  # type: ignore[import-not-found]
from misago.users.setupnewuser import setup_new_user  # type: ignore[import-not-found]


class NotThere(PracticeProblem):
    """No board, thread or member of that name; the message lists what there is."""


class NotAccepted(PracticeProblem):
    """Misago's own rules for titles and texts refuse it; the message is theirs."""


@dataclass(frozen=True)
class Host:
    """All that Misago's text parser asks of a request: which links lead to the forum itself."""

    name: str

    def get_host(self) -> str:
        """Host and port of the forum."""
        return self.name


def is_seeded() -> bool:
    """Whether the content was written already; it is written in one transaction or not at all."""
    return bool(User.objects.exists())


def apply_settings(content: Content, address: str) -> bool:
    """Sets what an administrator would set in the panel; says whether anything changed."""
    wanted = {
        "forum_address": f"{address}/",
        "forum_name": content.forum.name,
        "logo_text": content.forum.short_name,
        "index_header": content.forum.name,
        "index_title": content.forum.name,
        "index_meta_description": content.forum.description,
        "forum_footnote": content.forum.footnote,
        "account_activation": "none",
        "default_avatar": "dynamic",  # the initial on a colour, drawn here
        "hourly_post_limit": 0,
        "daily_post_limit": 0,
        "username_length_max": 20,
        "show_admin_panel_link_in_ui": False,
        "enable_stop_forum_spam": False,
        "watch_started_threads": ThreadNotifications.SITE_ONLY,
        "watch_replied_threads": ThreadNotifications.SITE_ONLY,
        "watch_new_private_threads_by_followed": ThreadNotifications.SITE_ONLY,
        "watch_new_private_threads_by_other_users": ThreadNotifications.SITE_ONLY,
        "notify_new_private_threads_by_followed": ThreadNotifications.SITE_ONLY,
        "notify_new_private_threads_by_other_users": ThreadNotifications.SITE_ONLY,
    }
    changed = []
    for setting in Setting.objects.filter(setting__in=wanted):
        before = setting.dry_value
        setting.value = wanted[setting.setting]
        if setting.dry_value != before:
            changed.append(setting)
    Setting.objects.bulk_update(changed, ["dry_value"])
    if changed:
        invalidate_all_caches()
    return bool(changed)


def apply_official_password(content: Content, password: str | None) -> bool:
    """Gives the official account this password if it has another; says whether it had.

    Without one it keeps what it has, so that a password changed in the forum stays changed.
    """
    if password is None:
        return False
    official = User.objects.get_by_username(content.official_account().name)
    if official.check_password(password):
        return False
    official.set_password(password)
    official.save(update_fields=["password"])
    return True


@transaction.atomic
def seed(content: Content, *, host: str, at: datetime) -> None:
    """Writes the whole content, dated back from `at`. The database must be fresh."""
    boards = _make_boards(content)
    people = _make_people(content, at=at)
    threads: dict[str, Thread] = {}
    for number, (content_thread, content_post) in enumerate(content.posts_by_time()):
        poster = people[content_post.by]
        # People do not write on the stroke of the hour: up to nine minutes earlier.
        posted_at = at - content_post.ago - timedelta(seconds=number * 197 % 540)
        thread = threads.get(content_thread.title)
        if thread is None:
            thread = _begin_thread(
                boards[content_thread.board], content_thread.title, poster, at=posted_at
            )
            thread.weight = PINS.index(content_thread.pinned)
            thread.is_closed = content_thread.closed
            threads[content_thread.title] = thread
        post = _write_post(thread, poster, content_post.text, host=host, at=posted_at)
        if content_post.best_answer:
            thread.set_best_answer(thread.starter, post)
            thread.best_answer_marked_on = posted_at + timedelta(minutes=20)
    for thread in threads.values():
        thread.synchronize()
        thread.save()
    for board in boards.values():
        board.synchronize()
        board.save()
    for person in people.values():
        _count_posts(person)
    clear_acl_cache()


@transaction.atomic
def ask(*, board_slug: str, title: str, text: str, member: str, host: str, at: datetime) -> Thread:
    """A member asks a new question.

    Raises NotThere for an unknown board or member, NotAccepted for a title or text that Misago
    would refuse.
    """
    _check_words(title=title, text=text)
    boards = {board.slug: board for board in Category.objects.all_categories()}
    if board_slug not in boards:
        raise NotThere(f"No board {board_slug!r}; there are {', '.join(boards)}.")
    board, poster = boards[board_slug], _find_member(member)
    thread = _begin_thread(board, title, poster, at=at)
    _write_post(thread, poster, text, host=host, at=at)
    _bring_up_to_date(thread, poster)
    watch_started_thread(poster, thread)
    return thread


@transaction.atomic
def answer(*, thread_id: int, text: str, member: str, host: str, at: datetime) -> Post:
    """A member answers in a thread.

    Raises NotThere for an unknown thread or member, NotAccepted for a text that Misago would
    refuse.
    """
    _check_words(title=None, text=text)
    thread = Thread.objects.select_related("category").filter(pk=thread_id).first()
    if thread is None:
        raise NotThere(f"No thread has the number {thread_id}.")
    poster = _find_member(member)
    post = _write_post(thread, poster, text, host=host, at=at)
    _bring_up_to_date(thread, poster)
    return post


def _check_words(*, title: str | None, text: str) -> None:
    settings = get_dynamic_settings()
    try:
        if title is not None:
            validate_thread_title(settings, title)
        validate_post_length(settings, text)
    except ValidationError as refusal:
        raise NotAccepted(" ".join(refusal.messages)) from refusal


def _make_boards(content: Content) -> dict[str, Category]:
    root = Category.objects.get(special_role="root_category")
    # A fresh Misago has one board that everybody may use: the first of ours takes its place, and
    # the others get what each role may do there.
    pattern = Category.objects.get(parent=root)
    rights = list(RoleCategoryACL.objects.filter(category=pattern))
    boards: dict[str, Category] = {}
    for content_board in content.boards:
        is_first = not boards
        board = pattern if is_first else Category()
        board.set_name(content_board.name)
        board.description = content_board.description
        board.color = content_board.colour
        board.is_closed = content_board.closed
        if is_first:
            board.save()
        else:
            root.refresh_from_db()
            board.insert_at(root, position="last-child", save=True)
            RoleCategoryACL.objects.bulk_create(
                RoleCategoryACL(
                    role_id=right.role_id, category=board, category_role_id=right.category_role_id
                )
                for right in rights
            )
        boards[board.name] = board
    Category.objects.clear_cache()
    return boards


def _make_people(content: Content, *, at: datetime) -> dict[str, User]:
    settings = get_dynamic_settings()
    team = Rank.objects.get(css_class="primary")
    official = Rank.objects.create(
        name="Official", title="Official", css_class="official", is_tab=True
    )
    ranks = {"administrator": team, "moderator": team, "official": official}
    people: dict[str, User] = {}
    for person in content.people:
        people[person.name] = user = _make_person(
            person, rank=ranks.get(person.kind), joined_at=at - person.joined_ago
        )
        setup_new_user(settings, user)
    return people


def _make_person(person: Person, *, rank: Rank | None, joined_at: datetime) -> User:
    is_administrator = person.kind == "administrator"
    user = User.objects.create_user(
        person.name,
        f"{person.name.lower()}@practice.example",
        rank=rank,
        title=person.title,
        joined_on=joined_at,
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    user.password = _hashed(person.password)
    user.save(update_fields=["password"])
    return user


@cache
def _hashed(password: str) -> str:
    # Hashing is slow on purpose. The members share one password, so it is done once for them all.
    return make_password(password)


def _find_member(name: str) -> User:
    try:
        return User.objects.get_by_username(name)
    except User.DoesNotExist:
        names = User.objects.order_by("pk").values_list("username", flat=True)
        raise NotThere(f"Nobody is named {name!r}; there are {', '.join(names)}.") from None


def _begin_thread(board: Category, title: str, poster: User, *, at: datetime) -> Thread:
    thread = Thread(
        category=board,
        started_on=at,
        last_post_on=at,
        starter=poster,
        starter_name=poster.username,
        starter_slug=poster.slug,
        last_poster=poster,
        last_poster_name=poster.username,
        last_poster_slug=poster.slug,
    )
    thread.set_title(title)
    thread.save()
    return thread


def _write_post(thread: Thread, poster: User, text: str, *, host: str, at: datetime) -> Post:
    parsed = common_flavour(Host(host), poster, text)
    post = Post(
        category=thread.category,
        thread=thread,
        poster=poster,
        poster_name=poster.username,
        original=parsed["original_text"],
        parsed=parsed["parsed_text"],
        posted_on=at,
        updated_on=at,
        hidden_on=at,
    )
    is_first = thread.first_post_id is None
    post.set_search_document(thread.title if is_first else None)
    post.save()
    if is_first:
        thread.first_post = post
    # The checksum covers number, date and text, so it is made when the number is known.
    update_post_checksum(post)
    post.update_search_vector()
    post.save(update_fields=["checksum", "search_vector"])
    return post


def _bring_up_to_date(thread: Thread, poster: User) -> None:
    thread.synchronize()
    thread.save()
    thread.category.synchronize()
    thread.category.save()
    _count_posts(poster)


def _count_posts(person: User) -> None:
    posts = Post.objects.filter(poster=person)
    person.posts = posts.count()
    person.threads = Thread.objects.filter(starter=person).count()
    latest = posts.order_by("-posted_on").values_list("posted_on", flat=True).first()
    person.last_posted_on = latest
    person.save(update_fields=["posts", "threads", "last_posted_on"])
