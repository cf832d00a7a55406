"""Replies: draft, checks, second reader, sending, proof."""
