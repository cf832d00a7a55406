"""Corrections of the register that anybody may propose, and what became of them."""
