"""Tests against the real practice forum: a Misago of its own, on loopback."""
