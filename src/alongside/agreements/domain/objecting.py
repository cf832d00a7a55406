"""What an operator may say to a post, and in public. Pure."""

from enum import StrEnum

WORDS_LENGTH = 1000
STATEMENT_LENGTH = 500
REASON_LENGTH = 300  # why a public sentence is withheld


class Wish(StrEnum):
    """What the operator wants of a post."""

    OBJECT = "object"
    REMOVE = "remove"


WISH_WORDS: dict[Wish, str] = {
    Wish.OBJECT: "Objects to the post",
    Wish.REMOVE: "Asks for the post to be removed",
}
