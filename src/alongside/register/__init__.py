"""The public site: reads only."""
