"""The pages of forum operators and their moderators: no account, a private link."""
