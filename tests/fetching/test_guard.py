"""The hostile addresses: each row of the tables is one test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.fetching.errors import NotPermitted
from alongside.fetching.guard import check_addresses, check_url, is_public

LOOPBACK = frozenset({"http://127.0.0.1:8900"})

HOSTILE_URLS = [
    # schemes
    "",
    "file:///etc/passwd",
    "ftp://forum.example/",
    "gopher://forum.example:80/_x",
    "javascript:alert(1)",
    "data:text/html,hello",
    "ws://forum.example/",
    "//forum.example/no-scheme",
    "forum.example/no-scheme",
    "http:forum.example",
    "http:///no-host",
    "http://",
    # credentials, and hosts hidden behind them
    "http://user:secret@forum.example/",
    "http://@forum.example/",
    "http://forum.example@127.0.0.1/",
    "https://forum.example:443@10.0.0.1/",
    # ports
    "http://forum.example:22/",
    "http://forum.example:6379/",
    "https://forum.example:8443/",
    "http://forum.example:99999/",
    "http://forum.example:0/",
    # numbers in all their spellings
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1.:80/",
    "http://0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://93.184.215.14/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[fe80::1%25eth0]/",
    "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    "http://①②⑦.⓪.⓪.①/",
    # names of the inside
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://forum.localhost/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://nas.home.arpa/",
    "http://hidden.onion/",
    "http://intranet/",
    "http://kubernetes.default.svc/",
    "http://kubernetes.default.svc.cluster.local/",
    "http://host.docker.internal/",
    "http://metadata/",
    "http://exchange.corp/",
    "http://router.home/",
    "http://db.localdomain/",
    "http://hidden.i2p/",
    "http://name.alt/",
    "http://name.invalid/",
    "http://forum.example./",
    "http://-forum.example/",
    "http://forum..example/",
    "http://forum_%65vil.example/",
    # tricks of writing
    "http://forum.example\\@127.0.0.1/",
    "http:\\\\forum.example/",
    "http://forum.example/\r\nHost: inside",
    "http://forum.example/a b",
    "http://forum.example\t.evil.example/",
    "http://forum.example/\u200bhidden",
    "http://forum\u3000.example/",
    "http://forum.example/\x00",
    "http://forum.example/" + "a" * 5000,
    "http://forum.example:+80/",
    "http://forum.example:٨٠/",
    "http://forum.example:0000080/",
    "http://forum.example:80:22/",
    "http://forum.example:443@10.0.0.1/",
    "http://forum.example%2eevil.example/",
    "http://127.0.0.1%2f@forum.example/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http:////127.0.0.1/",
    "http://xn--/",
    # next door to the one place on this machine that is open
    "http://127.0.0.1:8901/",
    "https://127.0.0.1:8900/",
    "http://localhost:8900/",
    "http://127.0.0.2:8900/",
    "http://user@127.0.0.1:8900/",
]

INSIDE_ADDRESSES = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "168.63.129.16",  # a public number by which one cloud's machines reach its inside
    "64:ff9b::a83f:8110",  # the same in NAT64
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",  # IPv4-compatible
    "::ffff:127.0.0.1",  # mapped
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",  # translated
    "64:ff9b::7f00:1",  # NAT64 of 127.0.0.1
    "64:ff9b::a9fe:a9fe",  # NAT64 of 169.254.169.254
    "64:ff9b:1::1",  # local NAT64
    "2002:7f00:1::",  # 6to4 of 127.0.0.1
    "2002:c0a8:1::1",  # 6to4 of 192.168.0.1
    "2001:0:7f00:1::",  # Teredo
    "2001:db8::1",
    "2001:20::1",
    "3fff::1",
    "2606:4700::5efe:10.0.0.1",  # ISATAP
    "2606:4700::200:5efe:10.0.0.1",
    "100::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "fd00:ec2::254",  # the metadata of a cloud
    "fd00::5efe:127.0.0.1",
    "2002:a9fe:a9fe::1",  # 6to4 of 169.254.169.254
    "64:ff9b:1::7f00:1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo, whose client is 127.0.0.1
    "100:0:0:1::1",
    "4000::1",  # given to nobody yet
    "192.0.0.170",
    "198.19.255.255",
    "127.000.000.001",
    "0177.0.0.1",
    "2130706433",
    "not an address",
    "127.1",
    "",
]

PUBLIC_ADDRESSES = [
    "93.184.215.14",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "1.1.1.1",
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "::ffff:93.184.215.14",
    "64:ff9b::5db8:d70e",  # NAT64 of a public address
]


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_a_hostile_address_is_refused_by_its_words(url: str) -> None:
    with pytest.raises(NotPermitted):
        check_url(url, loopback_origins=LOOPBACK)


@pytest.mark.parametrize("address", INSIDE_ADDRESSES)
def test_an_inside_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://forum.example/t/1/", "https://forum.example"),
        ("HTTP://Forum.Example:80/", "http://forum.example"),
        ("https://forum.example:80/", "https://forum.example:80"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
        ("https://a-1.sub_domain.forum.example/ü?q=ä#here", "https://a-1.sub_domain.forum.example"),
        ("http://127.0.0.1:8900/t/1/", "http://127.0.0.1:8900"),
    ],
)
def test_an_ordinary_address_passes_with_its_origin(url: str, origin: str) -> None:
    assert check_url(url, loopback_origins=LOOPBACK).origin == origin


def test_only_the_exact_loopback_origin_is_marked_as_one() -> None:
    practice = check_url("http://127.0.0.1:8900/", loopback_origins=LOOPBACK)
    forum = check_url("http://forum.example/", loopback_origins=LOOPBACK)

    assert practice.is_loopback
    assert not forum.is_loopback


def test_one_inside_address_among_public_ones_condemns_the_name() -> None:
    forum = check_url("https://forum.example/")

    with pytest.raises(NotPermitted):
        check_addresses(forum, ["93.184.215.14", "10.0.0.1"])


def test_a_name_without_addresses_is_refused() -> None:
    with pytest.raises(NotPermitted):
        check_addresses(check_url("https://forum.example/"), [])


def test_the_refusal_of_an_inside_address_does_not_tell_it() -> None:
    with pytest.raises(NotPermitted) as refusal:
        check_addresses(check_url("https://forum.example/"), ["10.11.12.13"])

    assert "10.11.12.13" not in str(refusal.value)


def test_a_loopback_origin_that_resolves_elsewhere_is_refused() -> None:
    practice = check_url(
        "http://localhost:8900/", loopback_origins=frozenset({"http://localhost:8900"})
    )

    with pytest.raises(NotPermitted):
        check_addresses(practice, ["127.0.0.1", "93.184.215.14"])


@given(st.text(max_size=60))
def test_any_text_is_judged_without_a_crash(text: str) -> None:
    for url in (text, f"http://{text}", f"http://{text}.example/{text}"):
        try:
            destination = check_url(url)
        except NotPermitted:
            continue
        assert destination.port in (80, 443)
        assert "." in destination.host


@given(st.ip_addresses())
def test_no_address_that_python_calls_private_is_public(address: object) -> None:
    if getattr(address, "is_private", False) and ":" not in str(address):
        assert not is_public(str(address))
