"""A row of a file of forums: what it says, in values of JSON, and what is wrong with it.

An empty cell says nothing: what the register knows is never made empty by a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from alongside.bodies.domain.facts import tidy
from alongside.bodies.domain.topics import SCHEME, TOPICS
from alongside.forums import addresses
from alongside.forums.domain.facts import ForumFacts, faults_of, language_of, names_of
from alongside.forums.domain.kinds import ForumKind, ForumLife
from alongside.forums.domain.places import place_of
from alongside.forums.imports.cells import cell, no_such, one_of, several
from alongside.forums.imports.merging import facts_from, said_by

_TEXTS = (
    "name",
    "address",
    "operator_name",
    "subject",
    "description",
    "area",
    "house_rules_address",
    "report_address",
)


@dataclass(slots=True)
class Row:
    """What a row says, each address as it is kept; `wrong` are its faults by column."""

    place: str
    forum_id: str
    name: str
    address: str
    said: dict[str, Any] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)  # addresses by their places
    wrong: dict[str, str] = field(default_factory=dict)


def row_of(place: str, cells: Mapping[str, str], *, known: ForumFacts | None, today: date) -> Row:
    """The row. `known` is the entry that it is about, if any is: what stands there may be said."""
    row = Row(place, cell(cells, "forum_id"), name_in(cells), cell(cells, "address"))
    said, row.wrong = _said(cells)
    row.aliases, wrong_alias = _aliases(cells)
    stated = facts_from(said, known=known)
    if known is not None and "house_rules_read_on" not in said:
        stated = replace(stated, house_rules_read_on=None)  # judged with what the row says of it
    judged, faults = addresses.judged(stated, known=known)
    faults = faults_of(judged, today=today, known=known) | faults
    row.wrong = faults | row.wrong | wrong_alias
    row.said = said_by(judged, said)
    return row


def name_in(cells: Mapping[str, str]) -> str:
    return tidy(cell(cells, "name"))


def _said(cells: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    wrong: dict[str, str] = {}
    said: dict[str, Any] = {name: text for name in _TEXTS if (text := cell(cells, name))}
    if "name" in said:
        said["name"] = name_in(cells)
    if "description" in said:
        said["description"] = said["description"].replace("\r\n", "\n")
    if engine := cell(cells, "engine"):
        said["engine"] = engine.lower()
    if kind := cell(cells, "kind"):
        if (known_kind := one_of(ForumKind, kind)) is not None:
            said["kind"] = known_kind.value
        else:
            wrong["kind"] = no_such(ForumKind, kind)
    if life := cell(cells, "life"):
        known_life = one_of(ForumLife, life)
        if known_life is None:
            wrong["life"] = no_such(ForumLife, life)
        elif known_life is not ForumLife.UNKNOWN:  # which says nothing: somebody may have looked
            said["life"] = known_life.value
    if day := cell(cells, "house_rules_read_on"):
        try:
            said["house_rules_read_on"] = date.fromisoformat(day).isoformat()
        except ValueError:
            wrong["house_rules_read_on"] = f"“{day[:40]}” is no day such as 2026-05-06."
    if languages := several(cells, "languages"):
        said["languages"] = list(dict.fromkeys(map(language_of, languages)))
    if topics := _topics(cells):
        said["topics"] = topics
    if names := names_of(several(cells, "other_names"), besides=said.get("name", "")):
        said["other_names"] = list(names)
    return said, wrong


def _topics(cells: Mapping[str, str]) -> list[str]:
    """Codes of our list of topics, written as code or scheme:code; other lists are passed over."""
    codes = []
    for topic in several(cells, "topics"):
        scheme, _, code = topic.rpartition(":")
        if scheme in ("", SCHEME):
            codes.append(code)
    unknown = [code for code in codes if code not in TOPICS]
    return [code for code in TOPICS if code in codes] + unknown


def _aliases(cells: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    found: dict[str, str] = {}
    for typed in several(cells, "aliases"):
        judged = addresses.web_address(typed)
        if judged.fault:
            return found, {"aliases": f"{typed[:100]}: {judged.fault}"}
        found.setdefault(place_of(judged.address), judged.address)
    return found, {}
