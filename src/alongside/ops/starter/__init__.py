"""What a new service starts with: public bodies, the forums of the 2009 report, and practice."""
