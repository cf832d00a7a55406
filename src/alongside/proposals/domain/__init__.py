"""Pure rules of proposed corrections: no Django, no clock, no I/O."""
