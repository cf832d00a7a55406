"""What people type when they look for something, as a question to PostgreSQL's text search. Pure.

    "sick pay"      these words in this order
    sick -pay       without that word
    jsa or uc       either
    sick pay        both; and whoever says "ssp" is found too

The last word of a short question may be unfinished. A question may also be a sentence or two; then
words that every such sentence has are passed over.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from itertools import filterfalse, pairwise

from alongside.core.letters import plain
from alongside.forums.domain import synonyms
from alongside.forums.domain.synonyms import STOP_WORDS, Phrase
from alongside.forums.domain.towns import TOWNS

MOST_TERMS = 40  # of a long text the first so many are looked at
# How much a term tells that is no word we know: of any word, of a town, of what every need says.
_OF_UNKNOWN, _OF_TOWN, _OF_PASSED_OVER = 0.7, 0.2, 0.15
LEAST_TELLING = _OF_TOWN  # what weighs less tells nothing by itself
_SENTENCE = 5  # words from which on a question is read as a sentence, not as a list of words
_LONG_SENTENCE = 7  # the same, words counted that only join others
_TOGETHER = 7  # letters of two words from which on they may be one word of a name
_UNFINISHED = 4  # letters from which on the last word may be the beginning of one


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that say nothing of a subject; PostgreSQL's own among them, so that we know ourselves which
# words remain.
_STOP = STOP_WORDS | _set("""
    also am could dont etc every everybody everyone everything get gets getting got is just like
    lot many may might much never often one shall someone somebody something still us use used ve
    want wants whether whose would yet
    """)
# Of the places themselves: in a register of forums they tell nothing apart.
_PLACES = _set("""
    forum forums community communities site sites website websites board boards group groups online
    chat message messages discussion discussions www http https com co uk org net html
    """)
# Who is in a forum and whom a need is about: as much in every question as in every entry.
_PEOPLE = _set("people peoples persons person folk folks member members anyone anybody")
# What a sentence about a need says besides its subject.
_OF_SENTENCES = _set("""
    access advice allowed anyone ask asking asks audience back become better bring build building
    came cannot claimants come concerned create currently deal difficulty discuss easily end
    experience experiences face facing feel feeling find finding first friends full gave give given
    giving go goes going gone good government great hard have help helping hope huge idea
    information interested keep keeping know known launch learn let letter letters life likely live
    lives living long look looking lost main make making manage meet members must need needed needs
    new next offer official old open order others part people perhaps person place places platform
    please problem problems provide public question questions really run safe say see seek seeking
    send sent service services set share sharing similar somewhere sort sorting space start starting
    stay support sure take talk talking tell things think time together told too trouble try trying
    understand user users various via wait waiting way ways week well without work working worried
    worries worry worrying wrong year years
    """)
# What offices say of any need, whatever it is about: such a word tells little by itself.
_OF_OFFICES = _set("""
    actively aim aims appropriate approach aspects assist audiences awareness barriers campaign
    campaigns channel channels cohort cohorts collaborate communicate communications concerning
    concerns connect considering consult consultation context currently customer customers
    delivery demographic department deliver digital directorate directly discovery engage
    engagement engaging explore exploring feedback focus hard hub identify improve impact impacts
    including initiative insight insights interact interest journey lack lived local looking
    measure measures minister ministers ministry national network networks official officials
    options outcomes outreach peer peers pilot policies policy practice programme programmes
    project proposal propose proposed range reach recruitment regarding related relevant require
    resilience resource resources respondents scope scoping segment sector signpost signposting
    solution staff stakeholder stakeholders strategy struggle struggling target targeted team teams
    tip tips topic topics touchpoint underserved vulnerable workstream
    """)
# What the remits of public bodies say besides their subject.
_OF_REMITS = _set("""
    across activities affairs agencies agency area aspects authority bodies body britain british
    citizens collects commission corporate council country delivery department develop developing
    development duties effective england english ensure executive functions general governs improve
    improving include included including independent individuals inspects internal international
    ireland irish keep kingdom leads life local maintain manage managing matters ministerial
    ministers ministry national northern office operate organisations parliament part policies
    policy promote protect provision ran regional register regulate related relating
    responsibilities responsibility responsible role scotland scottish secretary sector seeks sets
    society sponsored standards state statutory strategic strategy supporting united wales welsh
    wide works
    """)
_OF_ANY_NEED = _OF_SENTENCES | _OF_OFFICES | _PLACES | _PEOPLE
_PIECE = re.compile(r"""(?P<no>-?)(?:["“”](?P<quoted>[^"“”]*)["“”]?|(?P<word>[^\s"“”]+))""")

_WHO_DOES = re.compile(r"([a-z]{3,}[^aeiou\W])ers?")  # climbers; number, too, which does no harm

_QUOTED = re.compile(r"('[^']*')(:\*)?")  # a word of a query
# An address, or its host, of which only the own words count: "hens" of "www.hens.co.uk/talk".
_ADDRESS = re.compile(r"(?:[a-z]+://)?((?:[\w-]+\.)+)[a-z]{2,}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for: words as typed, and other words that would do as well.

    Its forms are text for `to_tsquery('english', …)`, of quoted words and operators only.
    """

    words: Phrase
    others: tuple[Phrase, ...] = ()
    wider: tuple[Phrase, ...] = ()  # names of what the thing is a part of
    unfinished: bool = False
    quoted: bool = False  # in this order only
    is_pair: bool = False  # two neighbours, looked for as one word in names only

    @property
    def said(self) -> str:
        """The words for people to read."""
        return " ".join(self.words)

    @property
    def stems(self) -> Phrase:
        """What tells it apart from other words: of "planners" and "planning" the same."""
        is_doing = bool(self.others) and not self.is_known
        return synonyms.stems_of(self.others[0] if is_doing else self.words)

    @property
    def exact(self) -> str:
        """The words in this order; of a phrase that is for asking only, its synonyms."""
        if self.is_pair:
            return ""
        return _in_order(self.words) if self._as_typed else _joined(self._other_forms, " | ")

    @property
    def wide(self) -> str:
        """The words, their beginning if they may be unfinished, or one of the synonyms."""
        return _joined((query for _, query in self.forms), " | ")

    @property
    def forms(self) -> list[tuple[str, str]]:
        """The choices of `wide`, what was said first: the words that would stand there, and
        the query for them. The words are empty where they are those that were said.
        """
        if self.is_pair:
            return []
        forms = [(" ".join(other), _in_order(other)) for other in self.others]
        if self.quoted:
            forms.insert(0, ("", self.exact))
        elif self._as_typed:
            forms.insert(0, ("", _joined([f"'{word}'" for word in self.words], " & ")))
        if self.unfinished:
            forms.insert(1, ("", f"'{self.words[-1]}':*"))
        return forms

    @property
    def together(self) -> str:
        """The phrases as names and hosts write them, in one word: "personalfinance"."""
        phrases = () if self.quoted else (self.words, *self.others)
        words = ("".join(phrase) for phrase in phrases if len(phrase) > 1)
        return _joined((f"'{word}':A" for word in words if len(word) >= _TOGETHER), " | ")

    @property
    def wider_forms(self) -> str:
        """What the thing is a part of; empty when we know nothing of that."""
        return _joined(map(_in_order, self.wider), " | ")

    @property
    def weight(self) -> float:
        """How much it tells of a subject, from 0 to 1."""
        if all(word in TOWNS for word in self.words):
            return _OF_TOWN
        if self.is_known or self.quoted or self.is_pair:
            return 1.0
        return _OF_PASSED_OVER if set(self.words) <= _OF_ANY_NEED else _OF_UNKNOWN

    @property
    def is_known(self) -> bool:
        """Whether it is a subject of which other words are known, and no slip of the pen."""
        return synonyms.group_of(self.words) is not None

    @property
    def _as_typed(self) -> bool:
        return self.quoted or not self.others or synonyms.can_be_looked_for(self.words)

    @property
    def _other_forms(self) -> list[str]:
        return [_in_order(other) for other in self.others]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: terms that are all wanted, each a choice of one or more; and terms refused."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    refused: tuple[Term, ...] = ()
    pairs: tuple[Term, ...] = ()  # of neighbours, for names that are written in one word

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def terms(self) -> list[Term]:
        return [term for choice in self.wanted for term in choice]

    @property
    def ideas(self) -> list[int]:
        """For each term the number of its idea: words that mean the same are one idea."""
        numbers: dict[object, int] = {}
        keys = (synonyms.group_of(term.words) or term.stems for term in self.terms)
        return [numbers.setdefault(key, len(numbers)) for key in keys]

    @property
    def all_words(self) -> str:
        """Every wanted term, in any of its forms, and none that is refused."""
        return self._with_refused(
            _joined((_joined((t.wide for t in choice), " | ") for choice in self.wanted), " & ")
        )

    @property
    def all_exact(self) -> str:
        """Every wanted term as it was typed: what should stand first."""
        return _joined((_joined((t.exact for t in choice), " | ") for choice in self.wanted), " & ")

    @property
    def any_word(self) -> str:
        """At least one wanted term, in any of its forms, and none that is refused."""
        return self._with_refused(_joined((term.wide for term in self.terms), " | "))

    @property
    def any_exact(self) -> str:
        """At least one wanted term as it was typed."""
        return _joined((term.exact for term in self.terms), " | ")

    @property
    def any_refused(self) -> str:
        """At least one term that is refused."""
        return _joined((term.exact for term in self.refused), " | ")

    @property
    def corrected(self) -> "Asked":
        """The question with words that look like slips of the pen set right; the same if none."""
        return self.corrected_in(None)

    def corrected_in(self, words: Collection[str] | None, *, closeness: float = 0.8) -> "Asked":
        """The same, with these words set right alone; None: all."""

        def corrected(term: Term) -> Term:
            is_one = words is None or term.words[0] in words
            return _corrected(term, closeness) if is_one else term

        return replace(self, wanted=tuple(tuple(map(corrected, choice)) for choice in self.wanted))

    def _with_refused(self, query: str) -> str:
        return _joined([query, *(f"!({term.exact})" for term in self.refused)], " & ")


NOTHING = Asked()


def read(text: str) -> Asked:
    """What the text asks for. False when it has no word that could tell anything apart."""
    pieces = list(_PIECE.finditer(text))
    words = [word for piece in pieces for word in _words(piece["word"] or "")]
    telling = [word for word in words if word not in _STOP]
    sentence = len(telling) >= _SENTENCE or len(words) >= _LONG_SENTENCE
    wanted: list[tuple[Term, ...]] = []
    refused: list[Term] = []
    run: list[str] = []  # words one after the other, in which phrases are looked for
    joins_on = False  # after "or"

    def close(run: list[str], *, is_last: bool = False) -> None:
        nonlocal joins_on
        for term in _terms(run, sentence=sentence, is_last=is_last):
            if joins_on and wanted:
                wanted[-1] = (*wanted[-1], term)
            else:
                wanted.append((term,))
            joins_on = False
        run.clear()

    for piece in pieces:
        if piece["quoted"] is not None:
            close(run)
            if phrase := tuple(plain(piece["quoted"]).split()):
                term = Term(phrase, quoted=True)
                if piece["no"]:
                    refused.append(term)
                elif joins_on and wanted:
                    wanted[-1] = (*wanted[-1], term)
                else:
                    wanted.append((term,))
                joins_on = False
            continue
        found = _words(piece["word"])
        if piece["no"] and not sentence:
            close(run)
            if found:
                refused.append(Term(tuple(found)))
        elif found == ["or"] and not sentence:
            close(run)
            joins_on = bool(wanted)
        else:
            run += found
    close(run, is_last=True)
    return Asked(
        tuple(_told_apart(tuple(_once(wanted))[:MOST_TERMS])),
        tuple(refused),
        tuple(dict.fromkeys(_pairs(words)))[:MOST_TERMS],
    )


def _pairs(words: Sequence[str]) -> Iterator[Term]:
    for one, other in pairwise(words):
        is_telling = one not in _STOP and other not in _STOP and {one, other} - _OF_ANY_NEED
        is_phrase = synonyms.group_of((one, other)) is not None
        if is_telling and not is_phrase and len(one) + len(other) >= _TOGETHER:
            yield Term((one, other), is_pair=True)


def within(query: str, labels: str) -> str:
    """The query of words that have one of these labels in the text search ("A" to "D")."""
    return _QUOTED.sub(lambda found: f"{found[1]}:{'*' if found[2] else ''}{labels}", query)


def for_reading() -> dict[str, object]:
    """What questions are read by, for who reads them without a server (ui/search.js): groups of
    words for one thing, those among them that are for asking only, and words that tell nothing.
    """
    phrases = [phrase for group in synonyms.GROUPS for phrase in group]
    return {
        "groups": synonyms.GROUPS,
        "asking": [each for each in phrases if not synonyms.can_be_looked_for(tuple(each.split()))],
        "stop": sorted(_STOP),
        "ofForums": sorted(_PLACES | _PEOPLE),
        "ofSentences": sorted(_OF_SENTENCES),
        "sentence": [_SENTENCE, _LONG_SENTENCE],
    }


def read_remit(text: str) -> Asked:
    """What the remit of a public body is about; False when its words say nothing of a subject."""
    words = [word for piece in text.split() for word in _words(piece)]
    terms = [
        term
        for term in _terms(words, sentence=True, is_last=False)
        if len(term.words) > 1 or _tells_a_subject(term.words[0])
    ]
    return Asked(tuple(_once([(term,) for term in terms]))[:MOST_TERMS])


def _tells_a_subject(word: str) -> bool:
    return not word.isdecimal() and synonyms.stem(word) not in _common_stems()


@cache
def _common_stems() -> frozenset[str]:
    common = _STOP | _PLACES | _PEOPLE | _OF_SENTENCES | _OF_REMITS
    return frozenset(map(synonyms.stem, common))


def _words(piece: str) -> list[str]:
    address = _ADDRESS.fullmatch(piece)
    return plain(address[1] if address else piece).split()


def _once(wanted: Sequence[tuple[Term, ...]]) -> Iterator[tuple[Term, ...]]:
    """A word that is said twice is asked for once."""
    seen: set[tuple[Phrase, ...]] = set()
    for choice in wanted:
        stems = tuple(synonyms.stems_of(term.words) for term in choice)
        if stems not in seen:
            seen.add(stems)
            yield choice


def _told_apart(wanted: Sequence[tuple[Term, ...]]) -> Iterator[tuple[Term, ...]]:
    """What is asked for by a word of its own is no wider name of another word besides."""
    asked_for = {synonyms.group_of(term.words) for choice in wanted for term in choice}

    def is_asked_for(phrase: Phrase) -> bool:
        return synonyms.group_of(phrase) in asked_for

    for choice in wanted:
        yield tuple(
            replace(term, wider=tuple(filterfalse(is_asked_for, term.wider))) for term in choice
        )


def _terms(words: list[str], *, sentence: bool, is_last: bool) -> Iterator[Term]:
    """Phrases that we know other words for, the longest first; and the words in between."""
    of_every_forum = _PLACES | _PEOPLE
    telling = [word for word in words if word not in _STOP and word not in of_every_forum]
    if sentence:
        telling = [word for word in telling if word not in _OF_SENTENCES]
    # Who asks for "community groups" and nothing else means just that.
    passed_over = _STOP | (of_every_forum if telling else frozenset())
    endings: frozenset[str] = frozenset()  # stems, by which words are passed over, too
    if sentence and telling:
        passed_over, endings = passed_over | _OF_SENTENCES, _stems_of_sentences()
    at = 0
    while at < len(words):
        for length in range(min(synonyms.longest(), len(words) - at), 1, -1):
            phrase = tuple(words[at : at + length])
            if synonyms.group_of(phrase) is not None:
                yield _term(phrase)
                at += length
                break
            together = "".join(phrase)  # "breast feeding"
            if length == 2 and len(together) >= _TOGETHER and synonyms.group_of((together,)):
                yield _term((together,))
                at += length
                break
        else:
            word = words[at]
            at += 1
            if word in passed_over or (len(word) == 1 and word.isalpha()):
                continue
            if synonyms.stem(word) in endings and synonyms.group_of((word,)) is None:
                continue
            may_go_on = is_last and at == len(words) and not sentence and len(word) >= _UNFINISHED
            yield _term((word,), unfinished=may_go_on)


@cache
def _stems_of_sentences() -> frozenset[str]:
    return frozenset(map(synonyms.stem, _OF_SENTENCES))


def _term(words: Phrase, *, unfinished: bool = False) -> Term:
    others = synonyms.synonyms_of(words) or _doing(words)
    return Term(words, others, synonyms.wider_than(words), unfinished)


def _doing(words: Phrase) -> tuple[Phrase, ...]:
    """What people do who are called by this word: of welders, "welding"."""
    found = _WHO_DOES.fullmatch(words[0]) if len(words) == 1 else None
    if found is None or words[0] in _OF_ANY_NEED:
        return ()
    doing = f"{found[1]}ing"
    tells_nothing = synonyms.stem(doing) in {*_stems_of_sentences(), synonyms.stem(words[0])}
    return () if tells_nothing else ((doing,),)


def _corrected(term: Term, closeness: float) -> Term:
    """The term with its single word as we know it, if it is close to one that we know."""
    word = term.words[0]
    known = term.is_known or word in _PLACES or word in synonyms.vocabulary()
    if len(term.words) > 1 or len(word) < 5 or known:
        return term
    found = get_close_matches(word, synonyms.vocabulary(), n=1, cutoff=closeness)
    if not found or synonyms.stem(found[0]) == synonyms.stem(word):
        return term
    return _term((found[0],))


def _in_order(words: Phrase) -> str:
    quoted = " <-> ".join(f"'{word}'" for word in words)
    return f"({quoted})" if len(words) > 1 else quoted


def _joined(parts: Iterable[str], operator: str) -> str:
    found = [part for part in parts if part]
    return f"({operator.join(found)})" if len(found) > 1 else "".join(found)
