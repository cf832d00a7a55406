"""Lemmy: read by its open interface, posted to by hand for now."""
