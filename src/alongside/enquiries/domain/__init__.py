"""Pure rules of enquiries: no Django, no clock, no I/O."""
