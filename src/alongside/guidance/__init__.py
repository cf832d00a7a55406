"""Rules for drafts, approved lines and official sources."""
