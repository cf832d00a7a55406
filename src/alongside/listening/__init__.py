"""Reading forums with leave: when each is due, where it was left."""
