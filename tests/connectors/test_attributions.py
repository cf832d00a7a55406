"""Law 4: words lose the lines that name who is quoted, and keep every line that does not."""

import pytest

from alongside.connectors.attributions import without_attributions, without_typed_head


@pytest.mark.parametrize(
    "line",
    [
        "Originally Posted by robin",
        "> > Originally Posted By: robin smith",
        "Posted by robin on 3 March",
        "Quote from: robin on March 03, 2026, 09:00:00 AM",
        "Quoting robin:",
        "Zitat von robin",
        "Ursprünglich geschrieben von robin",
        "Envoyé par robin",
        "Publicado por robin",
        "Iniciado por robin",
        "Cita de: robin en 3 marzo 2026",
        "Originariamente inviata da robin",
        "Oorspronkelijk geplaatst door robin",
        "Ursprungligen postat av robin",
        "Cytat: robin w 3 marca 2026",
        "robin wrote:",
        "robin_w said: ↑",
        "> Old Tom wrote: ↑Mon Nov 02, 2026 7:15 pm",
        "Robin W. schrieb am 3. März 2026 um 09:15:",
        "robin a écrit :",
        "robin hat geschrieben:↑Mo 2. Nov 2026, 19:15",
        "Quote (robin @ Nov 3 2026, 09:15 AM)",
        "Quote: Originally posted by robin",
        "Citaat van robin:",
        "Cita de Robin Smith:",
        "robin napisał(a):",
        "robin yazdı:",
        "robin писал(а):",
        "robin wrote ...",
        "QUOTE(robin @ 3rd November 2026 - 09:15 AM) *",
    ],
)
def test_a_line_that_names_who_is_quoted_goes(line: str) -> None:
    assert without_attributions(f"{line}\n\nHow much is it?") == "How much is it?"
    assert "robin" not in without_attributions(f"I see.\n{line}\nHow much is it?")


@pytest.mark.parametrize(
    "text",
    [
        "Cita de control el lunes: ¿qué llevo?",
        "Cita de control para el lunes:\n¿qué llevo?",
        "My landlord wrote ...\nand then nothing",
        "Mum said ...\nand then nothing",
        "Quoting what they told me is all I can do",
        "Quote from the roofer was 3,000, is there a grant?",
        "Citation de mon contrat",
        "The council wrote:\nYou owe us nothing.",
        "They said:\nno",
        "I rang, and he said on Monday:\nno",
        "Meine Vermieterin schrieb:\nnein",
        "Quote (3,000) came today. Too much?",
        "They said it was posted by the office on Monday",
        "Original letter lost, what now?",
        f"Posted by the council on the door was a letter {'so much ' * 12}that I cried",
    ],
)
def test_a_sentence_that_only_begins_alike_stays_whole(text: str) -> None:
    assert without_attributions(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("robin_w wrote: > Ask them again. I did, twice.", "> Ask them again. I did, twice."),
        ("Thank you. helen.b wrote: > Yes. Old Tom said: > No.", "Thank you. > Yes. > No."),
        ("Robin W schrieb am 3. März: > Nochmal fragen.", "> Nochmal fragen."),
        ("She wrote: ask them again > and I did.", "She wrote: ask them again > and I did."),
        ("Re: robin wrote: > Ask. I did.", "Re: > Ask. I did."),
        ("robin wrote:>Ask. I did.", ">Ask. I did."),
        ('[quote="robin"]Ask.[/quote] I did.', "[quote]Ask.[/quote] I did."),
        ("回复 robin_w :谢谢", "谢谢"),
        ("[quote author=robin link=topic=1.msg2 date=1]Ask.[/quote]", "[quote]Ask.[/quote]"),
    ],
)
def test_law_4_nobody_is_named_where_all_lines_of_a_post_are_folded_into_one(
    text: str, left: str
) -> None:
    assert without_attributions(text) == left


def test_law_4_the_longest_head_at_the_end_of_a_post_goes_and_a_smiley_stays() -> None:
    head = f"> > {'n' * 40} ha scritto {'x' * 60} :"

    assert without_attributions(f"Ask them again.\n{head}") == "Ask them again."
    assert without_attributions("Ask them again :smile:") == "Ask them again :smile:"


def test_a_number_and_a_name_above_the_words_are_the_head_of_a_post() -> None:
    assert without_typed_head("#3 robin_w\n\nThe second form.") == "The second form."


@pytest.mark.parametrize("text", ["#1 boiler\n#2 loft\n\nBoth of them.", "#3 robin_w"])
def test_a_list_with_numbers_stays_whole(text: str) -> None:
    assert without_typed_head(text) == text


def test_who_asked_in_a_line_of_its_own_is_left_out_and_a_sentence_is_not() -> None:
    assert without_typed_head("Is it damp?\n\nAsked by robin_w") == "Is it damp?"
    for kept in ("Is it damp?\n\nAsked by my doctor", "How?\n\nSubmitted by post"):
        assert without_typed_head(kept) == kept
