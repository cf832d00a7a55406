"""Who wrote each of several like elements of a page: the place where most of them bear a name."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from alongside.connectors.generic.authors import (
    NAMED_IN,
    PLACES_AROUND,
    begins_with_member,
    could_be_name,
    ends_with_member,
    follows_label,
    is_labelled,
    is_set_off,
    is_titled,
    likelihood_of_place,
    name_in,
    names_last,
    names_moderator,
    place_of_member,
)
from alongside.connectors.generic.clutter import NO_NAME
from alongside.connectors.generic.heads import follows_by, words_of_trails
from alongside.connectors.generic.links import is_of_author
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.rows import Region, side_of
from alongside.connectors.generic.weights import LONGEST_NAME, REPLY, Weights

# A place is a side of the words and a path to it; of each post what stands there, and where.
Place: TypeAlias = tuple[str, str]
Named: TypeAlias = tuple[str, int]
Found: TypeAlias = dict[int, Named]

_NOBODY: Named = ("", -1)
_SURE, _FAIR, _OUTSIDE = 2.0, 0.8, 0.3
# What stands between two posts is rather the later one's.
_STANDS = {"before": 1.0, "gap": 0.8, "in": 0.8, "after": 0.8, "gap after": 0.7}
_NEAR = 12  # texts that may stand between an author's name and the only post of a page
_NEARER = 0.97  # how much less likely each further text makes it
_FEWEST_REPLIED = 2  # posts, where the first is replied to
_SHORTEST_SUBJECT = 8  # letters
_FIRST_TEXTS = 4  # of a post, among them what it quotes


class NameFinder:
    """Finds the names of posts' authors; they live in memory only."""

    def __init__(self, page: Outline, weights: Weights) -> None:
        self.page = page
        self.weights = weights

    @cached_property
    def _trail(self) -> frozenset[str]:
        return words_of_trails(self.page)

    def of(
        self,
        bodies: Sequence[int],
        containers: Sequence[int],
        regions: Sequence[Region],
        *,
        is_inside: bool,
    ) -> list[Named]:
        """Of each post the author's name and the element where it stands, or ("", -1)."""
        places = self._places(bodies, containers, regions, is_inside=is_inside)
        likely = self._likely(places, bodies)
        # A place that every post has is likelier than one that few have.
        ranked = sorted(likely, key=lambda place: -likely[place] * len(places[place]) ** 1.5)
        if not ranked or likely[ranked[0]] * len(places[ranked[0]]) < 0.3 * len(bodies):
            return [_NOBODY] * len(bodies)
        # Staff and guests are often written otherwise than members, in the same place. A place
        # that the others have as well is for something else.
        heads = {place for place in ranked if self._is_of_opening(place, places[place], bodies)}
        best = ranked[0]
        if best in heads:
            others = (place for place in ranked if place not in heads and likely[place] > 1)
            best = next(others, best)
        best_side, found = best[0], dict(places[best])
        known = self._links_of(found)
        # As above the others' words, or among them, so the name stands first of all in one post.
        for place in sorted(ranked, key=lambda one: one[0] != best_side):
            side, _ = place
            is_alike = (
                side == best_side or place in heads or self._links_of(places[place]) <= known - {""}
            )
            # Somebody may be named in the words of a few.
            few = side == "in" != best_side and len(places[place]) < 0.5 * len(bodies)
            names_rest = best in heads and len(places[place].keys() | found) == len(bodies)
            is_likely = likely[place] > (_FAIR if names_rest else 1 if is_alike else _SURE)
            if is_likely and not few and not places[place].keys() & found:
                found |= places[place]
        named = [found.get(index, _NOBODY) for index in range(len(bodies))]
        return [(name_in(words), owner) for words, owner in named]

    def _places(
        self,
        bodies: Sequence[int],
        containers: Sequence[int],
        regions: Sequence[Region],
        *,
        is_inside: bool,
    ) -> dict[Place, Found]:
        """Whatever stands around each body that is as short as a name, by where it stands."""
        page = self.page
        places: dict[Place, Found] = defaultdict(dict)
        first: dict[Place, list[Named]] = defaultdict(list)
        for index, (body, region) in enumerate(zip(bodies, regions, strict=True)):
            for element in (containers[index], body):
                for name in NAMED_IN:
                    if value := (page.attributes[element].get(name) or "").strip():
                        places["named", name].setdefault(index, (value[:LONGEST_NAME], -1))
            for text in range(region.first, region.stop):
                side = side_of(page, text, body, region)
                is_near = is_inside and (
                    text <= page.text_from[body] + 1 or self.weights.has_time(text - 3, text + 3)
                )
                ends = len(bodies) > 1 and (
                    ends_with_member(page, body, text) or begins_with_member(page, body, text)
                )
                if side == "in" and not (is_near or ends):
                    continue
                words = page.texts[text]
                if not 1 < len(words) <= LONGEST_NAME or text in self.weights.told_times:
                    continue
                owner = page.owners[text]
                if side.startswith("gap") and self.weights.is_around(owner):
                    continue
                if names_moderator(page, text) or names_last(page, text):
                    continue
                is_said = is_set_off(words) and text + 1 in self.weights.told_times
                if is_said or is_labelled(words) or follows_label(page, text):
                    places[side, "labelled"][index] = (words, owner)  # the nearest, going down
                place = side, page.path(owner)
                # Links to act by, and a post's number, are written as names are.
                if index not in places[place] or _is_no_name(places[place][index][0]):
                    places[place][index] = (words, owner)
                if not index and side == "gap":
                    first[place].append((words, owner))
        for place, named in first.items():
            self._take_as_far_off(places[place], named, regions)
        for side, path in list(places):
            above = places.get(("gap", path), {})
            # A question that holds its answers has its head outside of what is its own alone.
            if side == "before" and above.keys() == {0} == set(range(len(bodies))) - set(
                places[side, path]
            ):
                places[side, path] = above | places[side, path]
        for side, path in list(places):
            behind = places.get(("gap after", path), {})
            # What stands behind the last post, and not before the first, is of the post before it.
            if side == "gap" and 0 not in places[side, path] and len(bodies) - 1 in behind:
                places[side, path] = places.pop(("gap after", path))
        return places

    def _take_as_far_off(
        self, found: Found, first: Sequence[Named], regions: Sequence[Region]
    ) -> None:
        """Takes for the first post what stands as far before it as before the others: there is the
        top of the page as well."""
        page = self.page

        def off(index: int, owner: int) -> int:
            return regions[index].start - page.text_from[owner]

        others = Counter(off(index, owner) for index, (_, owner) in found.items() if index)
        if others:
            usual = others.most_common(1)[0][0]
            found[0] = min(first, key=lambda one: abs(off(0, one[1]) - usual))

    def _is_of_opening(self, place: Place, found: Found, bodies: Sequence[int]) -> bool:
        """Whether a place above the first post alone is one in a line with its time: "by robin, 3
        March". Where the replies stand in a part of the opening post, its head is far from them."""
        if len(bodies) < _FEWEST_REPLIED or place[0] != "gap" or list(found) != [0]:
            return False
        _, owner = found[0]
        if owner < 0 or not follows_by(self.page, owner):
            return False
        return self.weights.has_time(self.page.text_to[owner], self.page.text_to[owner] + 1)

    def _likely(self, places: Mapping[Place, Found], bodies: Sequence[int]) -> dict[Place, float]:
        """The places that may be the authors', with how likely they are."""
        page = self.page
        weighed = {
            place: likelihood
            for place in places
            if (likelihood := self._likelihood(place, places, bodies)) > 0.3
        }
        likely = {
            place: 0.99**order * likelihood  # names stand before ranks and figures
            for order, (place, likelihood) in enumerate(weighed.items())
        }
        if len(bodies) == 1:
            begin, end = page.text_from[bodies[0]], page.text_to[bodies[0]]
            for place in likely:
                _, owner = places[place][0]
                at = page.text_from[owner] if owner >= 0 else begin
                likely[place] *= _NEARER ** max(0, begin - at - _NEAR, 2 * (at - end))
        else:
            # What stands behind the last post alone, outside of it, is the page's foot.
            for place in likely:
                if place[0] == "gap after" and len(places[place]) == 1:
                    likely[place] *= _OUTSIDE
        return likely

    def _links_of(self, found: Found) -> set[str]:
        """Where the links around some names lead, less the names."""
        return {place_of_member(self.page, at, name_in(words)) for words, at in found.values()}

    def _likelihood(
        self, place: Place, places: Mapping[Place, Found], bodies: Sequence[int]
    ) -> float:
        """How much a place in each post is like one where names stand."""
        page, (side, path), posts, found = self.page, place, len(bodies), places[place]
        if side == "named":
            return 2.5
        owner = next(iter(found.values()))[1]
        path = path if path == "labelled" else page.path(owner, PLACES_AROUND)
        likelihood = 1.6 if path == "labelled" else likelihood_of_place(path)
        hrefs = [
            page.attributes[page.links[owner]].get("href") or ""
            for _, owner in found.values()
            if page.links[owner] >= 0
        ]
        lead_to_members = sum(is_of_author(href) for href in hrefs) > 0.5 * len(hrefs)
        if len(hrefs) > 0.5 * len(found):
            likelihood += 0.4
            if lead_to_members:
                likelihood += 1.0
        labelled = sum(follows_by(page, owner) for _, owner in found.values() if owner >= 0)
        if labelled > 0.5 * len(found):
            likelihood += 0.8
        if is_titled(path, leads_to_member=lead_to_members):
            likelihood *= 0.4  # the thread's title, a post's, or a member's rank
        heading = page.heading() or page.title
        if any(
            words in page.title or heading in words for words, _ in found.values() if " " in words
        ) or any(words in self._trail for words, _ in found.values()):
            likelihood *= 0.3  # the thread's title again, or its board's name
        subjects = sum(self._begins(bodies[index], *named) for index, named in found.items())
        if subjects >= 0.5 * len(found):
            likelihood *= 0.1
        values = {REPLY.sub("", words) for words, _ in found.values()}
        if len(values) == 1 < len(set(hrefs)):
            return 0.0  # one word that leads elsewhere in each post is what one may do there
        if posts > 1 and len(values) == 1 and len(found) > 0.6 * posts:
            # Either a label, or all posts are one member's.
            is_named = any(name in values for name in self._introduced(places))
            likelihood *= 0.9 if is_named else 0.6 if likelihood > 1.5 else 0.2
        odd = sum(not could_be_name(words, self.weights.reader) for words in values)
        if odd > 0.3 * len(values):
            likelihood *= 0.1
        return _STANDS[side] * likelihood

    def _introduced(self, places: Mapping[Place, Found]) -> set[str]:
        """Who is named behind "by" above the first post."""
        firsts = [found[0] for found in places.values() if list(found) == [0]]
        return {
            name_in(words) for words, owner in firsts if owner >= 0 and follows_by(self.page, owner)
        }

    def _begins(self, body: int, words: str, owner: int) -> bool:
        """Whether a text is a post's subject that was made of the first words of the post."""
        subject = words.rstrip("…. ")
        if len(subject) < _SHORTEST_SUBJECT or " " not in subject:
            return False
        start, end = self.page.text_from[body], self.page.text_to[body]
        return any(
            self.page.texts[place].startswith(subject) and self.page.owners[place] != owner
            for place in range(start, min(end, start + _FIRST_TEXTS))
        )


def _is_no_name(words: str) -> bool:
    return NO_NAME.fullmatch(words) is not None or not any(map(str.isalpha, words))
