"""Pages of events, editions and those who come."""
