"""How we speak with each kind of forum: one folder per engine, no tables, no sockets."""
