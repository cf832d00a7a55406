"""Pure rules of replies: no Django, no clock, no I/O."""
