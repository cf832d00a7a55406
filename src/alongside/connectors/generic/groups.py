"""Which group of like elements holds the bodies of a page's posts."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.tables import places_in_tables
from alongside.connectors.generic.weights import Weights

_NEVER_A_BODY = frozenset(
    [
        "a",
        "b",
        "i",
        "em",
        "strong",
        "u",
        "s",
        "small",
        "big",
        "sub",
        "sup",
        "br",
        "hr",
        "img",
        "input",
        "label",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "code",
        "pre",
        "kbd",
        "time",
        "abbr",
        "blockquote",
        "cite",
        "q",
        "tr",
        "th",
        "ul",
        "ol",
        "dl",
        "dt",
        "form",
        "figure",
        "figcaption",
        "header",
        "footer",
        "body",
        "main",
        "tbody",
        "thead",
        "table",
    ]
)
# What holds a whole post where it has no name; a paragraph is a piece of one.
_WHOLE_BODIES = frozenset({"article", "dd", "div", "li", "section", "td"})
# The words that forum software writes into the names of its parts, in a few languages.
_BODY_WORDS = re.compile(
    r"post|message|msg|comment|content|text|body|reply|entry|answer|article|inhalt|beitrag",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"side|footer|header|head\b|nav|menu|related|similar|widget|crumb|user|author|profile|avatar"
    r"|\bsig|signature|login|search|share|social|button|toolbar|tags|meta|notice|banner|cookie"
    r"|alert|announce|quote|poll|attach|edit|tooltip|hidden|modal|popup|pagination|paging|pager\b|page-?links",
    re.IGNORECASE,
)
# Names that are given to nothing but the words of a post.
_SURE_WORDS = re.compile(
    r"(?:post|message|msg|comment|reply|topic|answer|entry)[-_]*(?:body|content|text|message|msg)"
    r"|(?:body|content|text)[-_]*(?:post|message|msg|comment|reply)",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d+")
_TITLES = re.compile(
    r"(?:^|[-_.\s])(?:head(?:er)?|thead|titles?|foot(?:er)?|tfoot)(?:$|[-_.\s>])", re.IGNORECASE
)
_LONGEST_TITLE = 25
# Old software tells its cells apart by how they look.
_LOOKS = ("style", "valign", "align", "height", "width", "rowspan", "colspan")
_MOST_CLASSES = 8
_ABOVE = 0.3  # how much less likely the only post of a page stands above the thread's title
_REACH = 40  # texts before the first body, or after the last, that still belong to its post
_NEARLY = 0.94
_MOST = 0.85
_WHOLE = 0.97
_INNER = 0.75
_FEW_SILENT = 0.8  # of like elements; where more say something, the others are short posts
_ONE_OF_MANY = 0.5  # for the only one of like elements in which anything is said
_UNSAID = 0.6  # where nobody says a whole sentence, these are rather names and ranks

Side = Literal["before", "after", "inside"]


@dataclass(slots=True)
class Group:
    """Like elements, none within another; `side` says where each has its time."""

    name: str
    members: list[int]
    score: float
    side: Side


def groups_of(page: Outline, weights: Weights) -> list[Group]:
    """The groups that may be the posts' bodies, the likeliest first."""
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    tables, columns = places_in_tables(page)
    half_of_all = 0.5 * weights.said(0) if len(page) else 0.0
    depths: list[int] = []
    for parent in page.parents:
        depths.append(depths[parent] + 1 if parent >= 0 else 0)
    for element, tag in enumerate(page.tags):
        if page.text_from[element] == page.text_to[element]:
            continue
        # A mail in an archive is nothing but set as it was typed; else that is a piece of a post.
        if tag in _NEVER_A_BODY and not (tag == "pre" and weights.said(element) > half_of_all):
            continue
        if weights.signatures[element]:
            continue
        if tag != "span":
            by_name["path", path := page.path(element)].append(element)
            if tag == "div" and not (page.attributes[element].get("class") or ""):
                # Boxes within boxes without a name are alike only as deep as one another.
                by_name["depth", f"{path}>{depths[element]}"].append(element)
        if tag == "td":
            by_name["column", f"td.>{columns[element]} of {tables[element]}"].append(element)
            looks = " ".join(page.attributes[element].get(name) or "-" for name in _LOOKS)
            by_name["look", f"{page.path(element, 1)}>{looks}"].append(element)
        attributes = page.attributes[element]
        for name in (attributes.get("class") or "").split()[:_MOST_CLASSES]:
            by_name["class", f"{tag}.{_FIGURES.sub('#', name)}"].append(element)
            if columns[element] >= 0:
                # Old software calls the words of a post and its author's name alike.
                place = f"{columns[element]} of {tables[element]}"
                by_name["class", f"{tag}.{_FIGURES.sub('#', name)}>{place}"].append(element)
        identity = attributes.get("id") or ""
        if _FIGURES.search(identity):
            by_name["id", f"{tag}#{_FIGURES.sub('#', identity)}"].append(element)
    best: dict[tuple[int, ...], Group] = {}
    heading = page.heading_at()
    for name, outer, likelihood in _alike(page, weights, by_name):
        group = _scored(page, weights, name, outer)
        if group is not None:
            group.score *= likelihood
        if group is not None and len(group.members) == 1 and page.last[group.members[0]] < heading:
            group.score *= _ABOVE
        known = best.get(tuple(outer))
        if group is not None and (known is None or known.score < group.score):
            best[tuple(outer)] = group
    return sorted(best.values(), key=lambda group: -group.score)


def _alike(
    page: Outline, weights: Weights, by_name: Mapping[tuple[str, str], list[int]]
) -> Iterator[tuple[str, list[int], float]]:
    """Like elements, none within another; and of each such group those in which anything is said.
    Each with how likely it is that these are posts beside others that say as much.

    Where nothing is called by a name, heads and buttons are as like the words as the words are.
    """
    for (_, name), members in by_name.items():
        outer = _not_nested(page, members)
        if outer is None:
            continue
        yield name, outer, 1.0
        telling = [element for element in outer if weights.said(element)]
        if page.tags[outer[0]] not in _WHOLE_BODIES:
            continue
        if len(telling) == 1 < len(outer):
            # The only post, in a table's cell or among boxes without a name.
            yield name, telling, _ONE_OF_MANY
        elif 1 < len(telling) < _FEW_SILENT * len(outer):
            yield name, telling, 1.0
            if len(found := _with_silent(page, weights, outer, telling)) > len(telling):
                yield name, found, 1.0


def _with_silent(
    page: Outline, weights: Weights, outer: list[int], telling: list[int]
) -> list[int]:
    """Those in which anything is said, and those that stand where they do and say "Thanks"."""
    for levels in (2, 1):  # where each stands in its column, or in what is repeated itself
        places = Counter(_place(page, element, levels) for element in telling)
        place, times = places.most_common(1)[0]
        if times >= _MOST * len(telling):
            break
    else:
        return telling
    heard = {page.parents[element] for element in telling}
    are_timed = 2 * sum(_tells_a_time(page, weights, one) for one in telling) > len(telling)
    found = set(telling)
    found.update(
        element
        for element in outer
        if page.parents[element] not in heard
        and _place(page, element, levels) == place
        and (are_timed or not _tells_a_time(page, weights, element))
    )
    return sorted(found)


def _place(page: Outline, element: int, levels: int) -> tuple[int | str, ...]:
    """Which of the elements in its own one an element is, and that one in its own, and so on; and
    what that is called."""
    place: list[int | str] = []
    for _ in range(levels):
        around = page.parents[element]
        if around < 0:
            break
        number, other = 0, around + 1
        while other < element:
            number, other = number + 1, page.last[other] + 1
        place.append(number)
        element = around
    return *place, page.path(element)


def _tells_a_time(page: Outline, weights: Weights, element: int) -> bool:
    return bool(weights.has_time(page.text_from[element], page.text_to[element]))


def chosen_of(page: Outline, weights: Weights, groups: Sequence[Group]) -> Group:
    """Of the groups that say nearly the same, the one with more posts and with less besides."""
    best = chosen = groups[0]
    for group in groups[1:]:
        if group.score < _NEARLY * best.score:
            break
        holds_nearly_all = len(group.members) >= _MOST * len(chosen.members) and _prose(
            weights, group
        ) >= _MOST * _prose(weights, chosen)
        theirs, known = set(group.members), set(chosen.members)
        lies_within = holds_nearly_all and _lies_within(page, group, chosen)
        if (lies_within and not theirs < known) or theirs > known:
            chosen = group
    return _whole(page, weights, innermost_of(page, weights, chosen, groups))


def _whole(page: Outline, weights: Weights, group: Group) -> Group:
    """A group of paragraphs as the group of what they stand in, where some stand side by side."""
    around = list(dict.fromkeys(page.parents[element] for element in group.members))
    if page.tags[group.members[0]] not in ("p", "div") or len(around) == len(group.members):
        return group
    if _not_nested(page, around) != around:
        return group
    texts = [(page.text_from[element], page.text_to[element]) for element in around]
    timed = sum(weights.has_time(*part) for part in texts)
    if not timed and group.side != "inside":
        return Group(group.name, around, group.score, group.side)
    # Who wrote and when may stand in a paragraph of its own.
    if timed == len(around) > 1 and all(weights.most_of_a_kind(*part) == 1 for part in texts):
        return Group(group.name, around, group.score, "inside")
    return group


def innermost_of(page: Outline, weights: Weights, chosen: Group, groups: Sequence[Group]) -> Group:
    """The likeliest group with one member in each of those chosen that holds all their prose."""
    # A lone post's words stand out less from all that is around it.
    amount = _prose if len(chosen.members) > 1 else _said
    least = _WHOLE * amount(weights, chosen)
    for group in groups:
        if group.score < _INNER * chosen.score:
            break
        if (
            group is not chosen
            and len(group.members) == len(chosen.members)
            and group.side == chosen.side
            and page.tags[group.members[0]] != "p"
            and amount(weights, group) >= least
            and _lies_within(page, group, chosen)
        ):
            return group
    return chosen


def _prose(weights: Weights, group: Group) -> float:
    return sum(weights.prose(element) for element in group.members)


def _said(weights: Weights, group: Group) -> float:
    return sum(weights.said(element) for element in group.members)


def _lies_within(page: Outline, inner: Group, outer: Group) -> bool:
    """Whether every member of a group lies in, or is, one of the other's."""
    at = 0
    for element in inner.members:
        while at < len(outer.members) and page.last[outer.members[at]] < element:
            at += 1
        if at == len(outer.members) or not page.contains(outer.members[at], element):
            return False
    return True


def _not_nested(page: Outline, members: list[int]) -> list[int] | None:
    """The outermost of these elements; None where they mostly stand in one another."""
    kept: list[int] = []
    for element in members:
        if kept and element <= page.last[kept[-1]]:
            continue
        kept.append(element)
    return kept if len(kept) >= 0.7 * len(members) else None


def _scored(page: Outline, weights: Weights, name: str, members: list[int]) -> Group | None:
    members = _without_titles(page, members)
    total = sum(sqrt(net) for element in members if (net := weights.net(element)) > 0)
    if not total:
        return None
    before = after = inside = 0.0
    ends = [page.text_to[element] for element in members]
    starts = [page.text_from[element] for element in members]
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        previous = ends[index - 1] if index else max(0, start - _REACH)
        following = starts[index + 1] if index + 1 < len(starts) else end + _REACH
        # A wrapper around several posts holds several times of one kind.
        share = 1 / weights.most_of_a_kind(start, end)
        before += share * weights.has_time(previous, start)
        after += share * weights.has_time(end, following)
        inside += share * weights.has_time(start, end)
    if len(members) == 1 and inside:
        before = after = 0.0  # all that is around the only post has a time of its own as well
        inside *= 0.9
    sides: dict[Side, float] = {"before": before, "after": 0.98 * after, "inside": 0.85 * inside}
    side = max(sides, key=lambda one: sides[one])
    score = (sides[side] / len(members)) ** 1.5 * total
    if not any(weights.said(element) for element in members):
        score *= _UNSAID
    own_name = name.split(">")[0]
    if _SURE_WORDS.search(own_name):
        score *= 1.25
    elif _BODY_WORDS.search(own_name):
        score *= 1.15
    if _OTHER_WORDS.search(own_name):
        score *= 0.6
    return Group(name, members, score, side) if score > 0 else None


def _without_titles(page: Outline, members: list[int]) -> list[int]:
    """Without a table's head and foot, whose single words are called as the bodies are."""
    if len(members) > 1 and _is_title(page, members[0]):
        members = members[1:]
    if len(members) > 1 and _is_title(page, members[-1]):
        members = members[:-1]
    return members


def _is_title(page: Outline, element: int) -> bool:
    if page.text_to[element] - page.text_from[element] != 1:
        return False
    return len(page.words(element)) <= _LONGEST_TITLE and bool(
        _TITLES.search(page.path(page.parents[element], 2))
    )
