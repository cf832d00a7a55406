"""The forms in which open data is offered: tables, and what describes them to programs."""
