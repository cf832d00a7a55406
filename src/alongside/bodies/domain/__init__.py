"""Pure rules of bodies: no Django, no clock, no I/O."""
