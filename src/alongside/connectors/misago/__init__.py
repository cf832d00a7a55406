"""Misago: reads guest pages, posts with the JSON interface of its own front end."""
