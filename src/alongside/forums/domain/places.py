"""What different spellings of one address have in common. Pure."""

from urllib.parse import urlsplit


def place_of(address: str) -> str:
    """The address without scheme, "www.", default port, closing slash, query and case of letters.

    Two addresses with one place are the same forum. Empty for an empty address.
    """
    parts = urlsplit(address.strip().lower())
    host = parts.netloc.rpartition("@")[2].removeprefix("www.")
    host = host.removesuffix(":443") if parts.scheme == "https" else host.removesuffix(":80")
    return f"{host.rstrip('.')}{parts.path.rstrip('/')}"
