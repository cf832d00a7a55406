"""Finds the posts of a page of unknown make: blocks of prose, each with its own time.

The rule in one sentence: of all groups of like elements, the posts' bodies are the one that
holds the most prose and the least of anything else, with a time between one and the next.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from alongside.connectors.generic.dates import DateReader, Moment, Precision, exact
from alongside.connectors.generic.outline import Outline

_INLINE = frozenset(
    "a b i em strong u s small big sub sup br hr img input label h1 h2 h3 h4 h5 h6 code pre kbd "
    "time abbr blockquote cite q tr ul ol dl dt form figure figcaption header footer body main "
    "tbody thead table".split()
)
_BODY_WORDS = re.compile(
    r"post|message|msg|comment|content|text|body|reply|entry|answer|article|inhalt|beitrag",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"side|footer|header|head\b|nav|menu|related|similar|widget|crumb|user|author|profile|avatar"
    r"|\bsig|signature|login|search|share|social|button|toolbar|tags|meta|notice|banner|cookie"
    r"|quote|poll|attach|edit|tooltip|hidden|modal|popup",
    re.IGNORECASE,
)
SIGNATURE_WORDS = re.compile(r"(?:^|[-_\s])(?:sig|signature|signatur|usersig)(?:$|[-_\s\d])|signature", re.I)
_AUTHOR_WORDS = re.compile(
    r"author|user|nick|poster|member|\bname|login|pseudo|autor|profil|creator|persona",
    re.IGNORECASE,
)
_AUTHOR_PLACES = re.compile(
    r"user|member|profil|author|/u/|[?&]u=|/u\d|people|benutzer|membre|perfil|/@|nick|usuario|mid=",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_CLOCK_ALONE = re.compile(r"[\d:.]+\s*(?:[ap]\.?m\.?)?", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
_TIME_ATTRIBUTES = (
    "datetime", "data-time", "data-timestamp", "data-datestring", "data-xutime", "data-epoch",
    "data-date", "data-utime", "data-created", "data-unixtime",
)  # fmt: skip

# What stands before the day on which a member joined.
JOINED = re.compile(
    r"\bjoin|member since|\bregist|anmeld|angemeldet|beigetreten|mitglied|dabei seit|inscri|membre"
    r"|miembro|unido|ingres|iscritt|membro|entrou|lid sinds|geregistreerd|medlem|oprettet"
    r"|liittynyt|dołącz|rejestr|członek|založen|členem|csatlak|регистр|зарегистр|с нами"
    r"|реєстр|κατέστη|εγγραφ|üyelik|katılım|加入|注册|登録|가입|\bbirth|geburt|last seen|last active"
    r"|zuletzt online|last visit",
    re.IGNORECASE,
)
DATE_WEIGHT = 12.0
CLUTTER = 0.6


def _is_sentence(words: str) -> bool:
    """Whether a text that may tell a time is a sentence of somebody's rather than a label."""
    parts = words.split()
    return len(parts) > 14 or (len(parts) > 4 and words[-1] in ".!?" and not words[-2:-1].isupper() and words[-2:] != "m.")


@dataclass(frozen=True, slots=True)
class Block:
    """One post as it stands in the outline; its own words are in `body`, less `left_out`."""

    body: int
    container: int
    left_out: frozenset[int]
    moment: Moment | None
    author: str = field(repr=False)
    date_text: str = ""


@dataclass(slots=True)
class _Date:
    text: int  # the place among the texts
    owner: int
    words: str
    moment: Moment | None


@dataclass(slots=True)
class _Group:
    key: tuple[str, str, str]
    members: list[int]
    score: float = 0.0
    side: str = "before"


class BlockFinder:
    def __init__(self, page: Outline, dates: DateReader) -> None:
        self.page = page
        self.reader = dates
        self.keys = [self._keys_of(element) for element in range(len(page))]
        self.signatures = self._signatures()
        self.dates = self._find_dates()
        self._weigh_texts()

    def blocks(self) -> list[Block]:
        groups = self._ranked()
        if not groups:
            return []
        return self._blocks_of(self._tightest(groups))

    def _tightest(self, groups: Sequence[_Group]) -> _Group:
        """Of groups that say nearly the same, the one that holds the least besides."""
        best = chosen = groups[0]
        for group in groups[1:]:
            if group.score < 0.94 * best.score:
                break
            if len(group.members) >= 0.7 * len(chosen.members) and all(
                any(self.page.contains(outer, inner) for outer in chosen.members)
                for inner in group.members
            ):
                chosen = group
        return chosen

    # What each element is like

    def _keys_of(self, element: int) -> list[tuple[str, str, str]]:
        page = self.page
        tag, attributes = page.tags[element], page.attributes[element]
        keys = []
        for name in (attributes.get("class") or "").split()[:8]:
            keys.append((tag, "class", _FIGURES.sub("#", name)))
        identity = attributes.get("id") or ""
        if identity and _FIGURES.search(identity):
            keys.append((tag, "id", _FIGURES.sub("#", identity)))
        return keys

    def _signatures(self) -> list[bool]:
        """Which elements lie in a member's signature."""
        page, found = self.page, [False] * len(self.page)
        for element in range(len(page)):
            parent = page.parents[element]
            attributes = page.attributes[element]
            found[element] = (parent >= 0 and found[parent]) or bool(
                SIGNATURE_WORDS.search(
                    f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
                )
            )
        return found

    def path(self, element: int, depth: int = 3) -> tuple[str, str, str]:
        parts = []
        while element >= 0 and len(parts) < depth:
            names = self.page.attributes[element].get("class") or ""
            parts.append(f"{self.page.tags[element]}.{_FIGURES.sub('#', names)}")
            element = self.page.parents[element]
        return "", "path", ">".join(parts)

    # Times

    def _find_dates(self) -> list[_Date]:
        page, reader = self.page, self.reader
        found: list[_Date] = []
        told = set()
        for element, attributes in enumerate(page.attributes):
            moment = None
            for name in _TIME_ATTRIBUTES:
                if (value := attributes.get(name)) and (moment := exact(value)) is not None:
                    break
            if moment is None and page.tags[element] in ("abbr", "time", "span", "a", "div"):
                title = attributes.get("title") or ""
                if 8 <= len(title) <= 60 and len(page.words(element)) <= 60:
                    moment = exact(title) if title[0].isdigit() else None
                    moment = moment or reader.find(title)
            if moment is not None:
                start = page.text_from[element]
                found.append(_Date(start, element, page.words(element), moment))
                told.update(range(start, page.text_to[element]))
        for place, words in enumerate(page.texts):
            if place in told or len(words) > 120 or _is_sentence(words):
                continue
            if reader.tells_a_time(words) and not self._is_joining(place):
                found.append(_Date(place, page.owners[place], words, None))
        found.sort(key=lambda date: date.text)
        return found

    def _is_joining(self, place: int) -> bool:
        """Whether a time is the one since when somebody is a member."""
        label = self.page.texts[place - 1] if place else ""
        own = self.page.texts[place]
        return bool(JOINED.search(own) or (len(label) < 40 and JOINED.search(label)))

    # Prose and clutter

    def _weigh_texts(self) -> None:
        page = self.page
        shapes = Counter(_FIGURES.sub("#", words) for words in page.texts if len(words) <= 60)
        dated = self.dated = {date.text for date in self.dates}
        prose, clutter = [0.0], [0.0]
        for place, words in enumerate(page.texts):
            owner, size = page.owners[place], len(words)
            good = bad = 0.0
            if self.signatures[owner]:
                bad = 2.0
            elif place in dated and size <= 60:
                bad = DATE_WEIGHT
            elif size <= 60 and shapes[_FIGURES.sub("#", words)] >= 3:
                bad = size
            elif page.links[owner] >= 0:
                bad = 0.25 * size if size <= 60 else 0.0
            elif size <= 25 and not _SENTENCE_END.search(words):
                good = 0.5 * size
            else:
                good = size
            prose.append(prose[-1] + good)
            clutter.append(clutter[-1] + bad)
        self.prose, self.clutter = prose, clutter
        self.date_places = [date.text for date in self.dates]
        self.date_kinds = [self.path(date.owner, 2)[2] for date in self.dates]

    def _net(self, element: int) -> float:
        start, end = self.page.text_from[element], self.page.text_to[element]
        return (self.prose[end] - self.prose[start]) - CLUTTER * (
            self.clutter[end] - self.clutter[start]
        )

    def _has_date(self, start: int, end: int) -> bool:
        at = bisect_left(self.date_places, start)
        return at < len(self.date_places) and self.date_places[at] < end

    def _most_of_a_kind(self, start: int, end: int) -> int:
        low, high = bisect_left(self.date_places, start), bisect_left(self.date_places, end)
        return max(Counter(self.date_kinds[low:high]).values(), default=1)

    # Which group of elements the posts' bodies are

    def _ranked(self) -> list[_Group]:
        page = self.page
        groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for element, tag in enumerate(page.tags):
            if tag in _INLINE or page.text_from[element] == page.text_to[element]:
                continue
            if self.signatures[element]:
                continue
            if tag != "span":
                groups[self.path(element)].append(element)
            for key in self.keys[element]:
                groups[key].append(element)
        seen: dict[tuple[int, ...], _Group] = {}
        for key, members in groups.items():
            outer = self._not_nested(members)
            if outer is None:
                continue
            group = _Group(key, outer)
            group.score = self._score(group)
            known = seen.get(tuple(outer))
            if group.score > 0 and (known is None or known.score < group.score):
                seen[tuple(outer)] = group
        return sorted(seen.values(), key=lambda group: -group.score)

    def _not_nested(self, members: list[int]) -> list[int] | None:
        kept: list[int] = []
        for element in members:
            if kept and element <= self.page.last[kept[-1]]:
                continue
            kept.append(element)
        return kept if len(kept) >= 0.7 * len(members) else None

    def _score(self, group: _Group) -> float:
        page, members = self.page, group.members
        nets = [max(0.0, self._net(element)) for element in members]
        total = sum(sqrt(net) for net in nets)
        if not total:
            return 0.0
        before = after = inside = 0.0
        for index, element in enumerate(members):
            start, end = page.text_from[element], page.text_to[element]
            previous = page.text_to[members[index - 1]] if index else max(0, start - 40)
            following = (
                page.text_from[members[index + 1]]
                if index + 1 < len(members)
                else min(len(page.texts), end + 40)
            )
            # A wrapper around several posts holds several times of one kind.
            share = 1 / self._most_of_a_kind(start, end)
            before += share * self._has_date(previous, start)
            after += share * self._has_date(end, following)
            inside += share * self._has_date(start, end)
        sides = {"before": before, "after": 0.98 * after, "inside": 0.9 * inside}
        group.side = max(sides, key=lambda side: sides[side])
        share = sides[group.side] / len(members)
        score = share**1.5 * total
        words = group.key[2].split(">")[0]
        if _BODY_WORDS.search(words):
            score *= 1.15
        if _OTHER_WORDS.search(words):
            score *= 0.6
        return score

    # From bodies to posts

    def _containers(self, bodies: Sequence[int]) -> list[int]:
        """Of each body the outermost element that holds no other body."""
        page, found = self.page, []
        for index, body in enumerate(bodies):
            low = bodies[index - 1] if index else -1
            high = bodies[index + 1] if index + 1 < len(bodies) else len(page)
            element = body
            while (parent := page.parents[element]) > 0 and low < parent and page.last[parent] < high:
                element = parent
            # The first and the last body have no neighbour on one side, so climb no further
            # than the others do.
            found.append(element)
        if len(found) > 2:
            depth = Counter(self._climb(b, c) for b, c in zip(bodies, found, strict=True))
            usual = depth.most_common(1)[0][0]
            for index in (0, len(found) - 1):
                element = bodies[index]
                for _ in range(usual):
                    if element == found[index]:
                        break
                    element = page.parents[element]
                found[index] = element
        return found

    def _climb(self, body: int, container: int) -> int:
        steps = 0
        while body != container:
            body = self.page.parents[body]
            steps += 1
        return steps

    def _blocks_of(self, group: _Group) -> list[Block]:
        page, bodies = self.page, group.members
        bodies = [body for body in bodies if page.text_from[body] < page.text_to[body]]
        containers = self._containers(bodies)
        regions = []
        for index, (body, container) in enumerate(zip(bodies, containers, strict=True)):
            before = page.text_to[containers[index - 1]] if index else max(0, page.text_from[container] - 40)
            after = (
                page.text_from[containers[index + 1]]
                if index + 1 < len(bodies)
                else min(len(page.texts), page.text_to[container] + 40)
            )
            regions.append((before, page.text_from[container], page.text_to[container], after))
        dates = self._slots_of_dates(bodies, regions)
        authors = self._authors(bodies, regions, containers)
        blocks = []
        for index, body in enumerate(bodies):
            date, (author, author_at) = dates[index], authors[index]
            out = {
                owner
                for owner in (date.owner if date else -1, author_at)
                if owner != body and page.contains(body, owner)
            }
            blocks.append(
                Block(
                    body=body,
                    container=containers[index],
                    left_out=frozenset(out),
                    moment=self._moment(date) if date else None,
                    author=author,
                    date_text=date.words if date else "",
                )
            )
        return [block for block in blocks if self._is_post(block, group, blocks)]

    def _is_post(self, block: Block, group: _Group, blocks: Sequence[Block]) -> bool:
        """Whether a member of the group is a post too: not a table's head, not an advertisement."""
        page = self.page
        if not block.date_text:
            dated = sum(bool(other.date_text) for other in blocks)
            if dated > 0.6 * len(blocks) and (group.side == "inside" or not block.author):
                return False
        words = sum(
            len(page.texts[place])
            for place in range(page.text_from[block.body], page.text_to[block.body])
            if not any(page.contains(out, page.owners[place]) for out in block.left_out)
        )
        return bool(words) or page.nodes[block.body].css_first("img, iframe, video") is not None

    def _moment(self, date: _Date) -> Moment | None:
        """What a time says, together with the words beside it: a day and its clock may stand apart."""
        if date.moment is not None:
            return date.moment
        own = self.reader.find(date.words)
        if own is not None and own.precision in (Precision.EXACT, Precision.RELATIVE):
            return own
        element = date.owner
        for _ in range(2):
            words = self.page.words(element)
            if len(words) > 80:
                break
            wider = self.reader.find(words)
            if wider is not None and wider.precision is Precision.MINUTE:
                if own is None or own.precision is not Precision.MINUTE or _CLOCK_ALONE.fullmatch(date.words):
                    return wider
                break
            element = self.page.parents[element]
            if element < 0:
                break
        return own

    def _slots_of_dates(self, bodies: Sequence[int], regions: Sequence[tuple[int, int, int, int]]) -> list[_Date | None]:
        page = self.page
        by_key: dict[tuple[str, str], dict[int, _Date]] = defaultdict(dict)
        for index, (body, region) in enumerate(zip(bodies, regions, strict=True)):
            start = bisect_left(self.date_places, region[0])
            for date in self.dates[start:]:
                if date.text >= region[3]:
                    break
                if date.text < page.text_from[body]:
                    side = "gap" if date.text < region[1] else "before"
                elif date.text < page.text_to[body]:
                    side = "in"
                else:
                    side = "after" if date.text < region[2] else "gap after"
                key = (side, self.path(date.owner, 2)[2])
                by_key[key].setdefault(index, date)
        best, best_score = None, 0.0
        for key, found in by_key.items():
            moments = [
                moment.at
                for date in found.values()
                if (moment := self._moment(date)) is not None
            ]
            rising = sum(one <= two for one, two in zip(moments, moments[1:], strict=False))
            score = len(found) / len(bodies)
            score += 0.5 * (rising + 1) / max(1, len(moments))
            score *= {"before": 1.0, "gap": 0.8, "after": 0.9, "in": 0.6, "gap after": 0.5}[key[0]]
            distinct = len(set(moments))
            if len(moments) > 3 and distinct == 1:
                score *= 0.5
            if score > best_score:
                best, best_score = key, score
        chosen: list[_Date | None] = []
        for index in range(len(bodies)):
            date = by_key[best].get(index) if best is not None else None
            if date is None:
                others = [found[index] for key, found in by_key.items() if index in found and key[0] in ("before", "after", "gap")]
                date = others[0] if others else None
            chosen.append(date)
        return chosen

    def _authors(
        self, bodies: Sequence[int], regions: Sequence[tuple[int, int, int, int]], containers: Sequence[int]
    ) -> list[tuple[str, int]]:
        """Of each post the author's name and the element in which it stands, or ("", -1)."""
        page = self.page
        by_key: dict[str, dict[int, tuple[str, int]]] = defaultdict(dict)
        for index, (body, region) in enumerate(zip(bodies, regions, strict=True)):
            for element in (containers[index], body):
                for name in ("data-author", "data-username", "data-user", "data-poster"):
                    if value := page.attributes[element].get(name):
                        by_key[f"named>{name}"].setdefault(index, (value.strip(), -1))
            for place in range(region[0], region[3]):
                inside = page.text_from[body] <= place < page.text_to[body]
                if inside and place > page.text_from[body] + 1:
                    continue
                words = page.texts[place]
                if not 1 < len(words) <= 40 or place in self.dated:
                    continue
                owner = page.owners[place]
                side = "before" if place < page.text_to[body] else "after"
                if place < region[1] or place >= region[2]:
                    side = f"gap {side}"
                key = f"{side}|{self.path(owner, 2)[2]}"
                by_key[key].setdefault(index, (words, owner))
        best, best_score = None, 0.0
        for key, found in by_key.items():
            score = len(found) / len(bodies) * self._looks_like_authors(key, list(found.values()), len(bodies))
            if score > best_score:
                best, best_score = key, score
        if best is None or best_score < 0.3:
            return [("", -1)] * len(bodies)
        return [by_key[best].get(index, ("", -1)) for index in range(len(bodies))]

    def _looks_like_authors(self, key: str, found: list[tuple[str, int]], posts: int) -> float:
        page = self.page
        hints = 0.4
        side, _, path = key.rpartition("|")
        names = path.split(">")
        if key.startswith("named>"):
            return 2.5
        if _AUTHOR_WORDS.search(names[0]):
            hints += 1.2
        elif len(names) > 1 and _AUTHOR_WORDS.search(names[1]):
            hints += 0.8
        hrefs = [
            page.attributes[page.links[owner]].get("href") or ""
            for _, owner in found
            if page.links[owner] >= 0
        ]
        if len(hrefs) > 0.5 * len(found):
            hints += 0.4
            if sum(bool(_AUTHOR_PLACES.search(href)) for href in hrefs) > 0.5 * len(hrefs):
                hints += 1.0
        values = {words for words, _ in found}
        if posts > 2 and len(values) == 1:
            hints *= 0.2
        odd = sum(
            not any(sign.isalpha() for sign in words) or bool(JOINED.search(words)) or words.endswith(":")
            for words in values
        )
        if odd > 0.3 * len(values):
            hints *= 0.1
        if side != "before":
            hints *= 0.8
        return hints
