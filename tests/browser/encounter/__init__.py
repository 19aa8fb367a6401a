"""The steps of an encounter as its three people take them, in the order in which they happen."""
