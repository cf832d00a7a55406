"""Open data: the columns of each published file, and the static export."""
