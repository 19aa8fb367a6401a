"""Verbs of partnering, one transaction each."""
