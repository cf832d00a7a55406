"""Flarum 1: read by the JSON:API documents inside its pages, posted to by hand for now."""
