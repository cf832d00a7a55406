"""Vanilla: boards by its open interface, threads by its guest pages; posted to by hand for now."""
