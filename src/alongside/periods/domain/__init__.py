"""Pure rules of restricted periods: no Django, no clock, no I/O."""
