"""Finds the only post of a page: a question that nobody has answered yet, or a mail in an archive.

Where posts stand one below the other, what most of them have tells where names and times stand.
A lone post is told by nearness instead: of all that may be its words, the likeliest part is one
with a time and a name close by, and not a notice, a form or a footer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alongside.connectors.generic.clutter import MADE
from alongside.connectors.generic.groups import Group, innermost_of
from alongside.connectors.generic.heads import Head, HeadFinder, has_one_time
from alongside.connectors.generic.mails import MailHead, head_of_mail
from alongside.connectors.generic.nearness import Surroundings
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.weights import Weights

# Names that software gives to what it says itself on many pages.
_NOTICE = re.compile(
    r"notice|alert|cookie|consent|banner|announce|welcome|guest|popup|modal|dialog|disclaim"
    r"|newsletter|promo|advert|(?:^|[-_\s])ads?(?:$|[-_\s])|sponsor|foot(?:er)?(?:$|[-_\s])|copyright"
    r"|powered|legal|permission|rules|loading|_info_?block|toolbar|jumpbox|display-options|signature",
    re.IGNORECASE,
)
# And what it says there.
_OWN_WORDS = re.compile(
    r"\byou (?:can ?not|can't|may not|may|must|need to|have to|do not have permission) (?:post"
    r"|reply|log|be|sign|edit|attach|regist|create)|powered by|\bcookies\b|newest member"
    r"|all times are|users? (?:browsing|viewing|online|reading)|not logged in"
    r"|if this is your first visit|log ?in (?:or|to) (?:sign|reg|reply|post)|sign in to"
    r"|welcome,? guest|it is (?:now|currently)|your last visit|terms of (?:use|service)"
    r"|privacy policy|all rights reserved|enable javascript|does not (?:seem to )?support"
    r"|^(?:sorry,? )?(?:there are )?no (?:messages|replies|posts|comments|answers)(?: yet)?[.!]?$"
    r"|\bno (?:messages|replies|posts|comments|answers) in here yet\b"
    r"|^(?:viewing|showing|displaying) (?:[^\W\d_]+ ){0,2}\d[^.!?]{0,60}$"
    r"|\d (?:posts|messages|replies) in \d[\d.,]* (?:topics|threads|discussions)"
    r"|\d registered (?:users|members)\b"
    r"|most users ever|^page \d+ of \d+\b|total (?:posts|topics|threads|members)"
    r"|\bsie (?:müssen|dürfen|können|sind nicht|haben keine)"
    r"|(?:hallo|willkommen),? gast|neuestes mitglied|alle zeiten sind|dieses forum lesen"
    r"|vous (?:ne pouvez|devez|n'êtes)|utilisateurs? parcour|bienvenue,? (?:invité|visiteur)"
    r"|debes? (?:iniciar|registr)|no puedes?\b|devi (?:essere|accedere)"
    r"|je (?:moet|kunt niet|mag niet)|musisz|nie możesz",
    re.IGNORECASE,
)
# What leads down to a thread stands above its posts, never in one.
_TRAIL = "[class*=crumb], [class*=Crumb]"
_ABOUT_A_THREAD = re.compile(
    r"^(?:- )?(?:replied|answered|last (?:reply|post|answer)|letzte antwort|dernière réponse"
    r"|última respuesta) ?(?:by|von|de|par|por)(?! me\b)\s?\S"
    r"|(?:repl(?:y|ies)|answers?|comments?|antworten|réponses|respuestas):? ?\d+\W+(?:\d+ )?"
    r"(?:views?|users?|aufrufe|zugriffe|vues|visitas)\b"
    r"|^[1-9]\d* (?:replies|answers|antworten|réponses|respuestas)\W*$"
    r"|\d+ (?:replies|answers|antworten|réponses|respuestas)\W+\d+ "
    r"(?:views?|users?|aufrufe|zugriffe|vues|visitas)\b",
    re.IGNORECASE,
)
_LONGEST_ABOUT = 120  # letters
_LONGEST_NOTICE = 400  # letters said
_PARTS_OF_NOTICE = 4
_MUCH = 40  # letters said
_MOST_OF_PAGE = 0.8
_MOST = 14  # parts looked at
_LEAST = 0.05  # of the likeliest part's score
_SURE = 0.2
_NOTICED = 0.4
_TITLED = 0.1
_WHOLE = 0.85  # of what a mail says
_WRAPPED = 0.65  # for a part that holds its time, and so more than a post's own words
_OF_SEVERAL = 0.6  # for a part that holds several times, and so perhaps several posts
_MORE_THAN_QUOTED = 1.1
_RIVAL = 0.3  # of the likeliest part's score


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part of the page that may be its only post."""

    group: Group
    head: Head
    is_notice: bool

    @property
    def body(self) -> int:
        return self.group.members[0]


class LonePost:
    """Looks for a page's only post."""

    def __init__(self, page: Outline, weights: Weights) -> None:
        self.page = page
        self.weights = weights
        self.mail = head_of_mail(page)
        self._heads = HeadFinder(page, weights)

    def likeliest(self, groups: Sequence[Group]) -> Candidate | None:
        """The likeliest of the groups of one; None where none has both a time and a name."""
        if (typed := self._typed()) is not None:
            return typed
        alone = [group for group in groups if len(group.members) == 1]
        found = list(self._candidates(alone))
        if not found:
            return None
        best = max(found, key=lambda one: self._likelihood(one, found))
        inner = innermost_of(self.page, self.weights, best.group, alone)
        head = self._head_of(inner.members[0])
        return Candidate(inner, head, best.is_notice) if head is not None else best

    def _typed(self) -> Candidate | None:
        """A mail that is shown as it was typed, head and words in one piece, however much the page
        says besides."""
        if self.mail is None:
            return None
        page, mail = self.page, self.mail
        element = page.owners[mail.sender]
        while element > 0 and page.tags[element] != "pre":
            element = page.parents[element]
        below = range(mail.last + 1, page.text_to[element])
        if element <= 0 or not any(
            page.links[page.owners[place]] < 0 and any(map(str.isalpha, page.texts[place]))
            for place in below
        ):
            return None
        head = self._by_mail(mail, element)
        group = Group("pre", [element], self.weights.net(element), "inside")
        return Candidate(group, head, is_notice=False) if head is not None else None

    def without_notices(self, groups: Sequence[Group]) -> list[Group]:
        return [
            group
            for group in groups
            if len(group.members) > 1 or not self.is_notice(group.members[0])
        ]

    def between_rules(self, found: Candidate | None) -> tuple[int, int] | None:
        """The rules (`<hr>`) that part the words of a mail from its head and foot, where no element
        holds all the words; the second is -1 where none follows."""
        page, said = self.page, self.weights.said_between
        if self.mail is None:
            return None
        if found is not None and page.contains(found.body, page.owners[self.mail.sender]):
            return None  # head and words stand in one piece
        rules = [
            element
            for element, tag in enumerate(page.tags)
            if tag == "hr" and page.text_from[element] > self.mail.last
        ]
        if not rules:
            return None
        around = page.parents[rules[0]]
        until = next((rule for rule in rules[1:] if page.parents[rule] == around), -1)
        end = page.text_from[until] if until >= 0 else page.text_to[around]
        whole = said(page.text_from[rules[0]], end)
        held = self.weights.said(found.body) if found is not None else 0
        return (rules[0], until) if whole and held < _WHOLE * whole else None

    def by_mail(self, body: int) -> Head | None:
        """What the head of the page's mail says; None where it has none."""
        return self._by_mail(self.mail, body) if self.mail is not None else None

    def container_of(self, post: Candidate) -> int:
        """The smallest part of the page with a post's words, its time and its author."""
        page, element = self.page, post.body
        marks = [post.head.time.owner]
        if post.head.author_at >= 0:
            marks.append(post.head.author_at)
        while page.parents[element] > 0 and not all(page.contains(element, one) for one in marks):
            element = page.parents[element]
        return element

    def _candidates(self, alone: Sequence[Group]) -> list[Candidate]:
        page, seen, found = self.page, set[tuple[int, int]](), list[Candidate]()
        for group in alone:
            (body,) = group.members
            texts = page.text_from[body], page.text_to[body]
            if texts in seen:
                continue
            seen.add(texts)
            if len(seen) > _MOST or group.score < _LEAST * alone[0].score:
                break
            if self._is_quoted(body):
                continue
            head = self._head_of(body)
            if head is not None and min(head.timed, head.named) >= _SURE:
                found.append(Candidate(group, head, self.is_notice(body)))
        return found

    def _is_quoted(self, body: int) -> bool:
        """Whether a part is what somebody quotes, and says something besides."""
        page, said, element = self.page, self.weights.said, body
        while element > 0 and page.tags[element] != "blockquote":
            element = page.parents[element]
        return element > 0 and said(page.parents[element]) > _MORE_THAN_QUOTED * said(element)

    def _head_of(self, body: int) -> Head | None:
        if self.mail is None or self.page.text_to[body] <= self.mail.last:
            return self._heads.head_of(body)
        return self._by_mail(self.mail, body)

    def _by_mail(self, mail: MailHead, body: int) -> Head | None:
        """What the head of a mail says of the words below it."""
        times = self.weights.times_between(mail.date, mail.date + 1)
        if not times:
            return None
        near = Surroundings(self.page, self.weights, body)
        return Head(
            time=times[0],
            timed=near.nearness(mail.last),
            author=mail.author,
            author_at=self.page.owners[mail.sender],
            named=1.0,
        )

    def _likelihood(self, one: Candidate, found: Sequence[Candidate]) -> float:
        page, head = self.page, one.head
        likelihood = one.group.score * (0.3 + 0.7 * head.timed) * (0.3 + 0.7 * head.named)
        if one.is_notice:
            likelihood *= _NOTICED
        if says_title(page, one.body):
            likelihood *= _TITLED
        if page.contains(one.body, head.time.owner):
            start, end = page.text_from[one.body], page.text_to[one.body]
            is_one = has_one_time(page, self.weights, start, end)
            return likelihood * _WRAPPED * (1 if is_one else _OF_SEVERAL)
        # A time belongs to what stands nearest to it.
        nearest = max(
            (
                other.head.timed
                for other in found
                if other.head.time is head.time
                and not other.is_notice
                and not says_title(page, other.body)
                and other.group.score >= _RIVAL * found[0].group.score
                and not page.contains(other.body, one.body)
                and not page.contains(one.body, other.body)
                and not page.contains(other.body, head.time.owner)
            ),
            default=0.0,
        )
        return likelihood * min(1.0, head.timed / nearest) ** 2 if nearest else likelihood

    def is_notice(self, body: int) -> bool:
        return is_notice(self.page, self.weights, body)


def holds_more_than_a_post(text: str) -> bool:
    """Whether what was taken for the only post of a page has lines in it that software writes about
    a thread: who replied last, how many did. Then others' words may stand there too."""
    return any(
        len(line) <= _LONGEST_ABOUT and _ABOUT_A_THREAD.search(line) is not None
        for line in text.split("\n")
    )


def says_much(page: Outline, weights: Weights, body: int) -> bool:
    """Whether a part says more than "Page is loading …", and is no notice."""
    return weights.said(body) >= _MUCH and not is_notice(page, weights, body)


def says_title(page: Outline, body: int) -> bool:
    """Whether a part says no more than the thread's title, and what that is: "Subject: Heating"."""
    said = page.texts[page.text_from[body] : page.text_to[body]]
    return any(" " in words and words in page.title for words in said) and all(
        words in page.title or words.endswith(":") or not any(map(str.isalpha, words))
        for words in said
    )


def _is_written_in(page: Outline, form: int) -> bool:
    """Whether a form takes words, so that what else stands in it explains how to write them."""
    return page.nodes[form].css_first("textarea") is not None


def is_said_by_site(page: Outline, weights: Weights, body: int) -> bool:
    """Whether a part says in few words what software says itself."""
    if weights.said(body) > _LONGEST_NOTICE:
        return False
    words = page.words(body)
    return _OWN_WORDS.search(words) is not None or MADE.search(words) is not None


def says_nothing_else(page: Outline, weights: Weights, body: int) -> bool:
    """Whether software itself says the longest of what a part says, and so no member below it."""
    if not is_said_by_site(page, weights, body):
        return False
    texts = page.texts[page.text_from[body] : page.text_to[body]]
    longest = max(texts, key=len)
    return _OWN_WORDS.search(longest) is not None or MADE.search(longest) is not None


def is_notice(page: Outline, weights: Weights, body: int) -> bool:
    """Whether a part, or what it stands in, is a form, or says what software says itself."""
    element = body
    if is_said_by_site(page, weights, body):
        return True
    within = page.tags[body : page.last[body] + 1]
    if "fieldset" in within or within.count("label") > 1 or weights.is_around(body):
        return True
    if page.nodes[body].css_first(_TRAIL) is not None:
        return True
    for _ in range(_PARTS_OF_NOTICE):
        attributes = page.attributes[element]
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if page.tags[element] == "noscript" or _NOTICE.search(names):
            return True
        if page.tags[element] == "form" and _is_written_in(page, element):
            return True
        element = page.parents[element]
        texts = page.text_to[element] - page.text_from[element]
        if element <= 0 or texts > _MOST_OF_PAGE * len(page.texts):
            break
    return False
