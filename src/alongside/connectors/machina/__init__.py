"""django-machina: read by its guest pages, posted to by hand."""
