"""Restricted periods: times before elections in which bodies keep to tighter rules."""
