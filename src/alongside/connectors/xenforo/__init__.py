"""XenForo 1 and 2: read by its guest pages, posted to by hand for now."""
