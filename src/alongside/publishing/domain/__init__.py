"""Pure rules of publishing: no Django, no clock, no I/O."""
