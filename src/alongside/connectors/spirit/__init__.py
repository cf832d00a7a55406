"""Spirit: read by its guest pages, posted to by hand."""
