"""Pages on which somebody without an account writes to us."""
