"""A forum that takes everything and shows nothing."""
