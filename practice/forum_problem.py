"""The one kind of failure that the command line answers with a sentence."""


class PracticeProblem(Exception):
    """The command cannot be done; the message is written for the person who gave it."""
