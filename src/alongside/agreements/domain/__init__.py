"""Pure rules of agreements: no Django, no clock, no I/O."""
