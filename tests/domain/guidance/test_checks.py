"""Each rule for drafts, with examples it accepts and examples it refuses."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.guidance.domain import checks
from alongside.guidance.domain.checks import Check, Circumstances, Severity, check_draft

OURS = Circumstances(
    body_name="Aldmere Public Services",
    body_acronym="APS",
    official_domains=frozenset({"gov.uk", "nhs.uk", "aldmere.example"}),
)
NO_LINKS = Circumstances(
    body_name="Aldmere Public Services",
    body_acronym="APS",
    official_domains=frozenset({"gov.uk"}),
    links_allowed=False,
)
FIT = (
    "A new fit note can be dated back. The rule stands on https://www.gov.uk/taking-sick-leave.\n\n"
    "Aldmere Public Services"
)


def found(text, circumstances=OURS):
    """Names of the checks that complain of the text."""
    return {finding.check for finding in check_draft(text, circumstances)}


def test_a_fit_draft_has_no_findings():
    assert check_draft(FIT, OURS) == []


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n"])
def test_an_empty_draft_is_not_scolded(text):
    assert check_draft(text, OURS) == []


def test_blocks_come_before_warnings():
    findings = check_draft("You are entitled to it. Send me a PM.", OURS)

    severities = [finding.severity for finding in findings]

    assert severities == sorted(severities, key=lambda severity: severity is not Severity.BLOCK)
    assert {Severity.BLOCK, Severity.WARN} == set(severities)


def test_every_check_is_named_for_people_and_raised_by_some_rule():
    texts = [
        (NO_LINKS, "See https://www.gov.uk/sick-pay"),
        (OURS, "PLEASE READ THIS NOW. Your claim: we will pay QQ123456C. PM me, click here."),
    ]

    raised = {name for circumstances, text in texts for name in found(text, circumstances)}

    assert raised == set(Check) == set(checks.CHECK_WORDS)


# Rule 1: who is speaking


@pytest.mark.parametrize("name", ["Aldmere Public Services", "APS", "aps", "(APS)", "APS."])
def test_the_body_is_named_by_its_name_or_acronym(name):
    assert Check.OFFICIAL_IDENTITY not in found(f"The answer is yes. {name}")


@pytest.mark.parametrize("name", ["", "Aldmere", "APSE", "MAPS", "the council"])
def test_a_draft_without_the_bodys_name_is_blocked(name):
    assert Check.OFFICIAL_IDENTITY in found(f"The answer is yes. {name}")


def test_a_body_without_an_acronym_is_named_by_its_name_alone():
    council = Circumstances(
        body_name="Aldmere Council", body_acronym="", official_domains=frozenset()
    )

    assert Check.OFFICIAL_IDENTITY in found("Yes.", council)
    assert Check.OFFICIAL_IDENTITY not in found("Yes, says Aldmere Council", council)


# Rules 2 and 15: personal details


@pytest.mark.parametrize(
    "detail",
    [
        "QQ123456C",  # HMRC's own example
        "AB 12 34 56 C",
        "ab-12-34-56-d",
        "943 476 5919",  # an NHS number with the right check digit
        "1955839661",  # a tax reference with the right check digit
        "12-34-56",
        "account number: 12345678",
        "AL7 4XQ",
        "born on 3 March 1969",
        "DOB 03/03/1969",
        "june.phillimore@example.org",
        "07700 900358",
        "0114 496 0123",
        "+44 7700 900358",
    ],
)
def test_personal_details_are_blocked(detail):
    findings = check_draft(f"{FIT} {detail}", OURS)

    assert {finding.check for finding in findings} == {Check.PERSONAL_IDENTIFIERS}
    assert findings[0].severity is Severity.BLOCK
    assert findings[0].words in detail


@pytest.mark.parametrize(
    "harmless",
    [
        "0300 200 3300",  # numbers that organisations publish
        "0800 328 5644",
        "+44 300 200 3300",
        "0345 300 3900",
        "116 123",
        "999",
        "team@benefits.gov.uk",
        "team@aldmere.example",
        "form SSP1, HC2 or P45",
        "28 weeks, 2026/27, on 6 April 2026",
        "943 476 5918",  # ten digits that are neither an NHS number nor a tax reference
        "£1,234.50",
        "BG123456A",  # a prefix that is never issued
    ],
)
def test_what_names_nobody_passes(harmless):
    assert Check.PERSONAL_IDENTIFIERS not in found(f"{FIT} {harmless}")


@given(
    prefix=st.sampled_from(["AA", "CE", "JM", "PW", "ZY"]),
    digits=st.integers(min_value=0, max_value=999_999),
    suffix=st.sampled_from("ABCD"),
    gap=st.sampled_from(["", " ", "-"]),
)
def test_every_national_insurance_number_is_found(prefix, digits, suffix, gap):
    pairs = [f"{digits:06}"[i : i + 2] for i in (0, 2, 4)]
    number = gap.join([prefix, *pairs, suffix])

    assert Check.PERSONAL_IDENTIFIERS in found(f"It is {number}, thank you. APS")


# Rule 16: individual cases


@pytest.mark.parametrize(
    "words", ["your claim", "Your own account", "your payments", "looked you up", "your case"]
)
def test_talk_of_one_persons_case_is_warned_of(words):
    findings = check_draft(f"About {words}: it takes a week. {FIT}", OURS)

    assert [(f.check, f.severity) for f in findings] == [(Check.INDIVIDUAL_CASE, Severity.WARN)]


@pytest.mark.parametrize("words", ["a claim", "claims", "your employer", "your university"])
def test_what_holds_for_everybody_is_no_individual_case(words):
    assert Check.INDIVIDUAL_CASE not in found(f"About {words}: it takes a week.")


# Rules 21 and 22: private messages


@pytest.mark.parametrize(
    "words",
    ["PM me", "DM us", "send me a message", "message us", "by private message", "Inbox me",
     "drop us a PM", "directly messaging", "direct message"],
)  # fmt: skip
def test_invitations_to_private_messages_are_blocked(words):
    assert Check.PRIVATE_MESSAGE in found(f"Please {words} about it.")


@pytest.mark.parametrize("words", ["at 5 pm we close", "the message is clear", "PMs may debate"])
def test_other_messages_pass(words):
    assert Check.PRIVATE_MESSAGE not in found(words)


# Rule 5: official sources


@pytest.mark.parametrize(
    "link",
    [
        "https://www.gov.uk/sick-pay",
        "http://benefits.gov.uk",
        "www.gov.uk/sick-pay",
        "gov.uk/sick-pay",
        "www.nhsbsa.nhs.uk/costs.",
        "[the page](https://www.gov.uk/sick-pay)",
        "HTTPS://WWW.GOV.UK/sick-pay",
        "https://aldmere.example/rules",
    ],
)
def test_an_official_source_is_recognised_as_people_write_it(link):
    assert Check.OFFICIAL_SOURCE not in found(f"See {link} for more.")


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://example.org/gov.uk",
        "https://gov.uk.example.org/",
        "https://notgov.uk/",
        "https://mygov.uk.org",
        "team@benefits.gov.uk",  # an e-mail address is no source
    ],
)
def test_a_draft_without_an_official_source_is_warned_of(link):
    findings = check_draft(f"See {link} for more. APS", OURS)

    assert [(f.check, f.severity) for f in findings] == [(Check.OFFICIAL_SOURCE, Severity.WARN)]


def test_links_are_found_without_the_punctuation_that_closes_them():
    links = checks.links_of("(www.gov.uk/a), https://www.gov.uk/b. And gov.uk/c?")

    assert links == ["www.gov.uk/a", "https://www.gov.uk/b", "gov.uk/c"]


# The operator's rule on links


@pytest.mark.parametrize("link", ["https://www.gov.uk/a", "www.example.org", "gov.uk/a"])
def test_links_are_blocked_where_the_operator_asked_for_none(link):
    findings = check_draft(f"See {link}. APS", NO_LINKS)

    assert [(f.check, f.severity) for f in findings] == [(Check.LINKS_ALLOWED, Severity.BLOCK)]


def test_no_source_is_asked_for_where_the_operator_asked_for_no_links():
    assert check_draft("The rule changed in April, says APS.", NO_LINKS) == []


def test_an_official_e_mail_address_is_no_link():
    assert check_draft("Write to team@benefits.gov.uk, says APS.", NO_LINKS) == []


# Rule 3: promises


@pytest.mark.parametrize(
    "words", ["We will pay", "I guarantee", "you are entitled", "You will get £40", "we can ensure"]
)
def test_promises_are_warned_of(words):
    assert Check.COMMITMENT in found(f"{words} it.")


@pytest.mark.parametrize("words", ["The office decides", "people may be able to get", "we answer"])
def test_a_rule_is_no_promise(words):
    assert Check.COMMITMENT not in found(f"{words} it.")


# Rules 6 and 26: calm


@pytest.mark.parametrize("words", ["PLEASE READ THIS", "Click here", "STOP DOING THAT NOW"])
def test_shouting_and_empty_link_words_are_warned_of(words):
    assert Check.PLAIN_TEXT in found(f"{words} for more.")


@pytest.mark.parametrize("words", ["HMRC and DWP", "The NHS BSA", "ESA, UC or SSP"])
def test_acronyms_are_not_shouting(words):
    assert Check.PLAIN_TEXT not in found(words)


# Whatever is typed


@given(st.text(max_size=300))
def test_no_text_upsets_the_checks(text):
    for finding in check_draft(text, OURS):
        assert finding.message
        assert finding.check in Check


def test_a_link_that_has_no_readable_host_upsets_nothing():
    assert checks.host_of("https://exam℀ple.uk/") == ""
    assert Check.OFFICIAL_SOURCE in found("See https://exam℀ple.uk/ says APS")


@given(st.text(max_size=100))
def test_adding_the_signature_always_settles_who_is_speaking(text):
    assert Check.OFFICIAL_IDENTITY not in found(f"{text}\n\nAldmere Public Services")


def test_law_2_the_line_that_the_plan_promises_must_stand_in_the_text():
    promised = replace(OURS, disclosure_line="Answered by\n the team of APS.")

    assert Check.OFFICIAL_IDENTITY in found(FIT, promised)
    assert found(f"{FIT}\nanswered by the  team of aps.", promised) == set()
