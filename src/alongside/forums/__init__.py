"""Forums, their boards, measures, listings and official accounts."""
