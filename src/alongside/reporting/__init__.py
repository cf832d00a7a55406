"""Indicators, computed from records that anyone can recompute."""
