"""Pure rules of matching: no Django, no clock, no I/O."""
