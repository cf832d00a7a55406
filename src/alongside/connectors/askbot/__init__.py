"""Askbot: read by its pages of questions, posted to by hand."""
