"""Pure rules of plans: no Django, no clock, no I/O."""
