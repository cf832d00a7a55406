"""Pure rules of reporting: no Django, no clock, no I/O."""
