"""MyBB 1.8: read by its guest pages, posted to by hand."""
