"""Roles and mailboxes instead of people: a plan is published, and people change (law 4). Pure.

What is looked for are the usual ways in which a name slips in: a title before it, a name beside the
role, or an address made of a first and a last name.
"""

import re
from urllib.parse import urlsplit

LONGEST_ROLE = 150
LONGEST_CONTACT = 300

# Words by which a text is recognised as a role, a unit or a body, in English and Welsh.
_FUNCTIONS = frozenset({
    "accounts", "adviser", "advisers", "advisor", "advisors", "admin", "analyst",
    "architect", "archive", "assistant", "assurance", "authority", "board", "branch",
    "bureau", "caldicott", "care", "centre", "champion", "chief", "clerk", "clinic",
    "clinical", "comms", "committee", "communications", "community", "complaints",
    "compliance", "contact", "controller", "coordinator", "corrections", "council",
    "counsel", "counter", "data", "deputy", "desk", "digital", "directorate", "director",
    "division", "duty", "editor", "editorial", "engagement", "enquiries", "enquiry",
    "executive", "feedback", "forum", "forums", "governance", "group", "guardian", "head",
    "health", "help", "helpdesk", "helpline", "hub", "info", "information", "inspector",
    "institute", "lead", "leader", "leads", "liaison", "librarian", "manager", "managers",
    "media", "medical", "ministry", "moderator", "office", "officer", "officers",
    "official", "officials", "online", "ombudsman", "operations", "owner", "panel",
    "partner", "partnerships", "permanent", "policy", "practice", "press", "principal",
    "privacy", "protection", "public", "registrar", "reporter", "representative",
    "responsible", "room", "safeguarding", "safety", "secretary", "secretariat", "section",
    "senior", "service", "services", "social", "specialist", "spokesperson", "sponsor",
    "support", "supervisor", "team", "teams", "trust", "unit", "web", "webmaster", "agency",
    "department", "association", "bank", "college", "commission", "commissioner", "county",
    "court", "england", "britain", "fire", "foundation", "hospital", "ireland", "kingdom",
    "library", "museum", "nhs", "parish", "police", "region", "scotland", "school",
    "society", "treasury", "university", "wales", "welfare", "works", "arweinydd",
    "cyfarwyddwr", "cydlynydd", "cynghorydd", "gwasanaeth", "gwasanaethau", "pennaeth",
    "rheolwr", "swyddfa", "swyddog", "swyddogion", "tîm", "tim", "uned", "ymholiadau",
    "diogelu",
})  # fmt: skip
_TITLES = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Prof|Professor|Rev|Reverend)\.?\s+[^\W\d_]"
)
_PARTS = re.compile(r"[,;:()\[\]/|]|\s[-–—]\s")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SMALL = frozenset({
    "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "our", "the", "to",
    "with", "y", "yr", "i", "ar", "o", "ac", "a'r",
})  # fmt: skip
_LOCAL_NAME = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[a-z]+(?:-[a-z]+)?){1,2}\d{0,2}")


def fault_of_role(text: str) -> str:
    """Why this does not name a role; empty when it does, or when there is nothing."""
    text = text.strip()
    if not text:
        return ""
    if len(text) > LONGEST_ROLE:
        return f"Name the role in at most {LONGEST_ROLE} characters."
    if "@" in text:
        return "Name the role here, such as Head of Safeguarding. An address has its own field."
    if _TITLES.search(text) or any(_reads_as_a_name(part) for part in _PARTS.split(text)):
        return (
            f"“{text}” reads like a person’s name. Name the role or the team, such as Head of "
            "Safeguarding: a plan is public, and people change."
        )
    if not _has_function(text):
        return (
            f"Name a role or a team that people can ask for, such as Head of Safeguarding or "
            f"Forum team. “{text}” does not say which it is."
        )
    return ""


def fault_of_contact(text: str) -> str:
    """Why this is no address of a team; empty when it is one, or when there is nothing.

    A mailbox, or the address of a page with a form.
    """
    text = text.strip()
    if not text:
        return ""
    if len(text) > LONGEST_CONTACT:
        return f"Give an address of at most {LONGEST_CONTACT} characters."
    if re.fullmatch(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+", text):
        local = text.partition("@")[0].lower()
        names = _LOCAL_NAME.fullmatch(local)
        if names and not any(part in _FUNCTIONS for part in re.split(r"[.\d-]", local)):
            return (
                f"{text} reads like one person’s address. Give the mailbox of a team, such as "
                "forums@department.example."
            )
        return ""
    try:
        parts = urlsplit(text)
        is_page = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        is_page = False
    if is_page and not re.search(r"\s", text):
        return ""
    return (
        "Give a mailbox, such as forums@department.example, or the address of a page, beginning "
        "with https://"
    )


def _reads_as_a_name(part: str) -> bool:
    """Two capitalised words on end, with nothing about what they do: Jane Smith."""
    words = _WORD.findall(part)
    if not words:
        return False
    if not any(word.lower() in _FUNCTIONS for word in words):
        # A unit or a place may stand beside a role, such as "Head of Safeguarding, Aldmere".
        return len(words) in (2, 3) and all(_is_capitalised(word) for word in words)
    # "Safeguarding lead Jane Smith": a name behind the role, with nothing that joins them.
    *before, second_last, last = ["", *words]
    return (
        len(before) > 1
        and before[-1].lower() in _FUNCTIONS
        and all(
            _is_capitalised(word) and word.lower() not in _FUNCTIONS for word in (second_last, last)
        )
    )


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() and not word.isupper() and word.lower() not in _SMALL


def _has_function(text: str) -> bool:
    return any(word.lower() in _FUNCTIONS for word in _WORD.findall(text))
