"""phpBB 3: read by its guest pages, posted to by hand."""
