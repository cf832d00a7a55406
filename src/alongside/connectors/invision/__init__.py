"""Invision Community 4 and 5: read by its guest pages, posted to by hand for now."""
