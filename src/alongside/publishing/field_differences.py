"""What of an entry a change changed, field by field, as pages, feeds and programs are told it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from alongside.publishing.domain import differences
from alongside.publishing.domain.change_fields import (
    MOST_NAMED,
    field_noun,
    field_words,
    item_texts,
    place_of_field,
    value_text,
)
from alongside.publishing.domain.differences import Items, Piece
from alongside.publishing.domain.figure_words import figure_lines

# Texts longer than this are shown as one text with its words removed and added.
_LONG = 60
# Values longer than this together are not told in the sentence of their change.
_SHORT = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an entry before and after; empty is "nothing". `field` is in words."""

    field: str
    before: str
    after: str
    pieces: Sequence[Piece] = ()  # of two long texts; empty for short ones
    items: Items | None = None  # of a list of which something was added or taken away
    noun: str = ""  # the field as what changed

    @property
    def length(self) -> int:
        """Characters of what is shown of it."""
        if self.items is not None:
            return sum(map(len, (*self.items.removed, *self.items.added)))
        return len(self.before) + len(self.after)


def differences_in(changed: object) -> list[Difference]:
    """The fields that changed, as the trail keeps them: {field: [before, after]}."""
    if not isinstance(changed, dict):
        return []
    found = []
    for field in sorted(changed, key=place_of_field):  # JSON in the database keeps no order
        values = changed[field]
        if not isinstance(values, list) or len(values) != 2:
            continue
        if field == "figures" and (lines := figure_lines(values[1])):
            found += [
                Difference(kind or gettext(field_words(field)), "", said) for kind, said in lines
            ]
            continue
        before, after = (value_text(field, value) for value in values)
        if before != after:
            found.append(_difference(field, values, before, after))
    return found


def fields_said(found: Sequence[Difference]) -> str:
    """The fields that changed, for a sentence about them: "address, software and topics"."""
    names = list(dict.fromkeys(each.noun or each.field for each in found))
    more = len(names) - MOST_NAMED
    if more > 1:  # one more is named as quickly as it is counted
        names[MOST_NAMED:] = [
            ngettext("%(num)s other field", "%(num)s other fields", more) % {"num": more}
        ]
    if len(names) < 2:
        return "".join(names)
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def how_said(found: Sequence[Difference]) -> str:
    """What became of one field, where that is short; else nothing."""
    if len(found) != 1 or found[0].length > _SHORT:
        return ""
    [only] = found
    if only.items is None:
        removed, added = only.before, only.after
        if removed and added:
            return gettext("“%(before)s” became “%(after)s”") % {"before": removed, "after": added}
    else:
        removed, added = "”, “".join(only.items.removed), "”, “".join(only.items.added)
    if removed and added:
        return gettext("added “%(added)s”, removed “%(removed)s”") % {
            "added": added,
            "removed": removed,
        }
    if added:
        return gettext("added “%(added)s”") % {"added": added}
    return gettext("removed “%(removed)s”") % {"removed": removed}


def _difference(field: str, values: Sequence[object], before: str, after: str) -> Difference:
    words, noun = gettext(field_words(field)), gettext(field_noun(field))
    lists = [item_texts(field, value) for value in values]
    if lists[0] is not None and lists[1] is not None:
        items = differences.items_of(lists[0], lists[1])
        # The same items in another order are shown as they stood and as they stand.
        return Difference(
            words, before, after, items=items if items.removed or items.added else None, noun=noun
        )
    is_long = bool(before and after) and max(len(before), len(after)) > _LONG
    pieces = differences.pieces_of(before, after) if is_long else ()
    return Difference(words, before, after, pieces=pieces, noun=noun)
