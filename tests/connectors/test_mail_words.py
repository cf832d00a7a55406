"""A mail's own words: no quotation, no name of who is quoted, no signature."""

import pytest

from alongside.connectors.mail_words import has_attribution, own_words


@pytest.mark.parametrize(
    "above",
    [
        "On Thu, 12 Nov 2026 at 11:11, Wren T <wren@mail.example> wrote:",
        "On Thu, 12 Nov 2026 at 11:11, Wren T <\nwren@mail.example> wrote:",
        "Am 12.11.26 um 11:11 schrieb Wren T:",
        "Le jeu. 12 nov. 2026 à 11:11, Wren T a écrit :",
        "Ar Iau, 12 Tach 2026 am 11:11, ysgrifennodd Wren T:",
        "Wren T <wren@mail.example>:",
        "wren_t wrote:",
    ],
)
def test_law_4_who_wrote_what_is_quoted_is_left_out_in_any_language(above: str) -> None:
    mail = f"It took me eight weeks.\n\n{above}\n\n> How long does it take?\n> > Whom do I ask?"

    assert has_attribution(mail)
    assert own_words(mail) == "It took me eight weeks."


def test_answers_between_quoted_lines_stay_in_their_order() -> None:
    mail = "> How long?\nEight weeks.\n\n> And whom do I ask?\nThe council."

    assert own_words(mail) == "Eight weeks.\n\nThe council."


def test_what_a_writer_says_above_a_quoted_letter_stays() -> None:
    mail = "The letter of 5 October says:\n> You need not pay.\n\nIs that right?"

    assert not has_attribution(mail)
    assert own_words(mail) == "The letter of 5 October says:\n\nIs that right?"


def test_law_4_a_signature_goes_with_all_below_it() -> None:
    assert own_words("Whom do I ask?\n-- \nWren T\nTel. 0700 900 000") == "Whom do I ask?"


def test_law_4_a_signature_above_the_quoted_mail_goes_as_well() -> None:
    mail = "The council.\n--\nWren T\n\nOn Monday ash <a@mail.example> wrote:\n> Whom do I ask?"

    assert own_words(mail) == "The council."


@pytest.mark.parametrize(
    "mark",
    [
        "-----Original Message-----",
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "-------- Weitergeleitete Nachricht --------",
        "From: Wren T <wren@mail.example>\nSent: Monday\nTo: Ash\nSubject: your claim",
    ],
)
def test_law_4_what_is_below_a_forwarded_mail_s_head_is_another_one_s(mark: str) -> None:
    assert own_words(f"Is this right?\n\n{mark}\n\nDear Ash, we have it. Wren") == "Is this right?"


def test_words_that_only_look_like_a_head_stay() -> None:
    mail = "From: what month is it paid?\n\nI moved on 5 May -- nobody told me."

    assert own_words(mail) == mail
