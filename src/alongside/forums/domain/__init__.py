"""Pure rules of forums: no Django, no clock, no I/O."""
