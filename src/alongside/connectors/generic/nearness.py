"""How near the texts of a page stand to one part of it: in the page's order, and in its tree."""

from functools import cached_property

from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.weights import Weights

REACH = 60  # texts before and behind a part that may belong to it
_CLIMBED = 0.85  # how much less likely each part around makes it that a text belongs to the inner
_DESCENDED = 0.9  # the same for each part around the text, from so many on
_FEW = 2
_EACH_TEXT = 0.99
_BEHIND = 0.8
_INSIDE = 0.7
_SENTENCE = 60  # letters said by somebody between two texts that make it half as likely


class Surroundings:
    """What stands around one part of a page."""

    def __init__(self, page: Outline, weights: Weights, body: int) -> None:
        self.page = page
        self.weights = weights
        self.body = body
        self.start, self.end = page.text_from[body], page.text_to[body]

    @cached_property
    def around(self) -> list[int]:
        """The part, and what stands around it, each holding more texts than the one before."""
        page, found, element = self.page, [self.body], self.body
        while (parent := page.parents[element]) >= 0:
            if self._is_wider(parent, element):
                found.append(parent)
            element = parent
        return found

    @property
    def places(self) -> range:
        """The texts that may belong to the part, its own among them."""
        return range(max(0, self.start - REACH), min(len(self.page.texts), self.end + REACH))

    def is_inside(self, place: int) -> bool:
        return self.start <= place < self.end

    def level(self, place: int) -> int:
        """The first of `around` that holds a text."""
        page = self.page
        for level, element in enumerate(self.around):
            if page.text_from[element] <= place < page.text_to[element]:
                return level
        return len(self.around) - 1

    def nearness(self, place: int) -> float:
        """How likely it is from where a text stands that it belongs to the part, at most 1."""
        if self.is_inside(place):
            apart = min(place - self.start, self.end - 1 - place)
            return float(_INSIDE * _EACH_TEXT ** (2 * apart))
        level = self.level(place)
        if place < self.start:
            side, apart = 1.0, self.start - place
            said = self.weights.said_between(place + 1, self.start)
        else:
            side, apart = _BEHIND, place - self.end + 1
            said = self.weights.said_between(self.end, place)
        down = self._below(self.page.owners[place], self.around[level])
        steps = _CLIMBED ** (level - 1) * _DESCENDED ** max(0, down - _FEW)
        # What stands behind somebody's sentences belongs to those.
        return float(side * steps * _EACH_TEXT**apart * _SENTENCE / (_SENTENCE + said))

    def told_of_all(self, element: int) -> float:
        """The same of what an element around the part tells in its attributes."""
        return float(_CLIMBED ** (0.5 * self.around.index(element)))

    def _below(self, element: int, outer: int) -> int:
        """How many parts, each holding more texts than the one before, lead up to an outer one."""
        found = 0
        while element > outer:
            parent = self.page.parents[element]
            found += self._is_wider(parent, element)
            element = parent
        return found

    def _is_wider(self, outer: int, inner: int) -> bool:
        page = self.page
        return (page.text_from[outer], page.text_to[outer]) != (
            page.text_from[inner],
            page.text_to[inner],
        )
