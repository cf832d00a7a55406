"""What of an entry a correction is about, in plain words. Pure."""

from enum import StrEnum


class About(StrEnum):
    """The two kinds of entry of the register."""

    FORUM = "forum"
    BODY = "body"


class Field(StrEnum):
    NAME = "name"
    OTHER_NAMES = "other_names"
    KIND = "kind"
    # of a forum
    ADDRESS = "address"
    OPERATOR = "operator"
    SUBJECT = "subject"
    AREA = "area"
    LANGUAGES = "languages"
    LIFE = "life"
    HOUSE_RULES = "house_rules"
    REPORTING = "reporting"
    FIGURES = "figures"
    OFFICIALS = "officials"
    # of a body
    PARENT = "parent"
    CLOSED = "closed"
    REMIT = "remit"
    WEBSITE = "website"
    CONTACT = "contact"
    IDENTIFIERS = "identifiers"
    LIST = "list"
    # of both
    SAME_AS_ANOTHER = "same_as_another"
    SOMETHING_ELSE = "something_else"
    MISSING = "missing"  # the whole entry


FORUM_FIELDS: dict[Field, str] = {
    Field.NAME: "Its name",
    Field.ADDRESS: "Its address",
    Field.OPERATOR: "Who runs it",
    Field.SUBJECT: "What it is about",
    Field.AREA: "The place that it is for",
    Field.LANGUAGES: "The languages that are spoken there",
    Field.LIFE: "Whether it is active, quiet, closed or has moved",
    Field.HOUSE_RULES: "Where its house rules stand",
    Field.REPORTING: "Where content is reported to its moderators",
    Field.FIGURES: "A figure, such as its members or posts",
    Field.OFFICIALS: "Which public bodies are there, or which accounts are official",
    Field.SAME_AS_ANOTHER: "It is the same forum as another one in the register",
    Field.SOMETHING_ELSE: "Something else",
}
BODY_FIELDS: dict[Field, str] = {
    Field.NAME: "Its name or short name",
    Field.OTHER_NAMES: "An earlier or everyday name",
    Field.KIND: "What kind of body it is",
    Field.PARENT: "What it belongs to",
    Field.CLOSED: "Whether it still exists, or what replaced it",
    Field.REMIT: "What it is responsible for",
    Field.WEBSITE: "Its website",
    Field.CONTACT: "Its mailbox",
    Field.IDENTIFIERS: "Its identifiers in other registers",
    Field.LIST: "Its list of forums, or its official accounts",
    Field.SAME_AS_ANOTHER: "It is the same body as another one in the register",
    Field.SOMETHING_ELSE: "Something else",
}
MISSING_WORDS = {
    About.FORUM: "A forum that the register does not have",
    About.BODY: "A public body that the register does not have",
}


def fields_of(about: About) -> dict[Field, str]:
    """What a correction of an entry may be about, in the order of a form."""
    return FORUM_FIELDS if about is About.FORUM else BODY_FIELDS


def field_words(about: About, field: Field) -> str:
    """The field as people say it."""
    return MISSING_WORDS[about] if field is Field.MISSING else fields_of(about)[field]
