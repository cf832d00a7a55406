"""The public pages. Each is one call into the domain; none asks who is reading."""
