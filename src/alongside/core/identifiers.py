"""Public identifiers: short, unguessable in order, never used again, readable aloud."""

import secrets

# No vowels (no words by accident) and nothing that is misread: 0 O 1 l I.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 10  # 27 ** 10 values: a clash among a million entries has odds of 1 in 400


def new_identifier() -> str:
    """A fresh identifier of 10 characters; the database's unique constraint catches a clash."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
