"""The profile of a cluster out and in: as JSON, as a table, and as an older portal prints it."""
