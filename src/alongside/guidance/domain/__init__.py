"""Pure rules of guidance: no Django, no clock, no I/O."""
