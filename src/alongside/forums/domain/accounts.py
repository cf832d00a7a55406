"""What somebody pastes who asks whether an account is official, and when two names are one. Pure.

Authority is given to named accounts only: nothing here concludes anything from a host, and nothing
from the domain of a mail address.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urlsplit

from alongside.forums.domain.places import place_of

MOST_CHARACTERS = 2_000  # of what is pasted; the rest is not looked at
MOST_ADDRESSES = 3
MOST_READINGS = 8
MOST_WORDS = 12
LONGEST_NAME = 100  # characters, as the register keeps them

_ENDS_ADDRESS = r"\s<>\"“”«»|\\^`{}"
_WHOLE_ADDRESS = re.compile(rf"(?<![\w:/+.-])(?:https?:)?//[^{_ENDS_ADDRESS}]+", re.IGNORECASE)
_IN_MAIL = rf"[^@,;:{_ENDS_ADDRESS}()]"
_MAIL = re.compile(rf"(?<!{_IN_MAIL}){_IN_MAIL}{{1,64}}@{_IN_MAIL}{{1,255}}\.{_IN_MAIL}{{1,63}}")
# "well.example/u/name" or "www.well.example", as it is copied from an address bar.
_BARE_ADDRESS = re.compile(
    rf"(?<![\w@.:/+-])(?:[\w-]+\.)+[^\W\d_][\w-]{{1,62}}(?::\d{{1,5}})?(?:[/?#][^{_ENDS_ADDRESS}]*)?"
)
_BETWEEN = re.compile(
    r"\s+(?:on|at|in|from|ar|yn)\s+|\s+[-@]\s+|\s*[|,;:–—]\s+|\s*[(\[]", re.IGNORECASE
)
_SAYS_WHERE = re.compile(r"\s+(?:on|at|in|from|ar|yn)\s+|\s+@\s+|\s+[(\[]", re.IGNORECASE)
# "Is @name official?", "user name": what people write around a name. It may also be part of one.
_ASKING = re.compile(
    r"^(?:(?:is|are|this|account|user|username|member|profile)(?:\s+|$)|@(?=\w)|/?u/(?=\w))+",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:\s+(?:is|an?|official|account|really|genuine|real|fake|on|at|in|from|here|it))+$",
    re.IGNORECASE,
)
# Not full stops, exclamation marks, underscores or hyphens: they may be what tells two names apart.
_AROUND = " \t?,;:\"'“”‘’«»<>…"
_BRACKETS = {"(": ")", "[": "]", "{": "}"}

# Where forums show profiles by name: /u/name, /user/name, /@name.
_PROFILE_FOLDERS = frozenset(
    {"u", "user", "users", "member", "members", "profile", "profiles", "people", "author"}
)

# Letters that look alike after compatibility decomposition (NFKD): the part of Unicode TS 39,
# confusables.txt, that European keyboards type. Lower case stands for both cases, unless the
# capital is listed because it looks like another letter. I, l and 1 are all "l".
_LOOK_ALIKES = {
    "a": "@аАαΑɑᴀ", "b": "вВьЬβΒʙ", "c": "сСᴄ", "d": "ԁđᴅ", "e": "еЕεΕᴇ", "f": "ꜰ",
    "g": "ɡցԍɢ", "h": "һнНħհΗʜ", "j": "јЈᴊ", "k": "кКκΚᴋ", "l": "1i|!ıіІӏӀιΙɩɪłʟ",
    "m": "мМΜμᴍ", "n": "пոηΝɴ", "o": "0оОοΟσøօᴏ", "p": "рРρΡᴘ", "q": "ԛ", "r": "гʀ",
    "s": "5$ѕЅꜱ", "t": "тТτΤŧᴛ", "u": "υսᴜ", "v": "νѵᴠ", "w": "ԝωᴡ", "x": "хХχΧ",
    "y": "уүУΥγʏ", "z": "Ζᴢ",
}  # fmt: skip
CONFUSABLES = {alike: letter for letter, alikes in _LOOK_ALIKES.items() for alike in alikes}
# Pairs that are read as one letter in small type.
PAIRS = (("rn", "m"), ("vv", "w"))
_SHORTEST_FOR_A_SLIP = 6  # letters: in shorter names one letter makes another word
_SHORTEST_INSIDE = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand the words: an account's name, and the forum's; empty: not said.

    `is_stated`: in so many words, such as "on"; other marks part names as well.
    """

    name: str
    where: str
    is_stated: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it was pasted. `is_whole`: with its scheme or a path, so it is no name."""

    text: str
    place: str  # forums.domain.places.place_of
    query: frozenset[tuple[str, str]]
    fragment: str
    is_whole: bool

    @property
    def host(self) -> str:
        return self.place.partition("/")[0]

    @property
    def path(self) -> str:
        return self.place.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted, in parts. All empty: there was nothing in it."""

    addresses: tuple[Address, ...] = ()
    readings: tuple[Reading, ...] = ()  # the most likely first
    words: tuple[str, ...] = ()  # single words, each of which may be a name
    has_mail: bool = False
    text: str = ""  # all but whole addresses and mail, as it was written

    @property
    def is_empty(self) -> bool:
        return not (self.addresses or self.readings or self.has_mail)

    def as_words(self) -> "Pasted":
        """The same, with what may be an address taken for a name that has stops in it."""
        return _in_words(clean_name(self.text))

    @property
    def names(self) -> tuple[str, ...]:
        """All words as one name, with and without those of a question."""
        return tuple(reading.name for reading in self.readings if not reading.where)


def understand(pasted: str) -> Pasted:
    """Takes apart what somebody pasted, whatever it is. Never raises.

    Only the first MOST_CHARACTERS count. Addresses are those of the web; what begins with another
    scheme ("javascript:") is a name like any other, and no forum has it.
    """
    text = _clean(pasted[:MOST_CHARACTERS])
    addresses: list[Address] = []
    text = _take_addresses(text, _WHOLE_ADDRESS, addresses)
    without_mail = _MAIL.sub(" ", text)
    has_mail = without_mail != text
    words = clean_name(_take_addresses(without_mail, _BARE_ADDRESS, addresses))
    unlike = {(each.place, each.query, each.fragment): each for each in reversed(addresses)}
    return replace(
        _in_words(words),
        addresses=tuple(reversed(unlike.values())),
        has_mail=has_mail,
        text=without_mail,
    )


def _in_words(words: str) -> Pasted:
    return Pasted(readings=tuple(_readings(words)), words=tuple(_single_words(words)))


def address_of(text: str) -> Address | None:
    """One address of the web in parts; None for what is none."""
    written = text if "//" in text else f"//{text}"
    try:
        parts = urlsplit(written)
        host, _port = parts.hostname, parts.port
        query = frozenset(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50))
    except ValueError:
        return None
    if parts.scheme.lower() not in ("", "http", "https") or not host:
        return None
    return Address(
        text=text,
        place=place_of(written if parts.scheme else f"https:{written}"),
        query=frozenset((key.lower(), value.lower()) for key, value in query),
        fragment=parts.fragment.lower(),
        is_whole="//" in text or "/" in text or bool(parts.query),
    )


def clean_name(text: str) -> str:
    """A name without the quotes, brackets and question marks that people put around it."""
    name = " ".join(text.split())
    for _layer in range(5):
        before, name = name, name.strip(_AROUND)
        for opening, closing in _BRACKETS.items():
            balance = name.count(opening) - name.count(closing)
            if balance >= 0 and name.startswith(opening) and (balance or name.endswith(closing)):
                name = name[1 : None if balance else -1]
            elif balance < 0 and name.endswith(closing):
                name = name[:-1]
        if name == before:
            break
    return name


def folded(name: str) -> str:
    """What two spellings of one account's name have in common: case and width of blanks aside."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def is_plain(name: str) -> bool:
    """Whether a name holds only letters that can be seen: such can be an official account's."""
    return bool(name.strip()) and not any(
        unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        for letter in name
    )


def skeleton(name: str) -> str:
    """What the eye keeps of a name: two names with one skeleton look alike.

    Compatibility forms, case, marks and invisible letters go; letters of other scripts and digits
    become the Latin letters they look like; underscores, blanks and the like go.
    """
    kept = "".join(
        CONFUSABLES.get(letter) or CONFUSABLES.get(letter.lower()) or letter.lower()
        for letter in unicodedata.normalize("NFKD", name[: 2 * LONGEST_NAME])
        if letter in CONFUSABLES or unicodedata.category(letter)[0] in "LN"
    )
    for pair, letter in PAIRS:
        kept = kept.replace(pair, letter)
    return kept


def looks_like(name: str, official: str) -> bool:
    """Whether somebody may take `name` for `official`, which is another account's name."""
    return folded(name) != folded(official) and shapes_alike(skeleton(name), skeleton(official))


def shapes_alike(theirs: str, ours: str) -> bool:
    """Whether a skeleton is easily confused with that of an official account.

    They are the same, or one slip of the pen parts them, or ours stands inside theirs.
    """
    if theirs == ours:
        return bool(ours)
    if len(ours) >= _SHORTEST_INSIDE and ours in theirs:
        return True
    if abs(len(ours) - len(theirs)) > 1:
        return False
    short, long = (ours, theirs) if len(ours) < len(theirs) else (theirs, ours)
    return len(short) >= _SHORTEST_FOR_A_SLIP and _one_slip_apart(short, long)


def leads_to(pasted: Address, registered: str, *, handle: str, places: Iterable[str] = ()) -> bool:
    """Whether a pasted address is that of the profile which the register has for the account.

    `places` are those of the forum: an address under one is the same as under another. Pages
    below the profile count where the profile's path names the account. A bare host never does:
    authority is given to named accounts only.
    """
    profile = address_of(registered)
    if profile is None or not (profile.path or profile.query):
        return False
    known = tuple(places)
    here, there = _within(pasted.place, known), _within(profile.place, known)
    if not there and not profile.query:
        return False
    if not profile.query <= pasted.query:
        return False
    if here == there:
        return True
    names_it = folded(handle) in {folded(unquote(part)) for part in there.split("/")}
    return names_it and here.startswith(f"{there}/")


def leads_to_post(pasted: Address, public_link: str) -> bool:
    """Whether a pasted address is that of this very post: page, query and place in the page."""
    post = address_of(public_link)
    return (
        post is not None
        and bool(post.path or post.query)
        and post.place == pasted.place
        and post.query <= pasted.query
        and post.fragment in ("", pasted.fragment)
    )


def on_same_page(pasted: Address, public_link: str) -> bool:
    """Whether the post stands on the page of the pasted address."""
    post = address_of(public_link)
    return post is not None and post.place == pasted.place


def profile_name(pasted: Address, places: Iterable[str] = ()) -> str:
    """The account's name in an address such as /u/name; empty where it is not told by name alone.

    What follows the name, such as a number, may be what the forum goes by, so then it is empty.
    """
    parts = [unquote(part) for part in _within(pasted.place, tuple(places)).split("/") if part]
    if len(parts) == 1 and parts[0].startswith("@"):
        return parts[0][1:]
    if len(parts) == 2 and parts[0] in _PROFILE_FOLDERS and not parts[1].isdecimal():
        return parts[1]
    return ""


def is_profile_page(pasted: Address, places: Iterable[str] = ()) -> bool:
    """Whether the address has the form of a member's profile, as far as its words can tell."""
    first, _slash, rest = _within(pasted.place, tuple(places)).partition("/")
    return unquote(first).startswith("@") or (first in _PROFILE_FOLDERS and bool(rest))


def places_above(address: Address) -> list[str]:
    """The places at which a forum that holds this address may stand: the nearest first."""
    parts = address.place.split("/")[:8]
    return ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]


def nearest_place(address: Address, places: Iterable[str]) -> str:
    """The longest of the places under which the address lies; empty if it lies under none."""
    above = places_above(address)
    return next((place for place in above if place in set(places)), "")


def _within(place: str, places: Sequence[str]) -> str:
    """The part of the place below the longest of the forum's places; all of it if none fits."""
    parts = place.split("/")
    for count in range(len(parts), 0, -1):
        if "/".join(parts[:count]) in places:
            return "/".join(parts[count:])
    return place


def _clean(text: str) -> str:
    """Storable letters, on one line, without invisible ones at the ends."""
    whole = text.encode(errors="ignore").decode()
    spaced = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Zs") else letter
        for letter in whole
    )
    one_line = " ".join(unicodedata.normalize("NFC", spaced).split())
    first, last = 0, len(one_line)
    while first < last and unicodedata.category(one_line[first]) == "Cf":
        first += 1
    while first < last and unicodedata.category(one_line[last - 1]) == "Cf":
        last -= 1
    return one_line[first:last].strip()


def _take_addresses(text: str, pattern: re.Pattern[str], into: list[Address]) -> str:
    """The text without the addresses, which are put into the list."""

    def take(match: re.Match[str]) -> str:
        written = match[0]
        tail = len(written.rstrip(".,;:!?'’*…"))
        while tail and written[tail - 1] in ")]" and _is_unmatched(written[:tail]):
            tail = len(written[: tail - 1].rstrip(".,;:!?'’*…"))
        address = address_of(written[:tail])
        if address is None:
            return written
        into.append(address)
        return f" {written[tail:]}"

    return pattern.sub(take, text)


def _is_unmatched(text: str) -> bool:
    closing = text[-1]
    opening = {")": "(", "]": "["}[closing]
    return text.count(closing) > text.count(opening)


def _readings(words: str) -> Iterable[Reading]:
    """With a place first, then without; the words as they are before those of a question."""
    asked = clean_name(_ASKED.sub("", _ASKING.sub("", words)))
    wholes = [each for each in dict.fromkeys((words, asked)) if each]
    placed = dict.fromkeys(reading for whole in wholes for reading in _placed(whole))
    yield from list(placed)[: MOST_READINGS - len(wholes)]
    yield from (Reading(whole, "") for whole in wholes)


def _placed(words: str) -> Iterable[Reading]:
    marks = list(_BETWEEN.finditer(words))[-MOST_READINGS:]
    said = [mark for mark in marks if _SAYS_WHERE.fullmatch(mark[0])]
    for mark in reversed(said):
        left, right = clean_name(words[: mark.start()]), clean_name(words[mark.end() :])
        if left and right:
            yield Reading(left, right, is_stated=True)
    for mark in marks:
        left, right = clean_name(words[: mark.start()]), clean_name(words[mark.end() :])
        if left and right and mark not in said:
            yield Reading(left, right)
            yield Reading(right, left)  # "The Well: AldmereOfficial"


def _single_words(words: str) -> Iterable[str]:
    parts = words.split()
    if len(parts) < 2:
        return
    cleaned = (clean_name(part) for part in parts[:MOST_WORDS])
    yield from dict.fromkeys(part for part in cleaned if len(part) >= 3)


def _one_slip_apart(short: str, long: str) -> bool:
    """One letter too many, one wrong, or two neighbours exchanged (Damerau)."""
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    if short[same + 1 :] == long[same + 1 :]:
        return True
    return (
        short[same : same + 2] == long[same : same + 2][::-1]
        and short[same + 2 :] == long[same + 2 :]
    )
