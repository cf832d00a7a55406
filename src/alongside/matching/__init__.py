"""Watches, and the new threads that match them."""
