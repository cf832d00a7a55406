"""vBulletin 3 to 6: read by its guest pages, posted to by hand."""
