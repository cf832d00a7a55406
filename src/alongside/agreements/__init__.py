"""What each forum's operator allows, when, and how it was asked."""
