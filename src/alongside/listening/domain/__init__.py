"""Pure rules of listening: no Django, no clock, no I/O."""
