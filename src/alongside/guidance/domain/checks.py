"""The checks a draft goes through before a second reader sees it. Pure: text in, findings out.

Each rule names its source; the numbers are those of the rules for officials who post, of which
the sources are public (principles of participation online 2008 and 2012, propriety checklist
2013, DWP "Social media use", GCS "Propriety in digital and social media").
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from alongside.guidance.domain.personal_details import is_official, personal_details


class Severity(StrEnum):
    BLOCK = "block"  # the text must change
    WARN = "warn"  # may be passed over with a reason, which the second reader sees


class Check(StrEnum):
    OFFICIAL_IDENTITY = "official_identity"
    PERSONAL_IDENTIFIERS = "personal_identifiers"
    INDIVIDUAL_CASE = "individual_case"
    PRIVATE_MESSAGE = "private_message"
    OFFICIAL_SOURCE = "official_source"
    COMMITMENT = "commitment"
    LINKS_ALLOWED = "links_allowed"
    PLAIN_TEXT = "plain_text"


CHECK_WORDS: dict[Check, str] = {
    Check.OFFICIAL_IDENTITY: "Says who is speaking",
    Check.PERSONAL_IDENTIFIERS: "No personal details",
    Check.INDIVIDUAL_CASE: "Not about one person's case",
    Check.PRIVATE_MESSAGE: "No invitation to private messages",
    Check.OFFICIAL_SOURCE: "Links an official source",
    Check.COMMITMENT: "Makes no promise",
    Check.LINKS_ALLOWED: "Keeps to the operator's rule on links",
    Check.PLAIN_TEXT: "Reads calmly",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rules need to know besides the text."""

    body_name: str
    body_acronym: str
    official_domains: frozenset[str]  # a domain covers its subdomains
    links_allowed: bool = True
    disclosure_line: str = ""  # the line that the published plan promises; empty: none


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's complaint: what is wrong and what to do, and the words it is about."""

    check: Check
    severity: Severity
    message: str
    words: str = ""


Rule = Callable[[str, Circumstances], Iterator[Finding]]


def check_draft(text: str, circumstances: Circumstances) -> list[Finding]:
    """Every finding, in the order of the rules; blocks before warnings. Empty text has none."""
    if not text.strip():
        return []
    findings = [finding for rule in RULES for finding in rule(text, circumstances)]
    return sorted(findings, key=lambda finding: finding.severity is not Severity.BLOCK)


def says_who_is_speaking(text: str, circumstances: Circumstances) -> Iterator[Finding]:
    """Rule 1: "Disclose your position as a representative of your department or agency".

    Where the published plan sets the line by which officials say so, that line and no other will do
    (law 2). Spaces and ends of line may differ.
    """
    line = " ".join(circumstances.disclosure_line.split())
    if line:
        if line.casefold() not in " ".join(text.split()).casefold():
            yield Finding(
                Check.OFFICIAL_IDENTITY,
                Severity.BLOCK,
                f"Say who you are in the words that your plan promises: “{line}”",
                line,
            )
        return
    names = [name for name in (circumstances.body_name, circumstances.body_acronym) if name]
    if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I) for name in names):
        yield Finding(
            Check.OFFICIAL_IDENTITY,
            Severity.BLOCK,
            f"Say that you answer for {circumstances.body_name}, for example in the last line.",
        )


def holds_no_personal_details(text: str, circumstances: Circumstances) -> Iterator[Finding]:
    """Rules 2 and 15: no identifiers, addresses, telephone numbers or e-mails of anybody."""
    for detail in personal_details(text, official_domains=circumstances.official_domains):
        yield Finding(
            Check.PERSONAL_IDENTIFIERS,
            Severity.BLOCK,
            f"Take out the {detail.kind}: {detail.words}. A forum is public and is kept by others.",
            detail.words,
        )


INDIVIDUAL_CASE = re.compile(
    r"\byour (?:own )?(?:claim|case|account|application|award|file|payment|record)s?\b"
    r"|\b(?:looked|looking) (?:you|it) up\b",
    re.I,
)


def keeps_off_individual_cases(text: str, circumstances: Circumstances) -> Iterator[Finding]:
    """Rule 16: not "to discuss or comment on individual benefit enquiries" (DWP)."""
    if match := INDIVIDUAL_CASE.search(text):
        yield Finding(
            Check.INDIVIDUAL_CASE,
            Severity.WARN,
            f"“{match[0]}” may read as if you spoke about this person's case. Say what holds for "
            "everybody, and where they can ask about their own.",
            match[0],
        )


PRIVATE_MESSAGE = re.compile(
    r"\b(?:(?:DM|PM) (?:me|us)|(?:private|direct)(?:ly)? messag\w+|message (?:me|us)|"
    r"inbox (?:me|us)|(?:send|drop) (?:me|us) a (?:DM|PM|message))\b",
    re.I,
)


def invites_no_private_message(text: str, circumstances: Circumstances) -> Iterator[Finding]:
    """Rules 21 and 22: no unsolicited contact; answers stand in the open thread."""
    if match := PRIVATE_MESSAGE.search(text):
        yield Finding(
            Check.PRIVATE_MESSAGE,
            Severity.BLOCK,
            f"Take out “{match[0]}”. Answer in the open thread, or name an official channel.",
            match[0],
        )


LINK = re.compile(
    r"(?:https?://|\bwww\.)[^\s<>()\[\]]+"
    # As people write it: gov.uk/sick-pay. Not the end of an e-mail address.
    r"|(?<![\w@.-])(?:[\w-]+\.)*(?:gov|nhs)\.uk\b[^\s<>()\[\]]*",
    re.I,
)


def links_of(text: str) -> list[str]:
    """Addresses in the text, in order, without closing punctuation."""
    return [match[0].rstrip(".,;:!?'\"") for match in LINK.finditer(text)]


def links_an_official_source(text: str, circumstances: Circumstances) -> Iterator[Finding]:
    """Rule 5 (credible): a factual answer rests on a source that the reader can open."""
    if not circumstances.links_allowed:
        return  # the operator's condition comes first; see the next rule
    domains = circumstances.official_domains
    if not any(is_official(host_of(link), domains) for link in links_of(text)):
        yield Finding(
            Check.OFFICIAL_SOURCE,
            Severity.WARN,
            "Link the official page that the answer rests on, or say why there is none.",
        )


def keeps_the_rule_on_links(text: str, circumstances: Circumstances) -> Iterator[Finding]:
    """The operator's condition on links (agreement)."""
    if not circumstances.links_allowed and (links := links_of(text)):
        yield Finding(
            Check.LINKS_ALLOWED,
            Severity.BLOCK,
            f"The forum's operator asked for no links. Take out {links[0]}, or ask them.",
            links[0],
        )


COMMITMENT = re.compile(
    r"\b(?:(?:we|I) (?:will|shall|can) (?:pay|refund|make sure|ensure|cancel|award)"
    r"|you (?:are|will be) entitled|(?:we|I) (?:guarantee|promise)"
    r"|you will (?:get|receive) £?\d+)\b",
    re.I,
)


def makes_no_promise(text: str, circumstances: Circumstances) -> Iterator[Finding]:
    """Rule 3: no commitment on behalf of Government "unless you are authorised"."""
    if match := COMMITMENT.search(text):
        yield Finding(
            Check.COMMITMENT,
            Severity.WARN,
            f"“{match[0]}” may read as a promise. Say what the rule is and who decides.",
            match[0],
        )


SHOUTING = re.compile(r"\b[A-Z]{4,}(?:\s+[A-Z]{2,}){2,}\b")


def reads_calmly(text: str, circumstances: Circumstances) -> Iterator[Finding]:
    """Rules 6 and 26: cordial and accessible; no words in capitals, no "click here"."""
    if match := SHOUTING.search(text):
        yield Finding(
            Check.PLAIN_TEXT,
            Severity.WARN,
            f"“{match[0]}” in capitals reads as shouting, and screen readers may spell it out.",
            match[0],
        )
    if match := re.search(r"\bclick here\b", text, re.I):
        yield Finding(
            Check.PLAIN_TEXT,
            Severity.WARN,
            "Name the page that is linked; “click here” says nothing out of context.",
            match[0],
        )


RULES: tuple[Rule, ...] = (
    says_who_is_speaking,
    holds_no_personal_details,
    keeps_off_individual_cases,
    invites_no_private_message,
    links_an_official_source,
    keeps_the_rule_on_links,
    makes_no_promise,
    reads_calmly,
)


def host_of(link: str) -> str:
    """The host of a link as people write it, in lower case; empty where there is none to read."""
    try:
        return (urlsplit(link if "://" in link else f"https://{link}").hostname or "").lower()
    except ValueError:  # characters that no host can have
        return ""
