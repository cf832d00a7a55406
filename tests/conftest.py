"""What all tests share."""

from hypothesis import settings

# A shared machine may pause for longer than Hypothesis allows an example by default.
settings.register_profile("alongside", deadline=None)
settings.load_profile("alongside")
