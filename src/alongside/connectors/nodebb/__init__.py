"""NodeBB: read by the JSON that every page of it has, posted to by hand for now."""
