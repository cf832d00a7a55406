"""What was asked, how it came to us, and what was decided about it."""
