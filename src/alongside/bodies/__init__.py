"""Public bodies: names, kinds, identifiers, remits, and who works there."""
