"""Who belongs to whom, and who took over from whom: neither may run in a circle."""

from collections.abc import Collection, Mapping, Sequence

Edges = Mapping[str, Collection[str]]  # {body: the bodies above it}, by any name that is unique

MOST_LOOPS = 100
LONGEST_LOOP_TOLD = 6  # names in the sentence; a longer loop is shortened in its middle


def loops_in(edges: Edges) -> list[list[str]]:
    """Ways that come back to where they began, [a, b, …, a]; at most MOST_LOOPS of them.

    Where circles share a part, taking that apart may leave one that was not told: no hierarchy is
    without a circle before nothing is told. The search keeps its own stack: a hierarchy of any
    depth is walked.
    """
    done: set[str] = set()
    found: list[list[str]] = []
    for start in edges:
        if start not in done:
            _walk(start, edges, done, found)
    return found


def loop_through(body: str, edges: Edges) -> list[str] | None:
    """A way from the body back to itself, [body, …, body], or None."""
    before: dict[str, str] = {}
    waiting = [body]
    while waiting:
        here = waiting.pop()
        for above in edges.get(here, ()):
            if above == body:
                return [body, *reversed(_way_back(here, before, body)), body]
            if above not in before:
                before[above] = here
                waiting.append(above)
    return None


def parent_loop_sentence(names: Sequence[str]) -> str:
    """Names of the loop, the first again as the last: why such parents cannot be."""
    if len(names) <= 2:
        return f"{names[0]} cannot be a part of itself. Choose another parent."
    return (
        f"This would run in a circle: {_told(names, 'is a part of')}. Choose another parent for one"
        " of them."
    )


def successor_loop_sentence(names: Sequence[str]) -> str:
    """Names of the loop, the first again as the last: why such successors cannot be."""
    if len(names) <= 2:
        return f"{names[0]} cannot be its own successor. Choose another body."
    return (
        f"This would run in a circle: {_told(names, 'was followed by')}. Choose another successor"
        " for one of them."
    )


def _walk(start: str, edges: Edges, done: set[str], found: list[list[str]]) -> None:
    way = [start]
    on_way = {start}
    open_ends = [iter(edges.get(start, ()))]
    while way:
        above = next(open_ends[-1], None)
        if above is None:
            finished = way.pop()
            open_ends.pop()
            on_way.discard(finished)
            done.add(finished)
        elif above in on_way:
            if len(found) < MOST_LOOPS:
                found.append([*way[way.index(above) :], above])
        elif above not in done:
            way.append(above)
            on_way.add(above)
            open_ends.append(iter(edges.get(above, ())))


def _way_back(here: str, before: Mapping[str, str], body: str) -> list[str]:
    way = []
    while here != body:
        way.append(here)
        here = before[here]
    return way


def _told(names: Sequence[str], link: str) -> str:
    told = list(names)
    if len(told) > LONGEST_LOOP_TOLD:
        left_out = len(told) - LONGEST_LOOP_TOLD + 1
        told = [*told[:3], f"… ({left_out} more) …", *told[-2:]]
    first, second, *rest = told
    return f"{first} {link} {second}" + "".join(f", which {link} {name}" for name in rest)
