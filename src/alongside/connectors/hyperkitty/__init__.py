"""HyperKitty, the archive of Mailman 3: read by its pages and open lists, written to by mail."""
