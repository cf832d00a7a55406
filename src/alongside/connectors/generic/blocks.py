"""Finds the posts of a page of unknown make: blocks of prose, each with its own time.

The rule in one sentence: of all groups of like elements, the posts' bodies are the one that
holds the most prose and the least of anything else, with a time between one and the next.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from alongside.connectors.dates import DateReader
from alongside.connectors.generic.authors import is_titled, name_before_time
from alongside.connectors.generic.block import (
    LEAST_SAID,
    MOSTLY,
    Block,
    all_say,
    all_tell,
    are_named,
    are_told,
    in_order,
    is_dated_one,
    leads_to_authors,
    named_alike,
    overlap,
    typed_block,
)
from alongside.connectors.generic.clutter import (
    are_deeds,
    beside_words,
    is_menu,
    is_of_the_page,
    is_of_the_words,
    says_of_an_edit,
)
from alongside.connectors.generic.extent import extended
from alongside.connectors.generic.groups import Group, chosen_of, groups_of
from alongside.connectors.generic.headed import below_titles
from alongside.connectors.generic.heads import told_by
from alongside.connectors.generic.lone import LonePost, is_notice, says_much, says_nothing_else
from alongside.connectors.generic.mails import MailHead, typed_mails
from alongside.connectors.generic.names import NameFinder
from alongside.connectors.generic.openings import places_beside
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.rows import (
    Region,
    containers_of,
    regions_of,
    side_of,
    told_behind,
    unwrapped,
)
from alongside.connectors.generic.weights import (
    TimeMark,
    Weights,
)
from alongside.connectors.port import Precision, Unreadable

MOST_BLOCKS = 3_000
_AFTER = ("after", "gap after")
_FEWEST_WITH_ENDS = 3
_A_LITTLE = 2  # texts
_RIVAL, _MOST_RIVALS = 0.5, 4  # of the likeliest group's score; groups


class BlockFinder:
    """Looks for posts in one page."""

    def __init__(self, page: Outline, reader: DateReader) -> None:
        self.page = page
        self.weights = Weights(page, reader)
        self._names = NameFinder(page, self.weights)
        self.mail: MailHead | None = None  # looked for where there is only one post
        self.shows_mails = False

    def blocks(self) -> list[Block]:
        """The posts in the page's order; none where no group of elements looks like posts.

        Raises Unreadable for more of them than a page of a forum holds.
        """
        if mails := typed_mails(self.page):
            self.shows_mails = True
            return [typed_block(self.weights, mail) for mail in mails[:MOST_BLOCKS]]
        blocks = self._blocks()
        if not blocks and any(self.weights.apart):
            self.weights.take_all()
            # By its names a theme may call all so, but nobody writes a thread in an <aside>.
            blocks = [one for one in self._blocks() if not self.weights.is_around(one.body)]
        return below_titles(self.page, extended(self.page, self.weights, blocks))

    def _blocks(self) -> list[Block]:
        groups = groups_of(self.page, self.weights)
        blocks = self._found(groups, are_dated=True)
        if are_told(blocks):
            return blocks
        if edited := self._by_edits():
            return edited
        finder = LonePost(self.page, self.weights)
        self.mail = finder.mail
        self.shows_mails = self.mail is not None
        lone = self._lone(finder, groups)
        is_alone = len(lone) == 1 and self.mail is None
        if is_alone and (more := self._answered(lone[0], groups) or self._only_named(lone[0])):
            return more
        if not lone and len(blocks) == 1 and finder.is_notice(blocks[0].body):
            # Several short posts may weigh less than a notice.
            others = self._found(finder.without_notices(groups), are_dated=True)
            blocks = others if are_told(others) or is_dated_one(others) else blocks
            if len(blocks) == 1 and says_nothing_else(self.page, self.weights, blocks[0].body):
                blocks = []
        if len(blocks) > 1:
            is_all = bool(lone) and (self.mail is not None or self._outweighs(lone[0], blocks))
            return lone if is_all else blocks
        blocks = lone or blocks
        if lone and not self.page.contains(lone[0].body, lone[0].time_at):
            return lone
        # One block may be all there is, or the only one in whose words a day stands.
        self.weights.mark_by_names()
        by_names = self._found(groups_of(self.page, self.weights), are_dated=False)
        self.weights.mark_by_times()  # whoever looks for a list of threads needs them again
        by_names = [
            block
            for block in by_names
            if not self._only_tells_a_time(block)
            and not says_nothing_else(self.page, self.weights, block.body)
        ]
        named = sum(bool(block.author) for block in by_names)
        is_better = len(by_names) > 1 or not (
            blocks and blocks[0].author and not self._is_dated_by_words(blocks[0])
        )
        return by_names if by_names and is_better and named > MOSTLY * len(by_names) else blocks

    def _by_edits(self) -> list[Block]:
        """Several posts of which one or the other tells no time but that of its last change, which
        stands where the others tell theirs; [] where it is otherwise."""
        if not self.weights.mark_by_edits():
            return []
        blocks = self._found(groups_of(self.page, self.weights), are_dated=True)
        self.weights.mark_by_times()
        if not (are_told(blocks) and all_say(self.weights, blocks)):
            return []
        changed = [self._is_of_an_edit(block) for block in blocks]
        if all(changed):
            return []
        return [
            replace(block, moment=None, time_words="") if is_edit else block
            for block, is_edit in zip(blocks, changed, strict=True)
        ]

    def _is_of_an_edit(self, block: Block) -> bool:
        texts = range(self.page.text_from[block.time_at], self.page.text_to[block.time_at])
        return not self.weights.edit_places.isdisjoint(texts) and not any(
            place in self.weights.told_times for place in texts
        )

    def _found(self, groups: Sequence[Group], *, are_dated: bool) -> list[Block]:
        if not groups:
            return []
        chosen = chosen_of(self.page, self.weights, groups)
        if len(chosen.members) > MOST_BLOCKS:
            raise Unreadable("The page holds more posts than any forum's page.")
        return self._blocks_of(chosen, are_dated=are_dated)

    def _is_dated_by_words(self, block: Block) -> bool:
        is_inside = block.time_at > block.body and self.page.contains(block.body, block.time_at)
        return is_inside and is_of_the_words(self.page, block.time_at)

    def _only_tells_a_time(self, block: Block) -> bool:
        """Whether a body is a line such as "By: robin on 3 March" in a list of posts."""
        page, told = self.page, self.weights.told_times
        texts = range(page.text_from[block.body], page.text_to[block.body])
        said = (
            len(page.texts[place])
            for place in texts
            if place not in told
            and not any(page.contains(out, page.owners[place]) for out in block.left_out)
        )
        return not told.isdisjoint(texts) and sum(said) < LEAST_SAID

    def _outweighs(self, lone: Block, blocks: Sequence[Block]) -> bool:
        """Whether one post says most of what is said, or several that were found have no times."""
        if self._are_within(lone, blocks):
            return False
        if sum(block.has_time for block in blocks) <= MOSTLY * len(blocks):
            return True
        if any(self.page.contains(lone.body, block.body) for block in blocks[1:]):
            return False
        if all_say(self.weights, blocks) and any(
            overlap(self.page, lone.body, one.body) for one in blocks
        ):
            return False
        said = sum(self.weights.prose(block.body) for block in blocks)
        return self.weights.prose(lone.body) >= MOSTLY * said

    def _are_within(self, lone: Block, blocks: Sequence[Block]) -> bool:
        """Whether what looks like an only post is a question together with its answers: with all
        that others say, by name, and hardly a word besides."""
        said = sum(self.weights.said(block.body) for block in blocks)
        return (
            all(block.author and self.page.contains(lone.body, block.body) for block in blocks)
            and blocks[0].author == lone.author
            and len({block.author for block in blocks}) > 1
            and said >= MOSTLY * self.weights.said(lone.body)
        )

    def _lone(self, finder: LonePost, groups: Sequence[Group]) -> list[Block]:
        """The page's only post, with an opening post or an only reply that is written otherwise."""
        found = finder.likeliest(groups)
        if rules := finder.between_rules(found):
            return self._between(finder, *rules)
        if found is None or found.is_notice:
            return []
        (body,), head = unwrapped(self.page, found.group.members), found.head
        marks = [
            element
            for element in (head.time.owner, head.author_at)
            if element > body and self.page.contains(body, element)
        ]
        (beside,) = beside_words(self.page, self.weights, [body], [marks])
        block = Block(
            body=body,
            container=finder.container_of(found),
            left_out=beside,
            moment=self.weights.moment(head.time),
            has_time=True,
            author=head.author,
            time_at=head.time.owner,
            time_words=head.time.words,
            author_at=head.author_at,
        )
        if not self._is_post(block, found.group, dated=True):
            return []
        blocks = [*self._beside([block], before=True), block]
        if len(blocks) == 1 and self.mail is None:
            blocks += self._beside(blocks, before=False)
        return blocks

    def _answered(self, lone: Block, groups: Sequence[Group]) -> list[Block]:
        """The thread of which a part that looks like an only post is the opening one, or one of
        two; [] where it is all."""
        least = _RIVAL * groups[0].score if groups else 0.0
        likely = [one for one in groups if len(one.members) > 1 and one.score >= least]
        for group in likely[:_MOST_RIVALS]:
            blocks = self._blocks_of(group, are_dated=True)
            opening = blocks[0].body if blocks else lone.body
            if (
                are_told(blocks)
                and all_tell(self.page, self.weights, blocks)
                and overlap(self.page, lone.body, opening)
                and not any(self.page.contains(lone.body, block.body) for block in blocks[1:])
            ):
                return blocks
        return []

    def _only_named(self, lone: Block) -> list[Block]:
        """An opening post with its answers, where these bear a name each and no time."""
        page, weights = self.page, self.weights
        if not leads_to_authors(page, weights, page.last[lone.body] + 1):
            return []
        weights.mark_by_names()
        groups = [g for g in groups_of(page, weights) if g.members[0] > page.last[lone.body]]
        below = self._found(groups, are_dated=False)
        weights.mark_by_times()
        if len(below) == 1 and not says_much(page, weights, below[0].body):
            return []
        are_others = not {block.author for block in below} <= {lone.author}
        return [lone, *below] if are_others and are_named(page, weights, below) else []

    def _between(self, finder: LonePost, since: int, until: int) -> list[Block]:
        """A mail whose words stand between two rules, and in no part of their own."""
        around = self.page.parents[since]
        if (head := finder.by_mail(since)) is None:
            return []
        return [
            Block(
                body=around,
                container=around,
                left_out=frozenset(),
                moment=self.weights.moment(head.time),
                has_time=True,
                author=head.author,
                time_at=head.time.owner,
                time_words=head.time.words,
                author_at=head.author_at,
                since=since,
                until=until,
            )
        ]

    def _blocks_of(self, group: Group, *, are_dated: bool) -> list[Block]:
        blocks = self._blocks_around(group, are_dated=are_dated)
        if are_dated and (ends := self._ends(blocks)):
            posts = [block.body for block in blocks if block not in ends]
            members = [
                one for one in group.members if any(self.page.contains(one, body) for body in posts)
            ]
            blocks = self._blocks_around(replace(group, members=members), are_dated=are_dated)
        dated = sum(block.has_time for block in blocks) > MOSTLY * len(blocks)
        blocks = [block for block in blocks if self._is_post(block, group, dated)]
        if are_dated and blocks:
            blocks = [*self._beside(blocks, before=True), *blocks]
            if len(blocks) == 1:
                blocks += self._beside(blocks, before=False)
        return blocks

    def _blocks_around(self, group: Group, *, are_dated: bool) -> list[Block]:
        containers = containers_of(self.page, group.members)
        regions = regions_of(self.page, containers)
        return self._blocks_in(group, containers, regions, are_dated=are_dated)

    def _ends(self, blocks: Sequence[Block]) -> list[Block]:
        """The first and the last of like elements where they are what the site says above the first
        post and at the foot: the times that they seem to have stand elsewhere than posts' do."""
        ends = []
        if len(blocks) > 1 and blocks[0].time_at == blocks[1].time_at and not blocks[0].author:
            ends.append(blocks[0])  # a table's head
        if len(blocks) < _FEWEST_WITH_ENDS:
            return ends
        offs = [self._off_its_time(block) for block in blocks]
        ends += [
            blocks[end]
            for end in (0, -1)
            if not min(offs[1:-1]) <= offs[end] <= max(offs[1:-1]) + _A_LITTLE
            and says_nothing_else(self.page, self.weights, blocks[end].body)
        ]
        return ends

    def _off_its_time(self, block: Block) -> float:
        """How many texts a post's words begin behind its time; fewer than none before it."""
        if not block.has_time:
            return inf
        return self.page.text_from[block.body] - self.page.text_from[block.time_at]

    def _beside(self, blocks: Sequence[Block], *, before: bool) -> list[Block]:
        """The opening post where it is written otherwise than the replies, as questions are, or the
        only reply to one.

        It has a time before the others' and a name like theirs.
        """
        page, weights, known = self.page, self.weights, blocks[0]
        apart_from = (known.time_at, known.author_at)
        authors = {block.author for block in blocks if block.author}
        for place in places_beside(page, weights, known.body, apart_from=apart_from, before=before):
            group = Group("", [place.body], 0.0, "inside")
            (found,) = self._blocks_in(group, [place.part], [place.region])
            if (
                not (is_titled(page.path(place.body)) or is_notice(page, weights, place.body))
                and page.words(place.body) != page.words(known.body)
                and (found.author in authors or named_alike(page, found, known))
                and (in_order(found, blocks[0]) if before else in_order(known, found))
            ):
                return [found]
        return []

    def _blocks_in(
        self,
        group: Group,
        containers: Sequence[int],
        regions: Sequence[Region],
        *,
        are_dated: bool = True,
    ) -> list[Block]:
        bodies, is_inside = group.members, group.side == "inside"
        times: list[TimeMark | None] = [None] * len(bodies)
        if are_dated:
            own = told_behind(self.page, self.weights, regions)
            times = self._times(bodies, own, is_inside=is_inside)
        authors = self._names.of(bodies, containers, regions, is_inside=is_inside)
        if not all(author for author, _ in authors):
            told = [(self._told_with(time), time.owner) if time else ("", -1) for time in times]
            if all(name for name, _ in told):
                authors = told
        inner = unwrapped(self.page, bodies)
        marks = [
            [
                element
                for element in (time.owner if time else -1, author_at)
                if element > body and self.page.contains(body, element)
            ]
            for body, time, (_, author_at) in zip(inner, times, authors, strict=True)
        ]
        beside = beside_words(self.page, self.weights, inner, marks)
        blocks = []
        for index, body in enumerate(inner):
            time, (author, author_at) = times[index], authors[index]
            if time and not author and (author := self._told_with(time)):
                author_at = time.owner
            blocks.append(
                Block(
                    body=body,
                    container=containers[index],
                    left_out=beside[index],
                    moment=self.weights.moment(time) if time else None,
                    has_time=time is not None,
                    author=author,
                    time_at=time.owner if time else -1,
                    time_words=time.words if time else "",
                    author_at=author_at,
                )
            )
        return blocks

    def _told_with(self, time: TimeMark) -> str:
        """Who is named in the same text as a time; "" for nobody."""
        return told_by(time.words) or name_before_time(time.words, self.weights.reader)

    def _is_post(self, block: Block, group: Group, dated: bool) -> bool:
        """Whether a member of the group is a post too: not a table's head, not an advertisement."""
        page = self.page
        if dated and not block.has_time and (group.side == "inside" or not block.author):
            return False
        if len(group.members) == 1 and (
            is_menu(page, block.body) or is_of_the_page(page, block.body)
        ):
            return False
        if are_deeds(page, block.body) or says_of_an_edit(page, self.weights, block.body):
            return False
        for place in range(page.text_from[block.body], page.text_to[block.body]):
            owner = page.owners[place]
            if not any(page.contains(out, owner) for out in block.left_out):
                return True
        return page.nodes[block.body].css_first("img, iframe, video") is not None

    # The time of each post

    def _times(
        self, bodies: Sequence[int], regions: Sequence[Region], *, is_inside: bool
    ) -> list[TimeMark | None]:
        slots: dict[tuple[str, str], dict[int, TimeMark]] = defaultdict(dict)
        for index, (body, region) in enumerate(zip(bodies, regions, strict=True)):
            for time in self.weights.times_between(region.first, region.stop):
                side = side_of(self.page, time.text, body, region)
                if side != "in" or is_inside:
                    slots[side, time.kind].setdefault(index, time)
        ranked = sorted(slots, key=lambda slot: -self._as_times(slot, slots[slot], len(bodies)))
        # A post may write its time otherwise than most ("today"): then what is next likely, on the
        # same side of the words first. What stands on the other is its neighbour's.
        if ranked and ranked[0][0] not in _AFTER:
            ranked.sort(key=lambda slot: slot[0] in _AFTER)
        chosen: list[TimeMark | None] = []
        for index in range(len(bodies)):
            usable = (slot for slot in ranked if slot[0] != "in" or slot == ranked[0])
            chosen.append(
                next((slots[slot][index] for slot in usable if index in slots[slot]), None)
            )
        for index, (one, two) in enumerate(pairwise(chosen)):
            if one is not None and one is two:  # told of the thread, between the two
                for each in (index, index + 1):
                    own = (slots[slot][each] for slot in ranked if each in slots[slot])
                    chosen[each] = next((time for time in own if time is not one), None)
        return chosen

    def _as_times(self, slot: tuple[str, str], found: dict[int, TimeMark], posts: int) -> float:
        """How likely a place in each post is where its time stands: most have it, and it rises."""
        told = [moment for time in found.values() if (moment := self.weights.moment(time))]
        moments = [moment.at for moment in told]
        rising = sum(one <= two for one, two in pairwise(moments))
        score = len(found) / posts + 0.5 * (rising + 1) / max(1, len(moments))
        score *= {"before": 1.0, "gap": 0.8, "after": 0.9, "in": 0.6, "gap after": 0.5}[slot[0]]
        if (
            len(found) > 2
            and len(set(moments)) == 1
            and told[0].precision is not Precision.RELATIVE
        ):
            score *= 0.5  # the same for all: something of the thread's
        if sum(time.moment is None and len(time.words) > 40 for time in found.values()) > 0.5 * len(
            found
        ):
            score *= 0.8  # among other words, such as a title's
        return score
