"""The polite, guarded HTTP client: the only way out of the house."""
