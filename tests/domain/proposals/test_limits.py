"""How much is taken from whom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.proposals.domain import limits

AT = datetime(2026, 5, 6, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        (" 192.0.2.7 ", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("", "unknown"),
        ("unix:", "unknown"),
        ("999.1.1.1", "unknown"),
        ("192.0.2.7, 10.0.0.1", "unknown"),
    ],
)
def test_an_address_is_counted_with_its_network(address, network):
    assert limits.network_of(address) == network


@given(st.text(max_size=80))
def test_whatever_a_header_holds_has_a_network(text):
    assert limits.network_of(text)


def test_the_sixth_within_an_hour_waits_until_the_first_of_five_is_an_hour_old():
    sent = [AT - number * 10 * MINUTE for number in range(5)]

    assert limits.next_chance(sent[:4], at=AT) is None
    assert limits.next_chance(sent, at=AT) == AT + 20 * MINUTE
    assert limits.next_chance(sent, at=AT + 20 * MINUTE) is None


def test_the_twenty_first_of_a_day_waits_for_the_next():
    sent = [AT - number * 20 * MINUTE for number in range(1, 21)]

    assert limits.next_chance(sent[:19], at=AT) is None
    assert limits.next_chance(sent, at=AT) == sent[-1] + timedelta(days=1)
