"""Roles and what each may do. Pure."""
