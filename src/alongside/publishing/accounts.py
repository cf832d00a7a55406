"""The answer to "is this account official?", for whatever somebody pastes.

What is pasted is read once and kept nowhere. Authority is given to named accounts only, never to
all that stands on a host and never to a mail domain. At most six queries.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject, Length, Upper

from alongside.core.letters import plain
from alongside.core.unchanged import kept_while_unchanged
from alongside.forums.domain import accounts as names
from alongside.forums.domain.accounts import Address, Pasted, Reading, folded
from alongside.forums.domain.kinds import AliasKind
from alongside.forums.models import Forum, ForumAlias, OfficialAccount
from alongside.publishing.domain.official import Reason, Verdict, standing_of
from alongside.publishing.entries.accounts import Account, account_of, account_row
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply

MOST_SHOWN = 20  # accounts beside an answer
MOST_ALIKE = 5
_MOST_POSTS = 200
_MOST_FORUMS = 50
_LONGEST_FORUM_NAME = 200  # characters, as the register keeps them

_Name = tuple[str, str]  # of an account: its skeleton, and folded


# Of names in the register only, never of what is pasted: that is kept nowhere.
@lru_cache(maxsize=20_000)
def _name_of(handle: str) -> _Name:
    return names.skeleton(handle), folded(handle)


@dataclass(frozen=True, slots=True)
class OfficialAnswer:
    """The answer, and what it rests on. `said`: the name or the place as it was understood."""

    verdict: Verdict
    reason: Reason
    account: Account | None = None
    forum_slug: str = ""
    forum_name: str = ""
    said: str = ""
    posts: Sequence[str] = ()  # public links of official replies: this one, or those on the page
    alike: Sequence[Account] = ()  # official accounts that this one may be taken for
    others: Sequence[Account] = ()  # accounts to compare: of that name elsewhere, or of the forum
    report_address: str = ""  # where content is reported to the forum's moderators
    author: str = ""  # the body whose reply a post is; the account may be another's since
    at: datetime | None = None  # as the register stood then

    @property
    def is_practice(self) -> bool:
        shown = (self.account, *self.alike, *self.others)
        return any(account.is_practice for account in shown if account is not None)


@dataclass(frozen=True, slots=True)
class _Place:
    """A forum of the register, and where it stands."""

    pk: int
    slug: str
    name: str
    places: frozenset[str]  # its own, of today
    former: frozenset[str]  # where it stood before
    report_address: str


@dataclass(frozen=True, slots=True)
class _There:
    """A forum with its official accounts."""

    forum: _Place
    accounts: Sequence[Account]

    def no(self, reason: Reason, **more: Any) -> OfficialAnswer:
        return self._answer(Verdict.NOT_OFFICIAL, reason, **more)

    def ask(self, reason: Reason, **more: Any) -> OfficialAnswer:
        more.setdefault("others", self.accounts[:MOST_SHOWN])
        return self._answer(Verdict.ASK, reason, **more)

    def yes(self, account: Account, reason: Reason, **more: Any) -> OfficialAnswer:
        # A post of an account that is retired now, or whose body has closed since, was official
        # when it was written, and stays so.
        verdict = standing_of(
            in_use=account.is_in_use or reason is Reason.POST,
            verified_both_ways=account.is_verified_both_ways,
        )
        return self._answer(verdict, reason, account=account, **more)

    def _answer(self, verdict: Verdict, reason: Reason, **more: Any) -> OfficialAnswer:
        return OfficialAnswer(
            verdict,
            reason,
            forum_slug=self.forum.slug,
            forum_name=self.forum.name,
            report_address=self.forum.report_address,
            **more,
        )


@dataclass(slots=True)
class _Register:
    """Reads of one answer; each kind is asked for once."""

    practice_too: bool
    read: list[Account] = field(default_factory=list)

    def forums_at(self, addresses: Iterable[Address]) -> dict[Address, _Place]:
        """The forum of each address that lies in one."""
        wanted = {address: names.places_above(address) for address in addresses}
        places = {place for above in wanted.values() for place in above}
        found = self._forums(Q(pk__in=ForumAlias.objects.filter(place__in=places).values("forum")))
        by_place = {place: each for each in found for place in each.places | each.former}
        return {
            address: by_place[nearest]
            for address, above in wanted.items()
            if (nearest := next((place for place in above if place in by_place), ""))
        }

    def forums_called(self, wanted: Iterable[str]) -> dict[str, list[_Place]]:
        """Forums by the names that were written: letters' case and accents, punctuation and "The"
        make no difference."""
        short = {name: name[:_LONGEST_FORUM_NAME] for name in dict.fromkeys(wanted)}
        if not short:
            return {}
        # By the words of names, which are indexed; names of such words only as no index holds
        # ("The Who") by themselves.
        terms = {
            " & ".join(f"'{word}':A" for word in plain(name).split()) for name in short.values()
        }
        found = Q(name__in=list(short.values()))
        if terms := terms - {""}:
            query = " | ".join(f"({term})" for term in sorted(terms))
            found |= Q(search=SearchQuery(query, config="english", search_type="raw"))
        rows = self._forums(found, with_names=True)
        return {
            name: [place for place, own in rows if _bare(text) in {_bare(each) for each in own}]
            for name, text in short.items()
        }

    def there(self, forums: Collection[_Place], *, named: Iterable[str] = ()) -> list[_There]:
        """The forums with their accounts; accounts of those names elsewhere are read along."""
        in_capitals = [Upper(Value(name)) for name in dict.fromkeys(named)]
        either = Q(forum__in=[forum.pk for forum in forums]) | Q(in_capitals__in=in_capitals)
        by_forum: dict[str, list[Account]] = {}
        for account in self._accounts(either):
            by_forum.setdefault(account.forum_slug, []).append(account)
        self.read = [account for found in by_forum.values() for account in found]
        return [_There(forum, by_forum.get(forum.slug, [])) for forum in forums]

    def called(self, *wanted: str) -> list[Account]:
        """Of the accounts that were read, those of these names."""
        folds = {folded(name) for name in wanted}
        return [account for account in self.read if folded(account.handle) in folds]

    def alike(self, *wanted: str) -> list[Account]:
        """Official accounts anywhere whose names are easily taken for one of these."""
        looks = self._look_alikes([name for name in wanted if name])
        known = kept_while_unchanged(("names of official accounts", self.practice_too), self._names)
        alike = [pk for pk, name in known if looks(name)]
        return self._accounts(Q(pk__in=alike[:MOST_ALIKE])) if alike else []

    def alike_of(self, accounts: Sequence[Account], *wanted: str) -> list[Account]:
        looks = self._look_alikes([name for name in wanted if name])
        return [account for account in accounts if looks(_name_of(account.handle))][:MOST_ALIKE]

    def posts_at(self, address: Address, forum: _Place) -> list[tuple[str, str, str]]:
        """(public link, account, body) of live replies that may stand at the address."""
        tail = address.text.partition("//")[2] or address.text
        path, _mark, query = tail.partition("#")[0].partition("?")
        folder = path.partition("/")[2].strip("/")
        if not (folder or query):
            return []
        rows = (
            Reply.objects.filter(
                enquiry__forum=forum.pk,
                state=ReplyState.LIVE.value,
                public_link__icontains=folder or query,
            )
            .order_by("-posted_at", "-pk")
            .values_list("public_link", "account__public_id", "enquiry__body__name")
        )
        return list(rows[:_MOST_POSTS])

    def _names(self) -> list[tuple[int, _Name]]:
        rows = self._shown(OfficialAccount.objects.all()).values_list("pk", "handle")
        return [(pk, _name_of(handle)) for pk, handle in rows.iterator()]

    def _look_alikes(self, wanted: Sequence[str]) -> Callable[[_Name], bool]:
        folds = {folded(name) for name in wanted}
        shapes = {names.skeleton(name) for name in wanted[: names.MOST_READINGS]}

        def looks(name: _Name) -> bool:
            skeleton, fold = name
            return fold not in folds and any(
                names.shapes_alike(theirs, skeleton) for theirs in shapes
            )

        return looks

    def _accounts(self, which: Q) -> list[Account]:
        every = OfficialAccount.objects.alias(in_capitals=Upper("handle"))
        rows = (
            self._shown(every.filter(which))
            .order_by("-retired_at", "body__name_key", "pk")
            .values_list(account_row(), flat=True)
        )
        found = [account_of(row) for row in rows]
        return sorted(found, key=lambda account: not account.is_in_use)

    def _shown(self, accounts: QuerySet[OfficialAccount]) -> QuerySet[OfficialAccount]:
        if self.practice_too:
            return accounts
        return accounts.filter(forum__is_practice=False, body__is_practice=False)

    def _forums(self, which: Q, *, with_names: bool = False) -> list[Any]:
        aliases = ForumAlias.objects.filter(forum=OuterRef("pk"))
        forums = Forum.objects.standing().filter(which)
        if not self.practice_too:
            forums = forums.filter(is_practice=False)
        rows = forums.annotate(
            stands=ArraySubquery(aliases.values(row=JSONObject(place="place", kind="kind")))
        ).values_list("pk", "slug", "name", "report_address", "other_names", "stands")
        found: list[Any] = []
        for pk, slug, name, report, other_names, stands in rows.order_by(Length("name"), "pk")[
            :_MOST_FORUMS
        ]:
            former = {each["place"] for each in stands if each["kind"] == AliasKind.MOVED}
            own = {each["place"] for each in stands} - former
            place = _Place(pk, slug, name, frozenset(own), frozenset(former), report)
            found.append((place, (name, *other_names)) if with_names else place)
        return found


def answer_for(text: str, *, at: datetime, practice_too: bool = False) -> OfficialAnswer:
    """The answer to whatever was pasted. Never raises for it, and keeps nothing of it.

    `practice_too`: practice is shown, so its accounts are told of as well, marked as such.
    """
    return replace(_answer(names.understand(text), _Register(practice_too)), at=at)


def _answer(pasted: Pasted, register: _Register) -> OfficialAnswer:
    if pasted.is_empty:
        return OfficialAnswer(Verdict.ASK, Reason.NOTHING)
    if len([address for address in pasted.addresses if address.is_whole]) > 1:
        return OfficialAnswer(Verdict.ASK, Reason.SEVERAL)
    if pasted.addresses:
        return _of_addresses(pasted, register)
    if pasted.has_mail:
        return OfficialAnswer(Verdict.ASK, Reason.MAIL)
    return _of_words(pasted, register)


def _of_addresses(pasted: Pasted, register: _Register) -> OfficialAnswer:
    """One whole address, or words such as "well.example" that may be one, or a name with a stop."""
    addresses = pasted.addresses[: names.MOST_ADDRESSES]
    forums = register.forums_at(addresses)
    whole = [address for address in addresses if address.is_whole]
    known = [address for address in addresses if address in forums]
    address = whole[0] if whole else known[0] if len(known) == 1 else None
    wanted = [*pasted.names, *(other.text for other in addresses if other is not address)]
    if address is not None and address in forums:
        (there,) = register.there([forums[address]], named=wanted)
        return _of_address(address, there, wanted, register)
    if address is None and len(known) > 1:
        return OfficialAnswer(Verdict.ASK, Reason.SEVERAL)
    if not whole:
        found = _of_words(pasted.as_words(), register)
        if found.reason not in (Reason.NO_SUCH_NAME, Reason.UNKNOWN_FORUM):
            return found  # a name with stops in it
        return replace(
            found,
            verdict=Verdict.NOT_KNOWN,
            reason=Reason.UNKNOWN_FORUM,
            said=addresses[-1].host,
        )
    wanted.append(names.profile_name(whole[0]))
    register.there([], named=wanted)
    return OfficialAnswer(
        Verdict.NOT_KNOWN,
        Reason.UNKNOWN_FORUM,
        said=whole[0].host,
        others=register.called(*wanted)[:MOST_SHOWN],
        alike=register.alike(*wanted),
    )


def _of_address(
    address: Address, there: _There, wanted: Sequence[str], register: _Register
) -> OfficialAnswer:
    places = there.forum.places
    if names.nearest_place(address, places | there.forum.former) in there.forum.former:
        return there.ask(Reason.OLD_ADDRESS, said=address.host)
    for account in there.accounts:
        if account.profile_address and names.leads_to(
            address, account.profile_address, handle=account.handle, places=places
        ):
            return there.yes(account, Reason.PROFILE)
    if address.place in places and not address.query and not address.fragment:
        return _of_name(wanted, there, register) if wanted else _whole_forum(there)
    posts = register.posts_at(address, there.forum)
    by_id = {account.public_id: account for account in there.accounts}
    for link, account_id, author in posts:
        if account_id in by_id and names.leads_to_post(address, link):
            return there.yes(by_id[account_id], Reason.POST, posts=(link,), author=author)
    here = [
        link
        for link, account_id, _author in posts
        if account_id in by_id and names.on_same_page(address, link)
    ]
    if here:
        return there.ask(Reason.SAME_PAGE, posts=tuple(here[:MOST_ALIKE]))
    if not there.accounts:
        return there.no(Reason.NO_ACCOUNTS_THERE)
    return _of_profile(address, there, register)


def _of_profile(address: Address, there: _There, register: _Register) -> OfficialAnswer:
    """A page of the forum that is neither a known profile nor a known post."""
    places = there.forum.places
    if not names.is_profile_page(address, places):
        return there.ask(Reason.OTHER_PAGE)
    name = names.profile_name(address, places)
    parts = [name] if name else address.path.split("/")
    same = next(
        (account for account in there.accounts if folded(account.handle) in map(folded, parts)),
        None,
    )
    if same is not None and same.profile_address and not same.profile_is_elsewhere:
        return there.no(Reason.OTHER_ADDRESS, alike=(same,))
    if same is not None:
        # By its name alone it is this account; what else stands in the address may be another's.
        return there.yes(same, Reason.NAME) if name else there.ask(Reason.OTHER_PAGE)
    alike = register.alike_of(there.accounts, *parts)
    return there.no(Reason.OTHER_PROFILE, said=name, alike=alike)


def _of_name(wanted: Sequence[str], there: _There, register: _Register) -> OfficialAnswer:
    folds = {folded(name) for name in wanted}
    for account in there.accounts:
        if folded(account.handle) in folds:
            return there.yes(account, Reason.NAME)
    elsewhere = [
        account for account in register.called(*wanted) if account.forum_slug != there.forum.slug
    ]
    return there.no(
        Reason.NAME_NOT_THERE if there.accounts else Reason.NO_ACCOUNTS_THERE,
        said=wanted[-1],
        alike=register.alike_of(there.accounts, *wanted),
        others=elsewhere[:MOST_SHOWN],
    )


def _whole_forum(there: _There) -> OfficialAnswer:
    if there.accounts:
        return there.ask(Reason.WHICH_ACCOUNT)
    return there.no(Reason.NO_ACCOUNTS_THERE)


def _of_words(pasted: Pasted, register: _Register) -> OfficialAnswer:
    placed = [reading for reading in pasted.readings if reading.where]
    called = register.forums_called([*(each.where for each in placed), *pasted.names])
    forums = {forum.pk: forum for found in called.values() for forum in found}
    wanted = [*(reading.name for reading in placed), *pasted.names]
    there = register.there(list(forums.values()), named=[*wanted, *pasted.words])
    by_pk = {each.forum.pk: each for each in there}
    answers = [
        (_of_name([reading.name], by_pk[forum.pk], register), reading)
        for reading in placed
        for forum in called.get(reading.where, ())
    ]
    if answers:
        return _the_best(answers)
    if same := register.called(*pasted.names):
        return _which_forum(same, pasted.names[-1])
    if whole := [by_pk[forum.pk] for name in pasted.names for forum in called.get(name, ())]:
        return _whole_forum(whole[0])
    if stated := [reading for reading in placed if reading.is_stated]:
        same, wanted = register.called(*wanted), [reading.name for reading in stated]
        return OfficialAnswer(
            Verdict.NOT_KNOWN,
            Reason.UNKNOWN_FORUM,
            said=stated[0].where[: names.LONGEST_NAME],
            others=same[:MOST_SHOWN],
            alike=register.alike(*wanted),
        )
    if same := register.called(*pasted.words):
        return _which_forum(same, same[0].handle)
    return OfficialAnswer(
        Verdict.NOT_OFFICIAL,
        Reason.NO_SUCH_NAME,
        said=pasted.names[-1][: names.LONGEST_NAME],
        alike=register.alike(*wanted),
    )


def _which_forum(same: Sequence[Account], said: str) -> OfficialAnswer:
    return OfficialAnswer(
        Verdict.ASK,
        Reason.WHICH_FORUM,
        said=said[: names.LONGEST_NAME],
        others=same[:MOST_SHOWN],
    )


def _the_best(answers: Sequence[tuple[OfficialAnswer, Reading]]) -> OfficialAnswer:
    """The answer that names an account; several forums of one name leave it open."""
    named = [answer for answer, _reading in answers if answer.account is not None]
    if not named:
        return answers[-1][0]
    (best, reading) = next(each for each in answers if each[0] is named[0])
    in_its_forums = [answer for answer, other in answers if other == reading]
    if len(in_its_forums) > 1:
        if all(answer.verdict is Verdict.WAS_OFFICIAL for answer in named):
            # Whichever of the forums is meant: what is written there now is nobody's word.
            return replace(best, said=reading.name, others=_accounts_of(named[1:]))
        return _which_forum(_accounts_of(named), reading.name)
    return replace(best, said=reading.name)


def _accounts_of(answers: Iterable[OfficialAnswer]) -> list[Account]:
    """The accounts that are named, each once; those in use first."""
    found = {answer.account.public_id: answer.account for answer in answers if answer.account}
    return sorted(found.values(), key=lambda account: not account.is_in_use)


def _bare(name: str) -> str:
    return plain(name).removeprefix("the ")
