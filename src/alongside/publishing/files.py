"""The open-data files: all tables, and what describes them together. docs/data.md says the same; a
test compares.

Files are of real entries only. Where the service shows practice, practice entries stand in files of
their own, `practice-…`.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from alongside.publishing.queries import Edition
from alongside.publishing.tables import PRACTICE_PREFIX, DataFile, Edited
from alongside.publishing.tables import agreements as of_agreements
from alongside.publishing.tables import boards as of_boards
from alongside.publishing.tables import commitments as of_commitments
from alongside.publishing.tables import consultations as of_consultations
from alongside.publishing.tables import corrections as of_corrections
from alongside.publishing.tables import cover as of_cover
from alongside.publishing.tables import lists as of_lists
from alongside.publishing.tables import periods as of_periods
from alongside.publishing.tables import plans as of_plans
from alongside.publishing.tables import register as of_register
from alongside.publishing.tables import surveys as of_surveys
from alongside.publishing.tables import taking_part as of_taking_part


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files that speak of one matter, and what they say together."""

    key: str  # its place on the page of data
    title: str
    sentence: str
    files: tuple[DataFile, ...]


GROUPS = (
    FileGroup(
        "register",
        "The register",
        "Which public bodies and forums there are, by which names, addresses and topics they are "
        "found, and how big the forums are.",
        (
            of_register.BODIES,
            of_register.FORUMS,
            of_register.ALIASES,
            of_register.MERGED,
            of_register.MERGED_BODIES,
            of_register.TOPICS,
            of_boards.BOARDS,
            of_register.MEASURES,
            of_register.WITHDRAWN,
        ),
    ),
    FileGroup(
        "lists",
        "Lists of major forums",
        "Which forums each body holds to matter for its work, where it looked, and what it lacks.",
        (
            of_lists.LISTINGS,
            of_lists.ENDED_LISTINGS,
            of_lists.NONE_FOUND,
            of_cover.COVERAGE,
            of_lists.CHECKS,
        ),
    ),
    FileGroup(
        "terms",
        "Agreements, accounts and plans",
        "What operators allow, in whose name is written, what bodies promise, and whom they asked.",
        (
            of_agreements.AGREEMENTS,
            of_lists.ACCOUNTS,
            of_taking_part.PLANS,
            of_plans.PLAN_GOALS,
            of_plans.PLAN_INDICATORS,
            of_consultations.PLAN_CONSULTATIONS,
            of_consultations.PLAN_CONSULTED,
            of_consultations.PLAN_COMMENTS,
            of_periods.PERIODS,
        ),
    ),
    FileGroup(
        "work",
        "What was asked, answered and measured",
        "The questions and the official replies, the figures counted from them, and surveys of "
        "the past.",
        (
            of_taking_part.ENQUIRIES,
            of_taking_part.REPLIES,
            of_taking_part.FIGURES,
            of_surveys.SURVEYS,
        ),
    ),
    FileGroup(
        "across",
        "Across government",
        "What each body has, and who kept which commitment on its day.",
        (
            of_commitments.WHO_HAS_WHAT,
            of_commitments.COMMITMENTS,
            of_commitments.COMMITMENT_BODIES,
            of_commitments.COMMITMENT_RESULTS,
        ),
    ),
    FileGroup(
        "changes",
        "Changes and corrections",
        "What changed in all of this and when, and what people proposed to correct.",
        (of_taking_part.CHANGES, of_corrections.PROPOSALS),
    ),
)
DATA_FILES: tuple[DataFile, ...] = tuple(file for group in GROUPS for file in group.files)
METADATA_ENDING = ".csv-metadata.json"


class NoSuchFile(Exception):
    """No published file has this name."""


def data_files(edition: Edition) -> list[Edited]:
    """Every file of the edition, in the order in which they are offered."""
    return [Edited(file, edition) for file in DATA_FILES]


def get_data_file(name: str, *, at: datetime) -> Edited:
    """The file of this name; `practice-…` names practice, if the service shows practice."""
    practice = name.startswith(PRACTICE_PREFIX)
    if practice and not settings.ALONGSIDE_SHOW_PRACTICE:
        raise NoSuchFile(name)
    wanted = name.removeprefix(PRACTICE_PREFIX)
    for file in DATA_FILES:
        if file.name == wanted:
            return Edited(file, Edition(practice=practice, at=at))
    raise NoSuchFile(name)


def as_json(document: object) -> str:
    """A describing document as text, the same for the same content."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
