"""Which links of a page of any make lead to a thread or a board, and which elsewhere."""

import pytest

from alongside.connectors.generic.links import is_action, is_of_author, shape_of


@pytest.mark.parametrize(
    "href",
    [
        *(
            "/login",
            "login.php?do=login",
            "/community/register/",
            "index.php?action=search;topic=7",
        ),
        *("ucp.php?mode=login", "/sign-up", "/rss.xml?feed", "/feed/", "/t/heat/41.rss?share"),
        *("posting.php?mode=reply&t=41", "newreply.php?do=newreply&p=7", "/topic/41/reply"),
        *("printthread.php?tid=41", "/topic/41/print", "/post/7/report", "?replytocom=7"),
        *("/help/", "/help/terms", "index.php?action=help", "/terms", "app.php/help/faq"),
        *("/forum/memberlist.php", "/tags/heat", "mailto:a@forum.example", "javascript:void(0)"),
        *("index.php?/login/", "/privacy-policy", "/Search?q=a"),
    ],
)
def test_a_link_that_does_something_or_tells_of_the_site_is_no_thread(href: str) -> None:
    assert is_action(href)


@pytest.mark.parametrize(
    "href",
    [
        *("/user/kestrel", "/users/7-kestrel/", "/members/kestrel.7/", "member.php?u=7"),
        *("memberlist.php?mode=viewprofile&u=7", "index.php?action=profile;u=7", "/u/kestrel"),
        *("/u7", "/profile/kestrel", "/people/kestrel", "/@kestrel", "?uid=7", "user-7.html"),
        *("/community/account/7", "/profil.php?id=7", "userinfo.asp?id=7", "/forum/authors/7"),
        *("pop_profile.asp?mode=display&id=7", "/accounts/kestrel/"),
    ],
)
def test_a_link_to_a_member_is_no_thread(href: str) -> None:
    assert is_of_author(href)


@pytest.mark.parametrize(
    "title",
    [
        "need-help-with-council-tax",
        "help-please",
        "letter-in-large-print",
        "how-do-i-register-a-birth",
        "sign-up-for-the-grant",
        "job-search-allowance",
        "terms-of-the-lease",
        "my-report-is-wrong",
        "shared-ownership-and-pip",
        "share-your-story",
        "feed-a-family-on-a-budget",
        "young-people-and-rent",
        "local-authority-will-not-answer",
        "new-member-says-hello",
        "power-user-of-the-portal",
        "profile-of-a-carer",
        "author-of-the-letter",
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "/topic/{}-41",
        "/threads/{}.41/",
        "/t/{}/41",
        "/forum/heat-3/topic/{}-41/?page=2",
        "/forum/{}/",
        "/boards/{}",
        "showthread.php?41-{}",
        "https://register.example/d/41-{}",
    ],
)
def test_words_of_a_title_are_not_taken_for_what_a_link_does(address: str, title: str) -> None:
    href = address.format(title)

    assert not is_action(href)
    assert not is_of_author(href)


@pytest.mark.parametrize(
    "href", ["/t/help/41", "/topic/41/help", "/forum/help/", "/threads/help.41/"]
)
def test_a_thread_or_board_may_be_called_by_one_word_alone(href: str) -> None:
    assert not is_action(href)


@pytest.mark.parametrize("href", ["", "http://[", "//", "?", "/%ff/", "/" * 5_000])
def test_what_is_no_address_leads_nowhere(href: str) -> None:
    assert not is_action(href)
    assert not is_of_author(href)


def test_the_addresses_of_threads_have_one_shape_and_others_another() -> None:
    threads = ("/topic/41-heat", "/topic/7-rent-arrears/", "https://forum.example/topic/9")

    assert {shape_of(href) for href in threads} == {"topic/#"}
    assert shape_of("/t/heat/41") == shape_of("/t/rent-arrears/7") == "t/#"
    assert shape_of("index.php?topic=41.0") == shape_of("index.php?topic=7.0#new")
    assert shape_of("index.php?topic=41.0") != shape_of("index.php?board=41.0")
    assert shape_of("/topic/41-heat?do=last") != shape_of("/topic/41-heat")
