"""Simple Machines Forum 2: read by its guest pages, posted to by hand."""
