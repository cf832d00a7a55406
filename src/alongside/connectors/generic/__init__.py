"""Any forum at all: read by the structure of its pages; posting is by hand, and looked for."""
