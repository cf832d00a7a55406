"""Django's engine for PostgreSQL, with a cheaper look at connections that are used again."""
