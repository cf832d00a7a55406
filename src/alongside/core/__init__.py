"""The ground under every app: clock, choices, identifiers, settings readers, sealed secrets."""
