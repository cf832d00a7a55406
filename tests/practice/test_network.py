import subprocess
import sys
import textwrap

from tests.practice.conftest import PRACTICE


def what_is_refused(tries: str) -> list[str]:
    """Runs `tries` in a process of its own, because an audit hook stays for good."""
    code = textwrap.dedent(
        """
        import socket
        from forum_network import refuse_outgoing_network

        def attempt(name, call, *arguments):
            try:
                call(*arguments)
            except PermissionError:
                print(name)
            except OSError:
                pass

        refuse_outgoing_network(database_host="database.example")
        sock = socket.socket()
        sock.settimeout(0.2)
        datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        """
    )
    result = subprocess.run(
        [sys.executable, "-c", code + textwrap.dedent(tries)],
        capture_output=True,
        check=True,
        text=True,
        cwd=PRACTICE,
    )
    return result.stdout.split()


def test_nothing_leaves_the_machine() -> None:
    refused = what_is_refused(
        """
        attempt("connection", sock.connect, ("192.0.2.1", 80))
        attempt("datagram", datagram.sendto, b"x", ("192.0.2.1", 53))
        attempt("name", socket.getaddrinfo, "forum.example.org", 80)
        attempt("name-as-bytes", socket.getaddrinfo, b"forum.example.org", 80)
        """
    )

    assert refused == ["connection", "datagram", "name", "name-as-bytes"]


def test_the_machine_itself_can_be_reached() -> None:
    refused = what_is_refused(
        """
        attempt("connection", sock.connect, ("127.0.0.1", 9))
        attempt("name", socket.getaddrinfo, "localhost", 80)
        attempt("any", socket.getaddrinfo, None, 80)
        """
    )

    assert refused == []
