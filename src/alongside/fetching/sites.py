"""Whose site a host is: where one operator's names end and another's begin. Pure.

`talk.forum.org.uk` and `www.forum.org.uk` are one operator's, `forum.org.uk` and `other.org.uk`
two operators'. The Public Suffix List (publicsuffix.org), its private part included, says so: two
forums under one provider of blogs or forums that lists itself there are two sites.
"""

from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=16_384)
def site_of(host: str) -> str:
    """The registered name above a host, or the host itself where there is none: a number, say.

    The host is as `guard.Destination` has it: in lower case, other letters as punycode.
    """
    if ":" in host or host.rpartition(".")[2].isdigit():
        return host
    return _list().privatesuffix(host) or host


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are one operator's."""
    return site_of(one) == site_of(other)


@cache
def _list() -> PublicSuffixList:
    # The copy that came with the package: a list that is a year old errs by a few names, one
    # that is fetched when the service starts makes a stranger's server part of our guard.
    return PublicSuffixList()
