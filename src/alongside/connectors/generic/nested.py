"""Answers that stand in what they answer, where that has no element of its own for its words.

Of comments within comments each is mostly a head, a part for the words, and a part for the answers.
Where the words stand bare beside the answers, an answer is taken out of the outline's tree and put
behind: then it stands below what it answers, as in any thread.
"""

from collections.abc import Iterator

from alongside.connectors.generic.outline import Outline

_LEAST_SAID = 15  # letters of words that stand bare
_MOST_AROUND = 8  # elements from such words up to the post they are of
_HOLDERS = frozenset({"article", "dd", "div", "li", "section", "span", "td"})


def part_nested(page: Outline) -> None:
    """Puts answers behind the posts in whose words they stand."""
    answers = _answers(page)
    if not answers:
        return
    page.whole = list(page.last)
    page.nested = sorted(answers)
    for answer in reversed(page.nested):
        element, outermost = page.parents[answer], answers[answer]
        while element >= outermost:
            page.last[element] = min(page.last[element], answer - 1)
            page.text_to[element] = min(page.text_to[element], page.text_from[answer])
            element = page.parents[element]
    for answer in page.nested:
        outermost = answers[answer]
        while outermost in answers:
            outermost = answers[outermost]
        page.parents[answer] = page.parents[outermost]
    page.paths.clear()


def _answers(page: Outline) -> dict[int, int]:
    """Each answer with the post in which it stands."""
    found: dict[int, int] = {}
    said: dict[int, int] = {}  # where bare words begin, by the element in which they stand
    for place, words in enumerate(page.texts):
        if len(words) >= _LEAST_SAID and page.tags[page.owners[place]] in _HOLDERS:
            said.setdefault(page.owners[place], place)
    for holder, place in said.items():
        if page.last[holder] == holder or holder in found:
            continue
        posts = {_name(page, post): post for post in _around(page, holder) if _name(page, post)[1]}
        answers = list(_alike_within(page, holder, posts))
        if not answers or any(page.text_from[answer] <= place for answer, _ in answers):
            continue
        if not _is_said_behind(page, answers):
            found.update(answers)
    return found


def _around(page: Outline, holder: int) -> Iterator[int]:
    """What stands around bare words, the outermost first; not the words' own element."""
    around, element = list[int](), page.parents[holder]
    while element > 0 and len(around) < _MOST_AROUND:
        around.append(element)
        element = page.parents[element]
    yield from reversed(around)


def _alike_within(
    page: Outline, holder: int, posts: dict[tuple[str, str], int]
) -> Iterator[tuple[int, int]]:
    """The outermost elements within one that are called as what stands around it."""
    element = holder + 1
    while element <= page.last[holder]:
        post = posts.get(_name(page, element))
        if post is None or page.text_from[element] == page.text_to[element]:
            element += 1
            continue
        yield element, post
        element = page.last[element] + 1


def _is_said_behind(page: Outline, answers: list[tuple[int, int]]) -> bool:
    """Whether any words of a post stand behind or between the answers in it."""
    post, at = answers[0][1], page.text_from[answers[0][0]]
    ends = [(page.text_from[answer], page.text_to[answer]) for answer, _ in answers]
    for start, end in [*ends, (page.text_to[post], page.text_to[post])]:
        if any(any(map(str.isalnum, words)) for words in page.texts[at:start]):
            return True
        at = end
    return False


def _name(page: Outline, element: int) -> tuple[str, str]:
    return page.tags[element], page.attributes[element].get("class") or ""
